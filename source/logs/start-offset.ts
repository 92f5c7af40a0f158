import type {FileHandle} from 'node:fs/promises';

/** Where in a file that is already there reading begins: always at the beginning of a line. */
export type From = 'start' | 'end' | {readonly tailLines: number} | {readonly tailBytes: number};

const chunkBytes = 64 * 1024;
/** Lines are not searched further back than this. */
const searchBytes = 1024 * 1024;
const newline = 10;

/**
 * The byte to begin at. `end` begins with the line that is not finished yet; `tailLines` with so many finished lines
 * before it, of the last MiB; `tailBytes` with the first line that begins in so many last bytes.
 */
export async function startOffset(file: FileHandle, size: number, from: From): Promise<number> {
  if (from === 'start') return 0;
  if (from !== 'end' && 'tailBytes' in from) {
    if (from.tailBytes >= size) return 0;
    return lineStartBack(file, size, Number.POSITIVE_INFINITY, size - Math.max(0, from.tailBytes) - 1);
  }
  const lines = from === 'end' ? 0 : Math.max(0, from.tailLines);
  return lineStartBack(file, size, lines + 1, Math.max(0, size - searchBytes));
}

/** Just after the `count`th newline from the end, or after the furthest that is not before `floor`. */
async function lineStartBack(file: FileHandle, size: number, count: number, floor: number): Promise<number> {
  const chunk = Buffer.allocUnsafe(chunkBytes);
  let furthest: number | undefined;
  let found = 0;
  for (let end = size; end > floor; ) {
    const start = Math.max(floor, end - chunkBytes);
    const {bytesRead} = await file.read(chunk, 0, end - start, start);
    let at = chunk.subarray(0, bytesRead).lastIndexOf(newline);
    while (at !== -1) {
      furthest = start + at + 1;
      if (++found === count) return furthest;
      at = at === 0 ? -1 : chunk.lastIndexOf(newline, at - 1);
    }
    end = start;
  }
  if (floor === 0) return 0;
  return furthest ?? size;
}
