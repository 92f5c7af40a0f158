import * as z from 'zod';
import {clean} from '../terminal/clean.ts';

const text = z.string().transform(value => clean(value));

/** Status, as it stands in a recording. */
export const statusSchema = z.object({
  type: z.literal('status'),
  source: text,
  state: z.enum(['connecting', 'connected', 'lost', 'ended']),
  reason: text.exactOptional(),
  retryMs: z.number().exactOptional(),
  missedSince: text.exactOptional(),
  time: text,
});

/** Reject, as it stands in a recording. */
export const rejectSchema = z.object({
  type: z.literal('reject'),
  source: text,
  reason: text,
  sample: text,
  time: text,
});
