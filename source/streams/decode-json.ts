import type * as z from 'zod';
import {checkShape, type Decoded} from './check-shape.ts';
import {parseJson} from './parse-json.ts';

/** Reads a JSON text of a given shape; never throws. The reason names where, what was expected and what came. */
export function decodeJson<T>(schema: z.ZodType<T>, text: string): Decoded<T> {
  const json = parseJson(text);
  return 'value' in json ? checkShape(schema, json.value) : json;
}
