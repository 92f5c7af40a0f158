import {levelOf, levelOfSeverity} from '../level.ts';
import {findLevel} from './find-level.ts';
import type {Found, TimeContext} from './found.ts';
import {readTime} from './time.ts';

const priority = /^<(\d{1,3})>(1 )?/;
const header5424 = / (\S+) (\S+) (\S+) (\S+) (-|(?:\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\])+) ?/y;
/** `host tag[pid]: `, as syslog daemons and journalctl print it. */
const tag = / (\S+) ([^\s:[]{1,64})(?:\[(\d+)\])?: ?/y;

/**
 * Reads syslog as it is found in files and on the wire: `Nov 22 10:11:12 host tag[pid]: …` (RFC 3164), the same with
 * an ISO time, and `<34>1 2026-11-22T10:11:12Z host app pid id [data] …` (RFC 5424). The year that RFC 3164 leaves
 * out is the one that puts the line not after its arrival. Undefined for what is not syslog.
 */
export function syslogLine(text: string, context: TimeContext): Found | undefined {
  const prefix = priority.exec(text);
  const at = prefix?.[0].length ?? 0;
  const time = readTime(text, at, context);
  if (time === undefined) return undefined;
  const severity = prefix ? levelOfSeverity(Number(prefix[1]) % 8) : undefined;
  if (prefix?.[2] !== undefined) {
    header5424.lastIndex = time.end;
    const header = header5424.exec(text);
    if (!header) return undefined;
    const [whole, host, app, pid, , data] = header;
    return {
      time: time.time,
      level: severity,
      service: app === '-' ? undefined : app,
      message: text.slice(time.end + whole.length),
      fields: {host, ...(pid === '-' ? {} : {pid}), ...(data === '-' ? {} : {data})},
    };
  }
  tag.lastIndex = time.end;
  const header = tag.exec(text);
  if (!header) return undefined;
  const [whole, host, service, pid] = header;
  const ownForm = prefix !== null || /^[A-Z]/.test(text);
  // With an ISO time, `ERROR orders: …` looks much the same; only a pid tells.
  if (!ownForm && (pid === undefined || levelOf(host) !== undefined)) return undefined;
  const end = time.end + whole.length;
  const level = findLevel(text, end);
  return {
    time: time.time,
    level: level?.level ?? severity,
    service,
    message: text.slice(level?.end ?? end),
    fields: {host, ...(pid === undefined ? {} : {pid})},
  };
}
