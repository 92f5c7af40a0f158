import type * as z from 'zod';
import {toDotPath} from 'zod/v4/core';

/** What was read, or in a sentence why it could not be. */
export type Decoded<T> = {readonly value: T} | {readonly reason: string};

/** Checks that a value has a given shape; never throws. The reason names where, what was expected and what came. */
export function checkShape<T>(schema: z.ZodType<T>, value: unknown): Decoded<T> {
  const result = schema.safeParse(value);
  return result.success ? {value: result.data} : {reason: shapeSentence(result.error)};
}

function shapeSentence(error: z.ZodError): string {
  const issue = error.issues[0]!;
  const where = issue.path.length > 0 ? `at ${toDotPath(issue.path)}: ` : '';
  return `expected another shape: ${where}${issue.message}`;
}
