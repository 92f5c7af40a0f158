const encoder = new TextEncoder();
const scratch = new Uint8Array(8192);

/** As much of the beginning of `text` as fits into `maxBytes` (at most 8,192) of UTF-8, in whole characters. */
export function cutUtf8(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text;
  const {read} = encoder.encodeInto(text, scratch.subarray(0, Math.max(0, maxBytes)));
  return text.slice(0, read);
}
