import type {Alert} from './alert.ts';

export interface AlertsView {
  /** The newest state of each alert: open before resolved, critical before warning, then the newest first. */
  readonly alerts: readonly Alert[];
  /** How many are open. */
  readonly open: number;
  /** Alerts ever, by id. */
  readonly total: number;
}

/** Alerts held; resolved ones fall out first, the longest unchanged of them before others. */
const capacity = 500;

/** The alerts as a pane shows them. Its snapshot stays the same object while nothing changes. */
export class AlertBoard {
  readonly #alerts = new Map<string, Alert>();
  #total = 0;
  #view: AlertsView | undefined;

  /** Takes an alert's new state; one that is older than what is known of it is ignored. */
  apply(alert: Alert): void {
    const known = this.#alerts.get(alert.id);
    if (known && Date.parse(alert.time) < Date.parse(known.time)) return;
    if (!known) this.#total++;
    // Taken out first, so that the map's order is that of the last change.
    this.#alerts.delete(alert.id);
    this.#alerts.set(alert.id, alert);
    if (this.#alerts.size > capacity) this.#alerts.delete(this.#leastOfAll());
    this.#view = undefined;
  }

  snapshot(): AlertsView {
    if (this.#view) return this.#view;
    const alerts = [...this.#alerts.values()].sort(byUrgency);
    const open = alerts.findIndex(one => one.state !== 'open');
    this.#view = {alerts, open: open < 0 ? alerts.length : open, total: this.#total};
    return this.#view;
  }

  #leastOfAll(): string {
    for (const [id, {state}] of this.#alerts) if (state === 'resolved') return id;
    return this.#alerts.keys().next().value!;
  }
}

function byUrgency(a: Alert, b: Alert): number {
  return (
    Number(a.state !== 'open') - Number(b.state !== 'open') ||
    Number(a.severity !== 'critical') - Number(b.severity !== 'critical') ||
    Date.parse(b.since) - Date.parse(a.since) ||
    (a.id < b.id ? -1 : 1)
  );
}
