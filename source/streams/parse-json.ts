import {sentenceOf} from './errors.ts';

/** A JSON text's value, or in a sentence why it is none; never throws. */
export function parseJson(text: string): {readonly value: unknown} | {readonly reason: string} {
  try {
    return {value: JSON.parse(text)};
  } catch (error) {
    return {reason: `expected JSON: ${sentenceOf(error)}`};
  }
}
