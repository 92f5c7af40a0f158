import {clean} from '../terminal/clean.ts';

/** How deep nested fields are kept: a line of 64 KiB can nest thirty thousand brackets. */
const maxDepth = 6;

/** A stranger's text on one line: line breaks become a space, all else that is unsafe goes. */
export function cleanText(text: string): string {
  return clean(text.includes('\n') ? text.replace(/[\r\n]+/g, ' ') : text);
}

/** A stranger's JSON value with every text and every key in it clean, and its depth bounded. */
export function cleanValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === maxDepth) return '…';
  if (Array.isArray(value)) return value.map(item => cleanValue(item, depth + 1));
  return cleanFields(value as Readonly<Record<string, unknown>>, depth + 1);
}

/** The same for an object's fields. `__proto__` is left out: no logger means it, and assigning it does harm. */
export function cleanFields(fields: Readonly<Record<string, unknown>>, depth = 0): Record<string, unknown> {
  const cleaned: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const name = cleanText(key);
    if (name !== '__proto__') cleaned[name] = cleanValue(fields[key], depth);
  }
  return cleaned;
}
