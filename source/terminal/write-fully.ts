import {writeSync} from 'node:fs';

/** For so long a full pipe to a stopped reader is waited for, in milliseconds. */
const patienceMs = 200;

/** Writes all of a text at once, as an 'exit' handler must; what cannot be written is left. */
export function writeFully(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  const deadline = performance.now() + patienceMs;
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      // EAGAIN: a full pipe to a stopped reader; wait a little, not for ever. Anything else: it is gone.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || performance.now() > deadline) return;
    }
  }
}
