/** `\x82SNAPPY\0`, then two 32-bit versions: how snappy-java, and with it Kafka's own clients, begin a stream. */
const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const headerBytes = magic.length + 8;

/**
 * Unpacks a snappy batch in either form that producers write: one raw block, or snappy-java's frames of
 * (32-bit big-endian length, raw block). Throws where it is cut short or unpacks to more than `maxBytes`.
 */
export function unframeSnappy(bytes: Buffer, unpack: (block: Buffer) => Buffer, maxBytes: number): Buffer {
  if (!bytes.subarray(0, magic.length).equals(magic)) {
    requireRoom(unpackedBytes(bytes), maxBytes);
    return unpack(bytes);
  }
  const blocks: Buffer[] = [];
  let total = 0;
  for (let at = headerBytes; at < bytes.length; ) {
    const start = at + 4;
    at = start + bytes.readInt32BE(at);
    if (at < start || at > bytes.length) throw new Error('a snappy frame is cut short');
    const block = bytes.subarray(start, at);
    total += unpackedBytes(block);
    requireRoom(total, maxBytes);
    blocks.push(unpack(block));
  }
  return Buffer.concat(blocks);
}

/** A raw block begins with its unpacked length, as a varint. */
function unpackedBytes(block: Buffer): number {
  let length = 0;
  for (let index = 0; index < 5; index++) {
    const byte = block[index] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) break;
  }
  return length;
}

function requireRoom(bytes: number, maxBytes: number): void {
  if (bytes > maxBytes) throw new Error(`it would unpack to ${bytes} bytes, more than ${maxBytes}`);
}
