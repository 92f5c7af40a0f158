import type {TickerNews} from '../../source/ticker/event.ts';

/** Events in a word each: a trade's id, what a sequence fault says is missing, how a symbol or the connection stands. */
export function brief(events: readonly TickerNews[]): (string | number)[] {
  return events.map(event => {
    switch (event.type) {
      case 'trade':
        return event.id ?? 'trade';
      case 'sequence':
        return event.missed === undefined ? event.fault : `${event.fault} ${event.missed}`;
      case 'subscription':
        return `${event.symbol} ${event.state}`;
      case 'status':
        return event.state;
      default:
        return event.type;
    }
  });
}
