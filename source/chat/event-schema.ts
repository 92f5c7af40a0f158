import * as z from 'zod';
import {clean} from '../terminal/clean.ts';

const text = z.string().transform(value => clean(value));
const self = z.literal(true).exactOptional();

/** ChatEvent, as it stands in a recording. */
export const chatEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    room: text,
    nick: text,
    text,
    kind: z.enum(['action', 'notice']).exactOptional(),
    self,
    id: text.exactOptional(),
    time: text,
  }),
  z.object({
    type: z.literal('presence'),
    room: text,
    nick: text,
    change: z.enum(['join', 'part', 'quit', 'nick', 'kick']),
    newNick: text.exactOptional(),
    text: text.exactOptional(),
    self,
    time: text,
  }),
  z.object({type: z.literal('topic'), room: text, topic: text, time: text}),
  z.object({type: z.literal('names'), room: text, nicks: z.array(text), time: text}),
  z.object({type: z.literal('server'), text, code: text, time: text}),
]);
