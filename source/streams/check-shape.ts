import type * as z from 'zod';
import {toDotPath} from 'zod/v4/core';

/** What was read, or in a sentence why it could not be. */
export type Decoded<T> = {readonly value: T} | {readonly reason: string};

const otherShape = 'expected another shape';

/** Checks that a value has a given shape; never throws. The reason names where, what was expected and what came. */
export function checkShape<T>(schema: z.ZodType<T>, value: unknown): Decoded<T> {
  try {
    const result = schema.safeParse(value);
    return result.success ? {value: result.data} : {reason: shapeSentence(result.error)};
  } catch (error) {
    // Zod hands the faults of a list on as arguments, and a hundred thousand are more than the stack holds.
    if (error instanceof RangeError) return {reason: `${otherShape}: too many faults to tell`};
    throw error;
  }
}

function shapeSentence(error: z.ZodError): string {
  const issue = error.issues[0]!;
  const where = issue.path.length > 0 ? `at ${toDotPath(issue.path)}: ` : '';
  return `${otherShape}: ${where}${issue.message}`;
}
