import type {PlotConfig} from 'asciichart';
import {Chalk} from 'chalk';
import type {Capabilities} from '../terminal/capabilities.ts';

type Style = (text: string) => string;
/** asciichart's `symbols`, in its order. */
export type ChartSymbols = NonNullable<PlotConfig['symbols']>;

/** Glyphs and styles. Nothing is told by colour alone: each has a word or a mark beside it. */
export interface Theme {
  readonly unicode: boolean;
  readonly rule: string;
  readonly focusedRule: string;
  readonly vertical: string;
  readonly dot: string;
  readonly ring: string;
  readonly up: string;
  readonly down: string;
  readonly same: string;
  readonly ellipsis: string;
  readonly times: string;
  readonly cursor: string;
  readonly selected: string;
  /** From the lowest to the highest. */
  readonly bars: readonly string[];
  /** For asciichart: see its `symbols` option. */
  readonly chart: ChartSymbols;
  /** Of a large chart, behind its line: a candle's range, its mean, a threshold, and the mark of a time. */
  readonly band: string;
  readonly mean: string;
  readonly level: string;
  readonly tick: string;
  readonly bold: Style;
  readonly dim: Style;
  readonly good: Style;
  readonly bad: Style;
  readonly warn: Style;
  readonly accent: Style;
  readonly focus: Style;
  readonly inverse: Style;
  /** The same name always has the same colour. */
  readonly named: (name: string) => Style;
}

const unicodeGlyphs = {
  rule: '─',
  focusedRule: '━',
  vertical: '│',
  dot: '●',
  ring: '○',
  up: '▲',
  down: '▼',
  same: '=',
  ellipsis: '…',
  times: '×',
  cursor: '▏',
  selected: '▸',
  bars: [...'▁▂▃▄▅▆▇█'],
  chart: ['┼', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'] as ChartSymbols,
  band: '░',
  mean: '•',
  level: '╌',
  tick: '╵',
};

const asciiGlyphs = {
  rule: '-',
  focusedRule: '=',
  vertical: '|',
  dot: '*',
  ring: 'o',
  up: '^',
  down: 'v',
  same: '=',
  ellipsis: '~',
  times: 'x',
  cursor: '_',
  selected: '>',
  bars: [...'_.-~+*%#'],
  chart: ['+', '|', '-', '-', '-', "'", '.', '.', "'", '|'] as ChartSymbols,
  band: ':',
  mean: 'o',
  level: '~',
  tick: '|',
};

export function theme({unicode, colors}: Capabilities): Theme {
  const chalk = new Chalk({level: colors});
  const names = [chalk.cyan, chalk.green, chalk.yellow, chalk.magenta, chalk.blue];
  return {
    unicode,
    ...(unicode ? unicodeGlyphs : asciiGlyphs),
    bold: chalk.bold,
    dim: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    accent: chalk.cyan,
    focus: chalk.bold.cyan,
    inverse: chalk.inverse,
    named: name => names[hash(name) % names.length]!,
  };
}

function hash(text: string): number {
  let value = 0;
  for (let index = 0; index < text.length; index++) value = (value * 31 + text.charCodeAt(index)) >>> 0;
  return value;
}
