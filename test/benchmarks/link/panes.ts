import {Chalk} from 'chalk';
import type {Alert, ChatLine, Ticker, World} from './world.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Widths in columns; heights in rows with the pane's title. The ticker is left; the last row is the strip. */
export interface Layout {
  readonly left: number;
  readonly right: number;
  readonly body: number;
  readonly chat: number;
  readonly alerts: number;
}

/** The 16 colours, whatever the terminal of the caller has. */
const style = new Chalk({level: 1});
const plain = (text: string) => text;

export function layoutOf({columns, rows}: Size): Layout {
  const left = Math.max(1, Math.floor((columns - 1) / 2));
  const body = Math.max(2, rows - 1);
  const chat = 1 + Math.round((body - 2) * 0.6);
  return {left, right: Math.max(1, columns - 1 - left), body, chat, alerts: body - chat};
}

/** The rows of each pane, its title first: styled, each exactly as wide as the pane, as many as it is high. */
export function panesOf({tickers, chat, alerts}: World, layout: Layout) {
  const {left, right} = layout;
  return {
    ticker: pane('Ticker', left, layout.body, tickers, tickerRow),
    chat: pane('Chat', right, layout.chat, newest(chat, layout.chat - 1), chatRow),
    alerts: pane('Alerts', right, layout.alerts, newest(alerts, layout.alerts - 1), alertRow),
  };
}

export function strip(keys: number, columns: number): string {
  return style.inverse(fit(` keys ${keys}   x counts   q quits`, columns));
}

/** The whole screen: styled rows, each exactly `columns` wide. */
export function frame(world: World, keys: number, size: Size): string[] {
  const {ticker, chat, alerts} = panesOf(world, layoutOf(size));
  const right = [...chat, ...alerts];
  return [...ticker.map((row, at) => `${row} ${right[at]}`), strip(keys, size.columns)];
}

/** As it is written on the screen: which update this row is of. */
export function label(update: number): string {
  return `#${String(update).padStart(6, '0')}`;
}

function pane<T>(
  title: string,
  width: number,
  height: number,
  items: readonly T[],
  rowOf: (item: T, width: number) => string,
): string[] {
  const rows = [style.blue(fit(`─ ${title} ${'─'.repeat(width)}`, width))];
  for (const item of items.slice(0, height - 1)) rows.push(rowOf(item, width));
  while (rows.length < height) rows.push(' '.repeat(width));
  return rows;
}

function newest<T>(items: readonly T[], count: number): readonly T[] {
  return count <= 0 ? [] : items.slice(-count);
}

export function tickerRow({symbol, changed, open, samples}: Ticker, width: number): string {
  const price = samples.at(-1)!;
  const change = (price / open - 1) * 100;
  const rising = samples.at(-2)! <= price;
  return styled(width, [
    [style.bold, symbol],
    [style.gray, label(changed)],
    [rising ? style.greenBright : style.redBright, price.toFixed(2).padStart(8)],
    [change < 0 ? style.red : style.green, `${change < 0 ? '' : '+'}${change.toFixed(2)}%`.padStart(8)],
    [style.cyan, sparkline(samples, width - 32)],
  ]);
}

export function chatRow({update, nick, text}: ChatLine, width: number): string {
  return styled(width, [
    [style.gray, clock(update)],
    [style.gray, label(update)],
    [nickStyles[nick.length % nickStyles.length]!, `<${nick}>`],
    [plain, text],
  ]);
}

export function alertRow({update, level, text}: Alert, width: number): string {
  return styled(width, [
    [style.gray, clock(update)],
    [style.gray, label(update)],
    [levelStyles[level]!, level],
    [plain, text],
  ]);
}

const nickStyles = [style.cyan, style.magenta, style.yellow, style.greenBright];
const levelStyles: Readonly<Record<string, Look>> = {
  info: style.blue,
  warn: style.yellow,
  crit: style.bold.red,
};

type Look = (text: string) => string;
type Part = readonly [look: Look, text: string];

/** The parts with a space between them, cut or padded; every character is one cell wide. */
function styled(width: number, parts: readonly Part[]): string {
  let left = width;
  let row = '';
  for (const [look, text] of parts) {
    if (left <= 0) break;
    const shown = text.slice(0, left);
    row += look(shown);
    left -= shown.length;
    if (left > 0) row += ' ';
    left--;
  }
  return row + ' '.repeat(Math.max(0, left));
}

const bars = '▁▂▃▄▅▆▇█';

function sparkline(samples: readonly number[], width: number): string {
  const shown = newest(samples, width);
  const low = Math.min(...shown);
  const scale = (bars.length - 1) / (Math.max(...shown) - low || 1);
  return shown.map(sample => bars[Math.round((sample - low) * scale)]).join('');
}

/** A time of day: 20 updates a second from ten o'clock on. */
function clock(update: number): string {
  return new Date(36_000_000 + update * 50).toISOString().slice(11, 19);
}

function fit(text: string, width: number): string {
  return text.slice(0, width).padEnd(width);
}
