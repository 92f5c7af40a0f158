import {promisify} from 'node:util';
import zlib from 'node:zlib';
import {unframeSnappy} from './unframe-snappy.ts';

/** What kafkajs asks of a codec. */
export interface Codec {
  compress(encoder: {readonly buffer: Buffer}): Promise<Buffer>;
  decompress(buffer: Buffer): Promise<Buffer>;
}

/** A batch that is larger than this when unpacked is refused: brokers take batches of about 1 MiB, packed. */
const maxUnpackedBytes = 256 << 20;

const unzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const zip = promisify<Buffer, Buffer>(zlib.gzip);
const unzstd = promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress);
const zstd = promisify<Buffer, Buffer>(zlib.zstdCompress);

/** Loaded with the first batch that needs it. `bundled` has its WASM inside, so that it can go into one file. */
const wasm = () => import('@platformatic/wasm-utils/bundled');

/** By the number that a batch's attributes carry: https://kafka.apache.org/documentation/#recordbatch */
export const codecs: ReadonlyMap<number, Codec> = new Map([
  [
    1,
    codec(
      'gzip',
      bytes => zip(bytes),
      bytes => unzip(bytes, {maxOutputLength: maxUnpackedBytes}),
    ),
  ],
  [
    2,
    codec(
      'snappy',
      async bytes => (await wasm()).snappyCompress(bytes),
      async bytes => {
        const {snappyDecompress} = await wasm();
        return unframeSnappy(bytes, snappyDecompress, maxUnpackedBytes);
      },
    ),
  ],
  [
    3,
    codec(
      'lz4',
      async bytes => (await wasm()).lz4Compress(bytes),
      async bytes => (await wasm()).lz4Decompress(bytes),
    ),
  ],
  [
    4,
    codec(
      'zstd',
      bytes => zstd(bytes),
      bytes => unzstd(bytes, {maxOutputLength: maxUnpackedBytes}),
    ),
  ],
]);

function codec(
  name: string,
  pack: (bytes: Buffer) => Promise<Buffer>,
  unpack: (bytes: Buffer) => Promise<Buffer>,
): Codec {
  return {
    compress: ({buffer}) => pack(buffer),
    decompress: async buffer => {
      try {
        return await unpack(buffer);
      } catch (error) {
        // A plain Error: kafkajs takes some kinds, such as RangeError, for bugs of its own.
        throw new Error(`a ${name} batch of ${buffer.length} bytes cannot be unpacked`, {cause: error});
      }
    },
  };
}
