import type * as z from 'zod';
import {toDotPath} from 'zod/v4/core';
import {sentenceOf} from './errors.ts';

/** What was read, or in a sentence why it could not be. */
export type Decoded<T> = {readonly value: T} | {readonly reason: string};

/** Reads a JSON text of a given shape; never throws. The reason names where, what was expected and what came. */
export function decodeJson<T>(schema: z.ZodType<T>, text: string): Decoded<T> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return {reason: `expected JSON: ${sentenceOf(error)}`};
  }
  const result = schema.safeParse(json);
  return result.success ? {value: result.data} : {reason: shapeSentence(result.error)};
}

function shapeSentence(error: z.ZodError): string {
  const issue = error.issues[0]!;
  const where = issue.path.length > 0 ? `at ${toDotPath(issue.path)}: ` : '';
  return `expected another shape: ${where}${issue.message}`;
}
