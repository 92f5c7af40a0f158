import {frame} from './panes.ts';
import {pick, randomOf} from './random-of.ts';

export interface Ticker {
  readonly symbol: string;
  /** The update that last changed it. */
  readonly changed: number;
  readonly open: number;
  /** The newest last; as many as the widest screen shows. */
  readonly samples: readonly number[];
}

export interface ChatLine {
  readonly update: number;
  readonly nick: string;
  readonly text: string;
}

export interface Alert {
  readonly update: number;
  readonly level: string;
  readonly text: string;
}

/** What there is to show after so many updates. The same for every way of showing it, in every run. */
export interface World {
  readonly update: number;
  readonly tickers: readonly Ticker[];
  /** The newest last. */
  readonly chat: readonly ChatLine[];
  readonly alerts: readonly Alert[];
}

export const tickerCount = 20;
const changedTickers = 5;
const alertShare = 0.2;
const samplesKept = 200;
const linesKept = 100;

export interface Changes {
  readonly tickers: readonly number[];
  readonly alert: boolean;
}

/** What an update changes, besides that it appends a line of chat. */
export function changesOf(update: number): Changes {
  const random = randomOf(update, 0);
  const left = Array.from({length: tickerCount}, (_, ticker) => ticker);
  const tickers = Array.from(
    {length: changedTickers},
    () => left.splice(Math.floor(random() * left.length), 1)[0]!,
  );
  return {tickers, alert: random() < alertShare};
}

export function firstWorld(): World {
  return {
    update: 0,
    tickers: Array.from({length: tickerCount}, (_, index) => firstTicker(index)),
    chat: Array.from({length: linesKept}, (_, line) => chatLine(0, randomOf(line, 1))),
    alerts: Array.from({length: linesKept}, (_, line) => alertLine(0, randomOf(line, 2))),
  };
}

export function nextWorld({update: last, tickers, chat, alerts}: World): World {
  const update = last + 1;
  const changes = changesOf(update);
  const next = tickers.slice();
  for (const index of changes.tickers) {
    const {symbol, open, samples} = next[index]!;
    const price = moved(samples.at(-1)!, randomOf(update, 10 + index));
    next[index] = {symbol, open, changed: update, samples: [...samples.slice(1), price]};
  }
  return {
    update,
    tickers: next,
    chat: [...chat.slice(1), chatLine(update, randomOf(update, 1))],
    alerts: changes.alert ? [...alerts.slice(1), alertLine(update, randomOf(update, 2))] : alerts,
  };
}

/** Whole screens, one after each update, the first before any: styled rows, each exactly `columns` wide. */
export function* frames(columns: number, rows: number): Generator<string[]> {
  for (let world = firstWorld(); ; world = nextWorld(world)) yield frame(world, 0, {columns, rows});
}

function firstTicker(index: number): Ticker {
  const random = randomOf(index, 3);
  const open = 10 ** (1 + random() * 3.9);
  const samples = [open];
  while (samples.length < samplesKept) samples.push(moved(samples.at(-1)!, random));
  return {symbol: `SYM${String(index + 1).padStart(2, '0')}`, changed: 0, open, samples};
}

function moved(price: number, random: () => number): number {
  return price * (1 + (random() - 0.5) / 200);
}

const nicks = ['ada', 'grace', 'linus', 'margaret', 'dennis', 'barbara', 'ken', 'radia', 'edsger', 'hedy'];
const words =
  'the bid is thin again who moved that wall did you see funding just flipped on spot volume looks real but I would wait for a retest of yesterdays high before adding size because every bounce was sold so far today';
const levels = ['info', 'warn', 'warn', 'crit'];
const alertTexts = [
  'returned to its usual range after',
  'trades 4.1σ above the mean of the last',
  'has been silent for',
  'spread is 3.3 times as wide as in the last',
];

function chatLine(update: number, random: () => number): ChatLine {
  const length = 3 + Math.floor(random() * 12);
  const all = words.split(' ');
  const text = Array.from({length}, () => pick(all, random)).join(' ');
  return {update, nick: pick(nicks, random), text};
}

function alertLine(update: number, random: () => number): Alert {
  const symbol = `SYM${String(1 + Math.floor(random() * tickerCount)).padStart(2, '0')}`;
  const text = `${symbol} ${pick(alertTexts, random)} ${10 + Math.floor(random() * 90)} s`;
  return {update, level: pick(levels, random), text};
}
