import type {Level, LogRecord} from '../../logs/record.ts';
import type {TailLine, TailView} from '../../logs/tail.ts';
import {clockTime} from '../format.ts';
import {sparkline} from '../sparkline.ts';
import {fill, fit} from '../text.ts';
import type {Theme} from '../theme.ts';
import type {PaneFrame} from './pane.ts';

/** The rate as sparklines, and under them the newest records, `scroll` of them left out at the end. */
export function logsPane(view: TailView, scroll: number, frame: PaneFrame): string[] {
  const {columns, rows, theme} = frame;
  if (view.total === 0) return fill([theme.dim('no line yet')], columns, rows);
  const withRates = rows >= 4;
  const body = rows - (withRates ? 1 : 0);
  const end = Math.max(Math.min(body, view.records.length), view.records.length - scroll);
  const lines = view.records.slice(Math.max(0, end - body), end).map(line => logLine(line, columns, theme));
  return [...(withRates ? [rates(view, frame)] : []), ...fill(lines, columns, body)];
}

function rates({perSecond}: TailView, {columns, theme}: PaneFrame): string {
  const last = perSecond.at(-2) ?? perSecond.at(-1);
  const labels = [`${last?.total ?? 0}/s `, ` errors ${last?.errors ?? 0}/s `];
  const room = Math.min(120, Math.max(0, Math.floor((columns - labels.join('').length) / 2)));
  const total = sparkline(
    perSecond.map(second => second.total),
    room,
    theme.bars,
    0,
  );
  const errors = sparkline(
    perSecond.map(second => second.errors),
    room,
    theme.bars,
    0,
  );
  return fit(
    `${theme.dim(labels[0]!)}${theme.accent(total)}${theme.dim(labels[1]!)}${theme.bad(errors)}`,
    columns,
  );
}

function logLine(line: TailLine, columns: number, theme: Theme): string {
  if (line.type === 'gap')
    return theme.warn(fit(`${clockTime(line.time)} -- ${line.text} --`, columns, theme.ellipsis));
  const time = columns >= 40 ? `${theme.dim(clockTime(line.time))} ` : '';
  const service =
    line.service === ''
      ? ''
      : `${theme.named(line.service)(columns >= 60 ? fit(line.service, 9) : line.service)} `;
  return fit(
    `${time}${levelWord(line.level, theme)} ${service}${message(line, theme)}`,
    columns,
    theme.ellipsis,
  );
}

function message({level, message: text, user}: LogRecord, theme: Theme): string {
  const paint = level === 'error' || level === 'fatal' ? theme.bad : (plain: string) => plain;
  return paint(text) + (user === undefined ? '' : theme.dim(` user=${user}`));
}

function levelWord(level: Level, theme: Theme): string {
  const word = level.slice(0, 5).toUpperCase().padEnd(5);
  if (level === 'error' || level === 'fatal') return theme.bad(theme.bold(word));
  if (level === 'warn') return theme.warn(word);
  return theme.dim(word);
}
