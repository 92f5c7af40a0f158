import * as z from 'zod';
import {alertSchema} from '../anomaly/alert-schema.ts';
import {chatEventSchema} from '../chat/event-schema.ts';
import {recordSchema} from '../logs/record-schema.ts';
import {rejectSchema, statusSchema} from '../streams/status-schema.ts';
import {clean} from '../terminal/clean.ts';
import {tickerEventSchema} from '../ticker/event-schema.ts';
import {channels, type End, type Entry, type Header} from './entry.ts';

/** What a channel may say: its own events, and how its connection stood. */
const said = (own: z.ZodType) => z.union([own, statusSchema, rejectSchema]);
const t = z.int();
const text = z.string().transform(value => clean(value));

/** A line of a recording, its texts cleaned as they were when they came. */
export const entrySchema = z.discriminatedUnion('ch', [
  z.object({t, ch: z.literal('ticker'), d: said(tickerEventSchema)}),
  z.object({t, ch: z.literal('logs'), d: said(recordSchema)}),
  z.object({t, ch: z.literal('alerts'), d: said(alertSchema)}),
  z.object({t, ch: z.literal('chat'), d: said(chatEventSchema)}),
  z.object({t, ch: z.literal('end'), d: z.object({events: z.int().min(0)})}),
]) as unknown as z.ZodType<Entry | End>;

export const headerSchema: z.ZodType<Header> = z.object({
  format: z.literal('tailrace'),
  version: z.literal(1),
  writer: text,
  start: z.iso.datetime(),
  streams: z.array(z.object({ch: z.enum(channels), url: text})),
});
