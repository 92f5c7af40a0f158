/** What a detector says of one window. */
export interface Verdict {
  /** 0..1; 0.5 is the alarm line. */
  readonly score: number;
  readonly alarm: boolean;
  /** A sentence with the numbers in it. */
  readonly reason: string;
  /** The share of errors expected in the window, 0..1. */
  readonly expectedRate: number;
}

export interface ErrorRateOptions {
  /** Windows after which what was learned counts half. Default 200. */
  readonly halfLifeWindows?: number;
  /** Standard deviations at which it alarms. Default 4.8: some once in a million windows of plain chance. */
  readonly alarmSigmas?: number;
  /** Fewer errors than this are no alarm, however unlikely. Default 4. */
  readonly minErrors?: number;
  /** Lines to have seen before the first alarm. Default 50. */
  readonly warmUpLines?: number;
  /** After so many windows of alarm without a break, the new rate is learned after all. Default 900. */
  readonly patienceWindows?: number;
}

/** What a detector knows: plain JSON. Restored, it goes on as if it had not been interrupted. */
export interface ErrorRateState {
  /** Lines and errors learned from, fading. */
  lines: number;
  errors: number;
  windows: number;
  /** The newest windows since the last gap or alarm, oldest first. */
  recent: {count: number; errors: number; expected: number}[];
  /** Windows not learned from yet, oldest first: they may turn out to be the beginning of an alarm. */
  pending: {count: number; errors: number; surprises: Surprise[]}[];
  /** For each span: squared surprises and what chance alone would have made of them, fading. */
  spread: {squares: number; variance: number}[];
  /** Windows of alarm without a break. */
  alarms: number;
  timeMs: number | null;
  /** The usual step between windows. */
  stepMs: number | null;
}

/** How far the errors of a span were from what was expected. */
interface Surprise {
  square: number;
  variance: number;
}

/** Windows summed before they are judged: a burst shows in one, a lasting small rise in many. */
const spans = [1, 3, 12] as const;
const longest = spans[spans.length - 1]!;
/** Windows that pass before one is learned from: an alarm's beginning would spoil what it is compared with. */
const learnAfter = 3;
/** Before any evidence: one error in eighty lines. */
const prior = {errors: 1, lines: 80};
/** Below this score an alarm is over: the baseline is learned again. */
const calmScore = 0.35;
/** No rate below this is believed in, whatever was (not) seen. */
const floorRate = 0.0005;
/** Counts above this are taken for it, so that sums and squares stay finite. */
const largest = 1e12;
/** How much evidence a spread of plain chance (1) is believed with at first. */
const spreadPrior = 20;

/**
 * Finds rises of an error rate in windows of (lines, errors), by what the counts can tell rather than by the
 * ratio: two errors of three lines are not what 200 of 300 are, and a surge of lines at the same rate is nothing.
 *
 * The rate learned so far is a gamma distribution, fading by half-life, so the errors of the next n lines follow
 * its gamma-Poisson mixture, the negative binomial. The statistic is that one's signed deviance root, divided by
 * the root of the over-dispersion learned at the same span (errors that come in clumps), over 1, 3 and 12 windows.
 * Windows of an alarm teach nothing; a window with no lines is no evidence. Synchronous, about a kilobyte a
 * series.
 */
export class ErrorRate {
  /** What is left of old knowledge after one window. */
  readonly #keep: number;
  readonly #alarmSigmas: number;
  readonly #minErrors: number;
  readonly #warmUpLines: number;
  readonly #patience: number;
  readonly #state: ErrorRateState;

  constructor(options: ErrorRateOptions = {}, state?: ErrorRateState) {
    this.#keep = 0.5 ** (1 / (options.halfLifeWindows ?? 200));
    this.#alarmSigmas = options.alarmSigmas ?? 4.8;
    this.#minErrors = options.minErrors ?? 4;
    this.#warmUpLines = options.warmUpLines ?? 50;
    this.#patience = options.patienceWindows ?? 900;
    this.#state = state ? structuredClone(state) : fresh();
  }

