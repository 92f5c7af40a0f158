import {Listings} from '../../source/ticker/listings.ts';
import type {JsonFields, Venue} from '../../source/ticker/venue.ts';

export const atMs = Date.parse('2026-11-25T12:00:00Z');

/** One connection's session, without a connection: what it reads, and what it asked of its Talk. */
export function sessionRig(
  venue: Venue,
  symbols: readonly string[],
  {keys = [], fields}: {readonly keys?: readonly string[]; readonly fields?: JsonFields} = {},
) {
  const sent: string[] = [];
  const ended: {readonly reason: string; readonly retryMs: number | undefined}[] = [];
  const counts = {answered: 0, asked: 0};
  const listings = new Listings('test', {open: symbols.length === 0});
  for (const symbol of symbols) listings.add(venue.symbol.shown?.(symbol) ?? symbol);
  const session = venue.open({
    source: 'test',
    listings,
    keys,
    fields,
    send: frame => sent.push(frame),
    ask: () => counts.asked++,
    answered: () => counts.answered++,
    end: (reason, retryMs) => ended.push({reason, retryMs}),
  });
  const read = (frame: unknown) =>
    session.read(typeof frame === 'string' ? frame : JSON.stringify(frame), atMs);
  return {
    session,
    listings,
    sent,
    ended,
    counts,
    read,
    /** The same without how the symbols stand: what the frame itself tells. */
    told: (frame: unknown) => read(frame).filter(({type}) => type !== 'subscription'),
  };
}
