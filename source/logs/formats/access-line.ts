import type {Level} from '../record.ts';
import type {Found, TimeContext} from './found.ts';
import {readTime} from './time.ts';

const quoted = String.raw`"((?:[^"\\]|\\.)*)"`;
const line = new RegExp(
  String.raw`^(\S+) \S+ (\S+) \[([^\]]+)\] ${quoted} (\d{3}) (\d+|-)(?: ${quoted} ${quoted})?`,
);

/** Reads the common and the combined log format (Apache, nginx). A status of 5xx is an error, 4xx a warning. */
export function accessLine(text: string, context: TimeContext): Found | undefined {
  if (!text.includes('] "')) return undefined;
  const match = line.exec(text);
  if (!match) return undefined;
  const [whole, client, user, when, request, status, bytes, referer, agent] = match;
  const rest = text.slice(whole.length).trim();
  return {
    time: readTime(when!, 0, context)?.time,
    level: levelOfStatus(status!),
    message: `${request} ${status}`,
    user: user === '-' ? undefined : user,
    fields: {
      client,
      status: Number(status),
      ...(bytes === '-' ? {} : {bytes: Number(bytes)}),
      ...(referer === undefined || referer === '-' ? {} : {referer}),
      ...(agent === undefined || agent === '-' ? {} : {agent}),
      ...(rest === '' ? {} : {rest}),
    },
  };
}

function levelOfStatus(status: string): Level {
  return status >= '500' ? 'error' : status >= '400' ? 'warn' : 'info';
}
