import * as z from 'zod';
import {clean} from '../terminal/clean.ts';
import type {Alert} from './alert.ts';

const text = (limit: number) => z.string().transform(value => clean(value, limit));
const time = z.iso.datetime({offset: true}).max(40);
const count = z.number().nonnegative();
const share = z.number().min(0).max(1);
const offset = z.string().regex(/^\d{1,20}$/);

const evidence = z.object({
  start: time,
  end: time,
  count,
  errors: count,
  expectedRate: share,
  top: z.array(z.object({message: text(500), count})).max(100),
  users: z.array(z.object({user: text(200), count})).max(100),
  offsets: z.array(z.object({partition: z.int().nonnegative(), first: offset, last: offset})).max(10_000),
});

/** An Alert as it comes over the wire: checked, its texts cleaned, what it does not know left out. */
export const alertSchema: z.ZodType<Alert> = z.object({
  type: z.literal('alert'),
  id: text(500),
  key: text(300),
  state: z.enum(['open', 'resolved']),
  severity: z.enum(['warning', 'critical']),
  title: text(300),
  reason: text(1000),
  since: time,
  time,
  count,
  score: share,
  evidence: evidence.exactOptional(),
});
