import type {Alert} from '../anomaly/alert.ts';
import type {AlertsView} from '../anomaly/alert-board.ts';

/** Finds out which alerts have opened since it last looked. */
export class AlertNews {
  #view: AlertsView | undefined;
  #open: ReadonlySet<string> = new Set();

  /** The most urgent of them; undefined: none. */
  look(view: AlertsView): Alert | undefined {
    if (view === this.#view) return undefined;
    this.#view = view;
    const open = view.alerts.slice(0, view.open);
    const news = open.find(({id}) => !this.#open.has(id));
    this.#open = new Set(open.map(({id}) => id));
    return news;
  }
}
