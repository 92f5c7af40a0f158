import type {Level, LogRecord} from '../../logs/record.ts';
import type {TailLine, TailView} from '../../logs/tail.ts';
import {clockTime, count} from '../format.ts';
import {sparkline} from '../sparkline.ts';
import {fill, fit, width} from '../text.ts';
import type {Theme} from '../theme.ts';
import {emptyPane, type PaneFrame} from './pane.ts';

const mostServiceColumns = 14;

/** The rate as sparklines, and under them the newest records, `scroll` of them left out at the end. */
export function logsPane(view: TailView, scroll: number, frame: PaneFrame): string[] {
  const {columns, rows, theme} = frame;
  if (view.records.length === 0) return emptyPane('no line yet', frame);
  const withRates = hasRates(frame);
  const body = rows - (withRates ? 1 : 0);
  const end = view.records.length - Math.min(scroll, logsReach(view, frame));
  const services = columns >= 60 ? serviceColumns(view) : undefined;
  const lines = view.records
    .slice(Math.max(0, end - body), end)
    .map(line => logLine(line, services, columns, theme));
  return [...(withRates ? [rates(view, frame)] : []), ...fill(lines, columns, body)];
}

/** How far back one can go: with so many records left out at the end, the oldest is the first that is shown. */
export function logsReach({records}: TailView, frame: PaneFrame): number {
  return Math.max(0, records.length - Math.max(0, frame.rows - (hasRates(frame) ? 1 : 0)));
}

function hasRates({rows}: PaneFrame): boolean {
  return rows >= 4;
}

function rates({perSecond}: TailView, {columns, theme}: PaneFrame): string {
  // The newest second is not over yet.
  const last = perSecond.at(-2) ?? perSecond.at(-1);
  const [now, failed] = [count(last?.total ?? 0), count(last?.errors ?? 0)];
  if (columns < 40) return fit(theme.dim(`${now}/s, errors ${failed}/s`), columns);
  // Padded, so that the lines do not jump as the figures change.
  const labels = [`${now.padStart(4)}/s `, `  errors ${failed.padStart(3)}/s `];
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

/** Services stand in a column of their own, where there are any. */
function serviceColumns({services}: TailView): number {
  let most = 0;
  for (const {service} of services) most = Math.max(most, width(service));
  return Math.min(mostServiceColumns, most);
}

/** `services`: the columns for the service; undefined where it takes what it needs. */
function logLine(line: TailLine, services: number | undefined, columns: number, theme: Theme): string {
  if (line.type === 'gap')
    return theme.warn(fit(`${clockTime(line.time)} -- ${line.text} --`, columns, theme.ellipsis));
  const time = columns >= 40 ? `${theme.dim(clockTime(line.time))} ` : '';
  const name = services === undefined ? line.service : fit(line.service, services, theme.ellipsis);
  const service = name === '' ? '' : `${theme.named(line.service)(name)} `;
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
  const word = level.toUpperCase().padEnd(5);
  if (level === 'error' || level === 'fatal') return theme.bad(theme.bold(word));
  if (level === 'warn') return theme.warn(word);
  return theme.dim(word);
}
