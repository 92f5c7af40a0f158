import {span} from '../format.ts';
import type {StreamView} from '../store.ts';

/** How a stream stands, in a few words: `connected`, `lost 12s: connection refused`. */
export function standing({state, since, reason, source}: StreamView, nowMs: number): string {
  if (state === 'connected' || state === 'connecting') return state;
  const words = state === 'lost' ? `lost ${span(nowMs - Date.parse(since))}` : state;
  if (reason === undefined) return words;
  // The address stands in the reason's sentences; where they are shown there is no room to say it twice.
  const short = reason.startsWith(`${source}: `)
    ? reason.slice(source.length + 2)
    : reason.replace(/^\S+:\/\/\S+: /, '');
  return `${words}: ${short.split(';', 1)[0]}`;
}
