import type {Alert} from '../anomaly/alert.ts';
import {AlertLife, type AlertLifeOptions} from '../anomaly/alert-life.ts';
import {ErrorRate, type ErrorRateOptions} from '../anomaly/error-rate.ts';
import type {Clock} from '../streams/clock.ts';
import {merge, type Source} from '../streams/merge.ts';
import {type Window, Windows} from '../streams/window.ts';
import {WindowEvidence} from './evidence.ts';
import type {LogRecord} from './record.ts';
import {Watermark, type WatermarkOptions} from './watermark.ts';

export interface PipelineOptions extends WatermarkOptions {
  /** Length of a window of event time, in milliseconds. Default 2,000. */
  readonly windowMs?: number;
  /** Services judged apart; those beyond are judged together, as `(other)`. Default 500. */
  readonly maxServices?: number;
  readonly detector?: ErrorRateOptions;
  readonly alerts?: AlertLifeOptions;
}

/** What went through a pipeline so far. */
export interface PipelineCounters {
  records: number;
  windows: number;
  /** Records that came after their window had closed. */
  late: number;
  /** Records whose time could not be read, or leapt ahead of all others. */
  untimed: number;
}

/**
 * From log records to alerts: windows by event time per service, a detector per service, the life of its alert.
 * Knows no clock, so the same records in the same order make the same alerts.
 */
export class Pipeline {
  readonly #windows: Windows<Timed, WindowEvidence>;
  readonly #watermark: Watermark;
  readonly #detectors = new Map<string, ErrorRate>();
  readonly #life: AlertLife;
  readonly #detectorOptions: ErrorRateOptions;
  readonly #services = new Set<string>();
  readonly #maxServices: number;
  readonly #windowMs: number;
  /** When the next window closes. */
  #nextEndMs = -Infinity;
  readonly #counters = {records: 0, windows: 0, untimed: 0};

  constructor({
    windowMs = 2000,
    maxServices = 500,
    detector = {},
    alerts,
    ...watermark
  }: PipelineOptions = {}) {
    this.#windowMs = windowMs;
    this.#maxServices = maxServices;
    this.#detectorOptions = detector;
    this.#watermark = new Watermark(watermark);
    this.#life = new AlertLife(alerts);
    this.#windows = new Windows<Timed, WindowEvidence>({
      sizeMs: windowMs,
      // Never by the newest record of all: the watermark below knows of partitions.
      latenessMs: Infinity,
      timeOf: ({timeMs}) => timeMs,
      keyOf: ({record}) => this.#serviceOf(record),
      start: () => new WindowEvidence(),
      add: (evidence, {record}) => evidence.add(record),
    });
  }

  get counters(): PipelineCounters {
    return {...this.#counters, late: this.#windows.late};
  }

  /** Adds records; returns the alerts that the windows which they closed make. */
  push(records: readonly LogRecord[]): Alert[] {
    const alerts: Alert[] = [];
    for (const record of records) {
      this.#counters.records++;
      const timeMs = Date.parse(record.time);
      if (this.#watermark.observe(record.partition, timeMs)) {
        this.#windows.push([{timeMs, record}]);
        // A batch may span hours: a window closes as soon as it may, so that few are open at a time.
        const due = this.#watermark.value;
        if (due >= this.#nextEndMs) {
          this.#nextEndMs = this.#endOfWindow(due);
          alerts.push(...this.#judge(this.#windows.advance(due)));
        }
      } else this.#counters.untimed++;
    }
    return alerts;
  }

  /** Nothing was heard for so long, by a clock: closes what need not be waited for any more. */
  idle(silentMs: number): Alert[] {
    // No further than the newest window: what comes after it, however late, is still in time.
    const due = Math.min(this.#watermark.after(silentMs), this.#endOfWindow(this.#watermark.newest));
    return this.#judge(this.#windows.advance(due));
  }

  /** The records have ended: closes every window. */
  flush(): Alert[] {
    return this.#judge(this.#windows.flush());
  }

  #judge(closed: readonly Window<WindowEvidence>[]): Alert[] {
    return closed
      .map(({key: service, startMs, endMs, value}) => {
        this.#counters.windows++;
        let detector = this.#detectors.get(service);
        if (!detector) this.#detectors.set(service, (detector = new ErrorRate(this.#detectorOptions)));
        const verdict = detector.push(startMs, value);
        return this.#life.push({
          key: `logs/${service}/error-rate`,
          title: service ? `${service}: error rate` : 'error rate',
          startMs,
          endMs,
          verdict,
          evidence: () => value.evidence(startMs, endMs, verdict.expectedRate),
        });
      })
      .filter(alert => alert !== undefined);
  }

  #endOfWindow(timeMs: number): number {
    return (Math.floor(timeMs / this.#windowMs) + 1) * this.#windowMs;
  }

  #serviceOf({service}: LogRecord): string {
    if (this.#services.has(service)) return service;
    if (this.#services.size >= this.#maxServices) return '(other)';
    this.#services.add(service);
    return service;
  }
}

interface Timed {
  readonly timeMs: number;
  readonly record: LogRecord;
}

export interface PipelineStreamOptions extends PipelineOptions {
  /** With it, windows also close when no further record comes. Without, only records move time on. */
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  /** Told the counters after each batch. */
  readonly onCounters?: (counters: PipelineCounters) => void;
}

/**
 * The pipeline as a stream: batches of records in, batches of alert changes out, in event time. When the records
 * end, the windows still open are judged; not so after an abort. Leaving early closes the source.
 */
export async function* pipeline(
  source: AsyncIterable<LogRecord[]>,
  {clock, signal, onCounters, ...options}: PipelineStreamOptions = {},
): AsyncGenerator<Alert[], void, undefined> {
  const stages = new Pipeline(options);
  const ended = new AbortController();
  const windowMs = options.windowMs ?? 2000;
  let heardMs = clock?.now() ?? 0;
  const inputs: Source<LogRecord>[] = [() => endingWith(source, ended)];
  if (clock) inputs.push(inner => ticks(clock, windowMs / 2, AbortSignal.any([inner, ended.signal])));
  for await (const batch of merge<LogRecord>(inputs, signal && {signal})) {
    let alerts: Alert[];
    if (batch.length > 0) {
      heardMs = clock?.now() ?? 0;
      alerts = stages.push(batch);
    } else alerts = clock ? stages.idle(clock.now() - heardMs) : [];
    onCounters?.(stages.counters);
    if (alerts.length > 0) yield alerts;
  }
  if (signal?.aborted) return;
  const rest = stages.flush();
  onCounters?.(stages.counters);
  if (rest.length > 0) yield rest;
}

/** An empty batch now and then, which lets time pass for who waits for records. */
async function* ticks(clock: Clock, everyMs: number, signal: AbortSignal): AsyncGenerator<never[]> {
  while (!signal.aborted) {
    await clock.sleep(everyMs, signal);
    if (!signal.aborted) yield [];
  }
}

/** The same iteration, which tells `ended` when it is over. Not a generator: a `return()` must reach a source that waits. */
function endingWith<T>(source: AsyncIterable<T[]>, ended: AbortController): AsyncIterable<T[]> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]();
      return {
        async next() {
          const result = await iterator.next();
          if (result.done) ended.abort();
          return result;
        },
        return: async () => (await iterator.return?.()) ?? {done: true, value: undefined},
      };
    },
  };
}
