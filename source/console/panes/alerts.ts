import type {Alert} from '../../anomaly/alert.ts';
import type {AlertsView} from '../../anomaly/alert-board.ts';
import {clockTime, count, span} from '../format.ts';
import {fill, fit} from '../text.ts';
import {firstShown, type PaneFrame} from './pane.ts';

/** Each alert on a row (how bad, what, since when, how often, why); below, the evidence of the selected one. */
export function alertsPane(view: AlertsView, selected: number, frame: PaneFrame): string[] {
  const {columns, rows, theme, focused} = frame;
  if (view.alerts.length === 0) return fill([theme.dim('no alert so far')], columns, rows);
  const chosen = Math.min(selected, view.alerts.length - 1);
  const details = evidenceOf(view.alerts[chosen]!, frame);
  const listed = Math.max(1, Math.min(view.alerts.length, rows - details.length));
  const withDetails = rows - listed >= 2;
  const shown = withDetails ? listed : rows;
  const first = firstShown(chosen, view.alerts.length, shown);
  const lines = view.alerts.slice(first, first + shown).map((alert, index) => {
    const mark = first + index === chosen && (focused || withDetails) ? theme.focus(theme.selected) : ' ';
    return mark + fit(row(alert, frame), columns - 1);
  });
  return fill(withDetails ? [...lines, ...details] : lines, columns, rows);
}

function row(alert: Alert, {theme, nowMs}: PaneFrame): string {
  const {severity, state, title, since, time, count: times, reason} = alert;
  const open = state === 'open';
  const paint = !open ? theme.dim : severity === 'critical' ? theme.bad : theme.warn;
  const word = fit(!open ? 'ok' : severity === 'critical' ? 'CRIT' : 'WARN', 4);
  const lasted = span((open ? nowMs : Date.parse(time)) - Date.parse(since));
  const head = `${open ? theme.dot : theme.ring} ${word} ${title}`;
  return `${paint(open ? theme.bold(head) : head)} ${clockTime(since)} ${theme.dim(`for ${lasted} ${theme.times}${times}`)} ${reason}`;
}

function evidenceOf({evidence, reason}: Alert, {columns, theme}: PaneFrame): string[] {
  const out = [theme.dim(fit('', columns).replaceAll(' ', theme.rule)), reason];
  if (!evidence) return out;
  const {start, end, count: lines, errors, top, users, offsets} = evidence;
  out.push(
    theme.dim(`${clockTime(start)}-${clockTime(end)}  ${count(errors)} errors of ${count(lines)} lines`),
  );
  for (const {message, count: times} of top.slice(0, 3)) {
    out.push(`${theme.bad(String(times).padStart(5))}${theme.times} ${message}`);
  }
  if (users.length > 0) {
    out.push(
      `users ${users
        .slice(0, 5)
        .map(({user, count: times}) => `${user} ${theme.times}${times}`)
        .join('  ')}`,
    );
  }
  if (offsets.length > 0) {
    const where = offsets.map(({partition, first, last}) => `p${partition}@${first}-${last}`).join('  ');
    out.push(theme.dim(`offsets ${where}`));
  }
  return out.map(line => fit(line, columns, theme.ellipsis));
}
