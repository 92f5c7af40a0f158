import type {Alert} from '../../anomaly/alert.ts';
import type {AlertsView} from '../../anomaly/alert-board.ts';
import {clockTime, count, span} from '../format.ts';
import {fill, fit, width} from '../text.ts';
import {emptyPane, firstShown, type PaneFrame} from './pane.ts';

/** Each alert on a row (how bad, what, since when, how often, why); below, the evidence of the selected one. */
export function alertsPane(view: AlertsView, selected: number, frame: PaneFrame): string[] {
  const {columns, rows, theme, focused} = frame;
  if (view.alerts.length === 0) return emptyPane('no alert so far', frame);
  const chosen = Math.min(selected, view.alerts.length - 1);
  const details = evidenceOf(view.alerts[chosen]!, frame);
  const listed = Math.max(1, Math.min(view.alerts.length, rows - details.length));
  const withDetails = rows - listed >= 2;
  const listRows = withDetails ? listed : Math.max(0, rows);
  const first = firstShown(chosen, view.alerts.length, listRows);
  const shown = view.alerts.slice(first, first + listRows);
  const titleColumns = Math.min(
    Math.max(...shown.map(alert => width(alert.title)), 0),
    Math.max(12, columns - 40),
  );
  const lengths = shown.map(alert => lasting(alert, frame));
  const lengthColumns = Math.max(...lengths.map(width), 0);
  const lines = shown.map((alert, index) => {
    const mark = first + index === chosen && (focused || withDetails) ? theme.focus(theme.selected) : ' ';
    const head = heading(alert, titleColumns, frame);
    const length = theme.dim(fit(lengths[index]!, lengthColumns));
    const why = alert.state === 'open' ? alert.reason : theme.dim(alert.reason);
    return mark + fit(`${head} ${length}  ${why}`, columns - 1, theme.ellipsis);
  });
  return fill(withDetails ? [...lines, ...details] : lines, columns, rows);
}

/** How bad, what, and where there is room for it, since when. */
function heading(
  {severity, state, title, since}: Alert,
  titleColumns: number,
  {columns, theme}: PaneFrame,
): string {
  const open = state === 'open';
  const critical = severity === 'critical';
  const paint = !open ? theme.dim : critical ? theme.bad : theme.warn;
  const word = !open ? 'ok  ' : critical ? 'CRIT' : 'WARN';
  const head = `${open ? theme.dot : theme.ring} ${word} ${fit(title, titleColumns, theme.ellipsis)}`;
  return paint(open ? theme.bold(head) : head) + (columns >= 76 ? ` ${clockTime(since)}` : '');
}

/** How long it lasts, or lasted, and how often it fired. */
function lasting({state, since, time, count: times}: Alert, {theme, nowMs}: PaneFrame): string {
  const end = state === 'open' ? nowMs : Date.parse(time);
  return `for ${span(end - Date.parse(since))} ${theme.times}${count(times)}`;
}

function evidenceOf({evidence, reason, score}: Alert, {columns, theme}: PaneFrame): string[] {
  const out = [theme.dim(theme.rule.repeat(columns)), ` ${reason}`];
  if (evidence) {
    const {start, end, count: lines, errors, top, users, offsets} = evidence;
    const window = `${clockTime(start)} to ${clockTime(end)}`;
    const share = `${count(errors)} errors of ${count(lines)} lines`;
    out.push(theme.dim(` ${window}  ${share}  score ${score.toFixed(2)}`));
    for (const {message, count: often} of top.slice(0, 3)) {
      out.push(` ${theme.bad(count(often).padStart(5))}${theme.times} ${message}`);
    }
    if (users.length > 0) {
      const most = users.slice(0, 5).map(({user, count: often}) => `${user} ${theme.times}${count(often)}`);
      out.push(` users ${most.join('  ')}`);
    }
    if (offsets.length > 0) {
      const where = offsets.map(({partition, first, last}) => `p${partition}@${first}-${last}`).join('  ');
      out.push(theme.dim(` offsets ${where}`));
    }
  }
  return out.map(line => fit(line, columns, theme.ellipsis));
}
