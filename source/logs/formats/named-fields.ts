import {levelOf, levelOfSeverityNumber} from '../level.ts';
import type {Level} from '../record.ts';
import type {Found, TimeContext} from './found.ts';
import {timeOf} from './time.ts';

type Fields = Readonly<Record<string, unknown>>;
type Part = 'time' | 'level' | 'service' | 'message' | 'user';

/**
 * What loggers call the parts of a record, the better name first: pino, bunyan, ECS, OpenTelemetry, structlog, zap,
 * Serilog, journald, Docker. A source with names of its own would bring its own table.
 */
const names: Readonly<Record<Part, string>> = {
  time: '@timestamp timestamp time ts timeUnixNano observedTimestamp @t datetime date __REALTIME_TIMESTAMP',
  level:
    'level log.level severity severityText severity_text lvl loglevel levelname severityNumber @l PRIORITY log at',
  service:
    'service service.name service_name serviceName app application resource name logger component SYSLOG_IDENTIFIER',
  message: 'message msg body @m @mt event text log',
  user: 'user user.id user_id userId userid uid user.name username usr',
};

interface Name {
  readonly part: Part;
  readonly rank: number;
}

/** A word may stand for two parts (`log` is ECS's object or Docker's text). */
const parts = new Map<string, readonly Name[]>();
for (const [part, words] of Object.entries(names)) {
  for (const [rank, word] of words.split(' ').entries()) {
    const capital = word.charAt(0).toUpperCase() + word.slice(1);
    for (const key of new Set([word, capital, word.toUpperCase()])) {
      parts.set(key, [...(parts.get(key) ?? []), {part: part as Part, rank}]);
    }
  }
}

/** Finds the parts of a record among named values; what is left over are its fields. `line` stands in for a message. */
export function foundIn(object: Fields, line: string, context: TimeContext): Found {
  const rank = {time: 99, level: 99, service: 99, message: 99, user: 99};
  const from: Partial<Record<Part, string>> = {};
  const found: {time?: string; level?: Level; service?: string; message?: string; user?: string} = {};
  const keys = Object.keys(object);
  for (const key of keys) {
    const candidates = parts.get(key);
    if (candidates === undefined) continue;
    for (const name of candidates) {
      if (name.rank >= rank[name.part]) continue;
      const value = readPart(name.part, key, object[key], context);
      if (value === undefined) continue;
      rank[name.part] = name.rank;
      from[name.part] = key;
      found[name.part] = value as never;
    }
  }
  let fields: Record<string, unknown> | undefined;
  for (const key of keys) {
    const value = object[key];
    // An object that a part was found inside stays whole.
    if (isTaken(key, from) && (typeof value !== 'object' || value === null)) continue;
    if (key !== '__proto__') (fields ??= {})[key] = value;
  }
  return {...found, message: found.message ?? line, fields};
}

function isTaken(key: string, from: Partial<Record<Part, string>>): boolean {
  return (
    key === from.time ||
    key === from.level ||
    key === from.message ||
    key === from.service ||
    key === from.user
  );
}

function readPart(part: Part, key: string, value: unknown, context: TimeContext): string | undefined {
  switch (part) {
    case 'time':
      return timeOf(value, context);
    case 'level':
      if (key === 'severityNumber') return levelOfSeverityNumber(value);
      return levelOf(isObject(value) ? value.level : value);
    case 'message':
      return messageOf(value, key);
    case 'service':
      return serviceOf(value);
    case 'user':
      return isObject(value) ? (named(value.id) ?? named(value.name)) : named(value);
  }
}

function messageOf(value: unknown, key: string): string | undefined {
  if (typeof value === 'string') return value.trimEnd();
  if (value === undefined || value === null || key === 'log' || key === 'event') return undefined;
  if (isObject(value) && typeof value.stringValue === 'string') return value.stringValue;
  return JSON.stringify(value);
}

/** A name, `{name}`, or an OpenTelemetry resource. */
function serviceOf(value: unknown): string | undefined {
  if (!isObject(value)) return typeof value === 'string' ? named(value) : undefined;
  const attributes = isObject(value.attributes) ? value.attributes : value;
  return (
    named(attributes['service.name']) ??
    named(value.name) ??
    (isObject(value.service) ? named(value.service.name) : undefined)
  );
}

function named(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
