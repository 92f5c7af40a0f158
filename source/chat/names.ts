/** Nicks and rooms that differ only in the case of ASCII letters are the same (CASEMAPPING=ascii). */
export function casefold(name: string): string {
  return name.replace(/[A-Z]+/g, upper => upper.toLowerCase());
}

export const maxNickLength = 30;
export const maxRoomBytes = 64;

/** A nickname as in RFC 2812 section 2.3.1, up to 30 characters long. */
export function isNick(text: string): boolean {
  return text.length <= maxNickLength && /^[A-Za-z[\]\\`_^{|}][\w[\]\\`^{|}-]*$/.test(text);
}

/** `#` and at least one visible character, without spaces and commas, up to 64 bytes. */
export function isRoom(text: string): boolean {
  return /^#[^\s,\p{C}\p{Z}]+$/u.test(text) && Buffer.byteLength(text) <= maxRoomBytes;
}

/** The nick in a source `nick!user@host`. */
export function nickOf(source: string): string {
  const end = source.search(/[!@]/);
  return end === -1 ? source : source.slice(0, end);
}
