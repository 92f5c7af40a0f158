import {isoTime} from '../streams/clock.ts';
import type {Alert, Evidence} from './alert.ts';
import type {Verdict} from './error-rate.ts';

export interface AlertLifeOptions {
  /** So many calm windows in a row resolve an alert. Default 4. */
  readonly calmWindows?: number;
  /** A window is calm below this score; from here to the alarm line it neither fires nor calms. Default 0.35. */
  readonly calmScore?: number;
  /** From this score on it is critical. Default 0.6. */
  readonly criticalScore?: number;
  /** An alert that goes on is told again this often, in milliseconds of event time. Default 10,000. */
  readonly repeatMs?: number;
  /** One that comes back so soon after it resolved is the same alert again. In milliseconds; default 60,000. */
  readonly cooldownMs?: number;
}

/** One window of one series, judged. */
export interface Judged {
  readonly key: string;
  readonly title: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly verdict: Verdict;
  /** Asked for only where the window fires. */
  readonly evidence?: () => Evidence;
}

/** What is known of one key's alert: plain JSON. */
export interface Living {
  last: Alert;
  /** The window that fired highest. */
  peak: Alert;
  calm: number;
  toldMs: number;
}

/**
 * Makes the life of alerts out of judged windows: opened at the first alarm, told again while it goes on (at once
 * when it becomes critical), resolved after some calm windows, opened again under the same id when it comes back
 * within the cooldown. Only event time counts, so the same windows make the same alerts.
 */
export class AlertLife {
  readonly #calmWindows: number;
  readonly #calmScore: number;
  readonly #criticalScore: number;
  readonly #repeatMs: number;
  readonly #cooldownMs: number;
  readonly #living: Map<string, Living>;

  constructor(options: AlertLifeOptions = {}, state: Readonly<Record<string, Living>> = {}) {
    this.#calmWindows = options.calmWindows ?? 4;
    this.#calmScore = options.calmScore ?? 0.35;
    this.#criticalScore = options.criticalScore ?? 0.6;
    this.#repeatMs = options.repeatMs ?? 10_000;
    this.#cooldownMs = options.cooldownMs ?? 60_000;
    this.#living = new Map(Object.entries(structuredClone(state)));
  }

  /** A copy of what it knows, by key. */
  get state(): Record<string, Living> {
    return structuredClone(Object.fromEntries(this.#living));
  }

  /** The change that the window makes to its key's alert, if it makes one. Windows of a key come in their order. */
  push(window: Judged): Alert | undefined {
    const living = this.#living.get(window.key);
    if (window.verdict.alarm) return this.#fire(window, living);
    if (!living) return undefined;
    living.calm = window.verdict.score < this.#calmScore ? living.calm + 1 : 0;
    if (living.last.state === 'open') {
      return living.calm >= this.#calmWindows ? this.#resolve(window, living) : undefined;
    }
    if (window.endMs - living.toldMs > this.#cooldownMs) this.#living.delete(window.key);
    return undefined;
  }

  #fire(window: Judged, before: Living | undefined): Alert | undefined {
    const {key, title, startMs, endMs, verdict} = window;
    const cold = before?.last.state === 'resolved' && startMs - before.toldMs > this.#cooldownMs;
    const living = cold ? undefined : before;
    const since = living?.last.since ?? isoTime(startMs);
    const critical = verdict.score >= this.#criticalScore || living?.last.severity === 'critical';
    const alert: Alert = {
      type: 'alert',
      id: `${key}@${since}`,
      key,
      state: 'open',
      severity: critical ? 'critical' : 'warning',
      title,
      reason: verdict.reason,
      since,
      time: isoTime(endMs),
      count: (living?.last.count ?? 0) + 1,
      score: verdict.score,
      ...(window.evidence && {evidence: window.evidence()}),
    };
    const news =
      living?.last.state !== 'open' ||
      living.last.severity !== alert.severity ||
      endMs - living.toldMs >= this.#repeatMs;
    this.#living.set(key, {
      last: alert,
      peak: living && living.peak.score >= alert.score ? living.peak : alert,
      calm: 0,
      toldMs: news ? endMs : living.toldMs,
    });
    return news ? alert : undefined;
  }

  #resolve({endMs, verdict}: Judged, living: Living): Alert {
    const {last, peak, calm} = living;
    const alert: Alert = {
      ...last,
      state: 'resolved',
      reason: `calm for ${calm} windows; at its worst: ${peak.reason}`,
      time: isoTime(endMs),
      score: verdict.score,
      ...(peak.evidence && {evidence: peak.evidence}),
    };
    living.last = alert;
    living.toldMs = endMs;
    return alert;
  }
}
