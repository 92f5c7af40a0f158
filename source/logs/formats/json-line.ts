import type {Found, TimeContext} from './found.ts';
import {foundIn} from './named-fields.ts';

/** Whether the one who wrote the line meant JSON: `{"…` or `{}`, so not `{main} started`. */
export function looksLikeJson(text: string): boolean {
  return text.charCodeAt(0) === 123 && /^\{\s*["}]/.test(text);
}

/** Reads a line that is one JSON object. What is broken is said, not guessed at. */
export function jsonLine(text: string, context: TimeContext): Found | {readonly reason: string} {
  let json: Readonly<Record<string, unknown>>;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return {reason: `expected a JSON object: ${(error as Error).message}`};
  }
  return foundIn(json, text, context);
}
