import * as z from 'zod';
import {cleanFields, cleanText} from './clean-text.ts';

const text = z.string().transform(cleanText);

/** A log record as it comes over the wire or out of a recording; every text in it is clean afterwards. */
export const recordSchema = z.object({
  type: z.literal('log'),
  time: z.iso.datetime(),
  level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']),
  service: text,
  message: text,
  user: text.exactOptional(),
  fields: z
    .record(z.string(), z.unknown())
    .transform(fields => cleanFields(fields))
    .exactOptional(),
  partition: z.int().nonnegative(),
  offset: z.string().max(40).transform(cleanText),
});
