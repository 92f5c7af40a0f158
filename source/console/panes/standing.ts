import {span} from '../format.ts';
import type {StreamView} from '../store.ts';

/** How a stream stands, in a few words: `connected`, `lost 12s: connection refused`. */
export function standing(stream: StreamView, nowMs: number): string {
  const {state, since} = stream;
  if (state === 'connected' || state === 'connecting') return state;
  const words = state === 'lost' ? `lost ${span(nowMs - Date.parse(since))}` : state;
  const why = shortReason(stream);
  return why === '' ? words : `${words}: ${why}`;
}

/** Why it is not connected; '' where that is not known. */
export function shortReason({reason, source}: StreamView): string {
  if (reason === undefined) return '';
  // The address stands in the reason's sentences; where they are shown there is no room to say it twice.
  const short = reason.startsWith(`${source}: `)
    ? reason.slice(source.length + 2)
    : reason.replace(/^\S+:\/\/\S+: /, '');
  return short.split(';', 1)[0]!;
}
