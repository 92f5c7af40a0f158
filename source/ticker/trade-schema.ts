import * as z from 'zod';
import {clean} from '../terminal/clean.ts';

const text = z.string().transform(value => clean(value));

/** Trade, as it stands in a recording. */
export const tradeSchema = z.object({
  type: z.literal('trade'),
  symbol: text,
  price: z.number(),
  size: z.number(),
  side: z.enum(['buy', 'sell']).exactOptional(),
  id: z.union([text, z.number()]).exactOptional(),
  time: text,
});
