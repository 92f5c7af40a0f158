import type {LogEntry} from '../../logs/embedded.ts';
import type {Level} from '../../logs/record.ts';
import {type Clock, isoTime} from '../../streams/clock.ts';
import {type IncidentKind, incidentKinds, type Vary} from './incidents.ts';
import {seededRandom} from './random.ts';
import {type ServiceLines, serviceLines} from './service-lines.ts';

export interface DemoLogsOptions {
  readonly seed: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told when the first error of an incident is due, and when it is over. */
  readonly onIncident?: (change: 'opened' | 'resolved', service: string) => void;
}

/** An incident with its moments, in milliseconds of the clock. */
interface Incident {
  readonly kind: IncidentKind;
  readonly beginMs: number;
  readonly errorsMs: number;
  readonly endMs: number;
  /** The users whose requests it hits most. */
  readonly users: readonly string[];
  opened: boolean;
}

const tickMs = 200;
/** A share of a service's lines that are errors, and warnings, on a good day. */
const usual = {error: 0.01, warn: 0.04};

/**
 * The log of a small shop with six services, some 46 lines a second, as batches five times a second. Twelve to
 * sixteen seconds after the start the payments database runs out of connections, for about half a minute; later
 * other incidents follow every few minutes. The same seed makes the same lines at the same moments.
 */
export async function* demoLogs({
  seed,
  clock,
  signal,
  onIncident,
}: DemoLogsOptions): AsyncGenerator<LogEntry[], void, undefined> {
  const random = seededRandom(seed);
  const vary: Vary = (from, to) => from + Math.floor(random() * (to - from + 1));
  const users = Array.from({length: 60}, (_, index) => `u-${1040 + index * 7}`);
  let fromMs = clock.now();
  let next = plan(incidentKinds[0]!, fromMs + 12_000 + 4000 * random());
  while (!signal.aborted) {
    await clock.sleep(tickMs, signal);
    if (signal.aborted) return;
    const toMs = clock.now();
    if (toMs >= next.errorsMs && !next.opened) {
      next.opened = true;
      onIncident?.('opened', next.kind.service);
    }
    // After a long sleep (a laptop's, a stopped process's) the missed time is not made up for.
    const lines = serviceLines.flatMap(one => talk(one, Math.max(fromMs, toMs - 2000), toMs));
    if (toMs >= next.endMs) {
      lines.push(...recovery(next.kind, toMs));
      onIncident?.('resolved', next.kind.service);
      next = plan(pick(incidentKinds), toMs + 120_000 + 120_000 * random());
    }
    fromMs = toMs;
    yield lines.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  }

  function plan(kind: IncidentKind, beginMs: number): Incident {
    const errorsMs = beginMs + kind.errorsAfterMs;
    const hit = Array.from({length: 4}, () => pick(users));
    return {kind, beginMs, errorsMs, endMs: beginMs + 25_000 + 13_000 * random(), users: hit, opened: false};
  }

  /** What a service says between two moments. */
  function talk(lines: ServiceLines, sinceMs: number, untilMs: number): LogEntry[] {
    const spanMs = untilMs - sinceMs;
    const entries: LogEntry[] = [];
    // Gaps between lines are exponential: a Poisson stream, as requests of many users are.
    for (let atMs = sinceMs + gap(); atMs < untilMs; atMs += gap()) entries.push(line(lines, atMs));
    return spanMs > 0 ? entries : [];

    function gap(): number {
      return (-Math.log(1 - random()) * 1000) / lines.perSecond;
    }
  }

  function line(lines: ServiceLines, atMs: number): LogEntry {
    const {service} = lines;
    const troubled = atMs >= next.beginMs && atMs < next.endMs ? inTrouble(service, atMs) : undefined;
    if (troubled) return troubled;
    const chance = random();
    const level = chance < usual.error ? 'error' : chance < usual.error + usual.warn ? 'warn' : 'info';
    return entry(service, level, pick(lines[level])(vary), pick(users), atMs);
  }

  /** What the incident makes a service say instead; undefined where this line is untouched by it. */
  function inTrouble(service: string, atMs: number): LogEntry | undefined {
    const {kind, beginMs, errorsMs, users: hit} = next;
    const worse = Math.min(1, Math.max(0, (atMs - errorsMs) / 4000));
    const user = random() < 0.7 ? pick(hit) : pick(users);
    const chance = random();
    if (service === kind.service) {
      const progress = (atMs - beginMs) / (kind.errorsAfterMs + 4000);
      if (atMs >= errorsMs && chance < 0.3 + 0.35 * worse)
        return entry(service, 'error', kind.error(vary), user, atMs);
      if (chance < 0.8) return entry(service, 'warn', kind.warning(vary, Math.min(1, progress)), user, atMs);
    } else if (kind.cascade.includes(service) && chance < 0.4 * worse) {
      return entry(service, 'error', kind.cascadeError(vary, service), user, atMs);
    }
    return undefined;
  }

  function pick<T>(items: readonly T[]): T {
    return items[Math.floor(random() * items.length)]!;
  }
}

function recovery({service, recovery: messages}: IncidentKind, atMs: number): LogEntry[] {
  return messages.map(message => entry(service, 'info', message, undefined, atMs));
}

function entry(
  service: string,
  level: Level,
  message: string,
  user: string | undefined,
  atMs: number,
): LogEntry {
  const time = isoTime(Math.floor(atMs));
  return {type: 'log', time, level, service, message, ...(user !== undefined && {user})};
}