  /** A copy of what it knows. */
  get state(): ErrorRateState {
    return structuredClone(this.#state);
  }

  /** Judges the window that begins at `timeMs`, then learns from it. Counts are rounded; what is none is 0. */
  push(timeMs: number, window: {readonly count: number; readonly errors: number}): Verdict {
    const state = this.#state;
    const count = countOf(window.count);
    const errors = Math.min(count, countOf(window.errors));
    const rate = this.#rate();
    if (count === 0) return {score: 0, alarm: false, reason: 'no lines, no evidence', expectedRate: rate};
    this.#forgetAcrossGap(timeMs);
    state.recent.push({count, errors, expected: count * rate});
    if (state.recent.length > longest) state.recent.shift();

    // What raised an alarm must not keep it up once the windows are calm again.
    if (state.alarms > 0 && this.#look(1, 0).sigmas < 1) state.recent.splice(0, state.recent.length - 1);
    const looks = spans.filter(span => span <= state.recent.length).map((span, at) => this.#look(span, at));
    const worst = looks.reduce((a, b) => (b.sigmas > a.sigmas ? b : a));
    const raw = worst.sigmas / (worst.sigmas + this.#alarmSigmas);
    const score = this.#ready ? raw : Math.min(raw, 0.49);
    const alarm = score >= 0.5;
    // An alarm is over for the baseline only when the score has come well down.
    this.#learn(count, errors, looks, alarm || (state.alarms > 0 && score >= calmScore));
    return {score, alarm, reason: sentence(worst, rate), expectedRate: rate};
  }

  get #ready(): boolean {
    return this.#state.lines >= this.#warmUpLines && this.#state.windows >= learnAfter;
  }

  #rate(): number {
    const {errors, lines} = this.#state;
    return Math.max(floorRate, (errors + prior.errors) / (lines + prior.lines));
  }

  /** Windows far apart do not add up to a span. */
  #forgetAcrossGap(timeMs: number): void {
    const state = this.#state;
    const step = Math.abs(timeMs - (state.timeMs ?? timeMs));
    if (!Number.isFinite(step)) return;
    state.timeMs = timeMs + 0;
    if (step === 0) return;
    // A running median, so that one odd step says nothing of the others.
    const usual = state.stepMs ?? step;
    state.stepMs = Math.max(1, step === usual ? usual : step > usual ? usual * 1.05 : usual / 1.05);
    if (step > longest * usual) state.recent = [];
  }

  #look(span: number, at: number): Look {
    const state = this.#state;
    const look = {span, at, count: 0, errors: 0, expected: 0, sigmas: 0};
    for (const one of state.recent.slice(-span)) {
      look.count += one.count;
      look.errors += one.errors;
      look.expected += one.expected;
    }
    const spread = this.#spread(at);
    const shape = (state.errors + prior.errors) / spread;
    const sigmas = Math.sqrt(excess(look.errors, look.expected, shape) / spread);
    look.sigmas = look.errors >= this.#minErrors ? sigmas : Math.min(sigmas, 0.96 * this.#alarmSigmas);
    return look;
  }

  /** Variance of the errors, in units of what chance alone would make it; never below 1. */
  #spread(at: number): number {
    const {squares, variance} = this.#state.spread[at]!;
    return Math.max(1, (squares + spreadPrior) / (variance + spreadPrior));
  }

  #learn(count: number, errors: number, looks: readonly Look[], alarm: boolean): void {
    const state = this.#state;
    const surprises = looks.map(look => this.#surprise(look));
    // The first window of an alarm does teach how errors clump: a false alarm must not come back for ever.
    if (alarm && state.alarms === 0) this.#learnSpread(surprises);
    state.alarms = alarm ? state.alarms + 1 : 0;
    if (alarm) {
      state.pending = [];
      if (state.alarms >= this.#patience) this.#learnRate(count, errors);
      return;
    }
    state.pending.push({count, errors: this.#trimmed(errors, looks[0]!), surprises});
    while (state.pending.length > (this.#ready ? learnAfter : 0)) {
      const window = state.pending.shift()!;
      this.#learnRate(window.count, window.errors);
      this.#learnSpread(window.surprises);
    }
  }

  #learnRate(count: number, errors: number): void {
    const state = this.#state;
    state.windows++;
    state.lines = state.lines * this.#keep + count;
    state.errors = state.errors * this.#keep + errors;
  }

  #learnSpread(surprises: readonly Surprise[]): void {
    surprises.forEach(({square, variance}, at) => {
      const spread = this.#state.spread[at]!;
      spread.squares = spread.squares * this.#keep + square;
      spread.variance = spread.variance * this.#keep + variance;
    });
  }

  #surprise({at, errors, expected}: Look): Surprise {
    const known = this.#spread(at);
    const variance = expected + expected ** 2 / (this.#state.errors + prior.errors);
    // One surprise teaches no more than a large one by the spread known so far would.
    return {square: Math.min((errors - expected) ** 2, 9 * known * variance + 4 * known ** 2), variance};
  }

  /** What a window short of an alarm may teach of the rate: not more than a large surprise. */
  #trimmed(errors: number, {expected}: Look): number {
    if (!this.#ready) return errors;
    return Math.min(errors, expected + 3 * Math.sqrt(this.#spread(0) * (expected + 1)));
  }
}

interface Look {
  readonly span: number;
  /** Its place in `spans`. */
  readonly at: number;
  count: number;
  errors: number;
  expected: number;
  sigmas: number;
}

function fresh(): ErrorRateState {
  return {
    lines: 0,
    errors: 0,
    windows: 0,
    recent: [],
    pending: [],
    spread: spans.map(() => ({squares: 0, variance: 0})),
    alarms: 0,
    timeMs: null,
    stepMs: null,
  };
}

function countOf(value: number): number {
  return value > 0 ? Math.round(Math.min(value, largest)) : 0;
}

/** Deviance of `seen` above the mean of a negative binomial of that shape; 0 where it is not above. */
function excess(seen: number, mean: number, shape: number): number {
  if (!(seen > mean)) return 0;
  const gain = seen * Math.log(seen / mean) - (seen + shape) * Math.log1p((seen - mean) / (mean + shape));
  return Math.max(0, 2 * gain);
}

function sentence({span, count, errors}: Look, rate: number): string {
  const over = span > 1 ? `, over ${span} windows` : '';
  const lines = count === 1 ? '1 line' : `${count} lines`;
  return `error rate ${percent(errors / count)} % of ${lines}, expected ${percent(rate)} %${over}`;
}

function percent(share: number): string {
  const value = share * 100;
  return value >= 0.1 || value === 0 ? value.toFixed(1) : value.toPrecision(1);
}
