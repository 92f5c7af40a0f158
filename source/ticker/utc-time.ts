import * as z from 'zod';
import {timeOf} from '../streams/time-of.ts';

/** What Date.parse takes besides is no time of a venue's. */
const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** An ISO 8601 time in UTC. */
export const isUtcTime = (value: unknown): value is string =>
  typeof value === 'string' && shape.test(value) && !Number.isNaN(timeOf(value));

/** The shape that says the same, in a sentence. */
export const utcText = z.string().refine(isUtcTime, 'expected an ISO 8601 time in UTC');
