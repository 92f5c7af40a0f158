import type {StreamEvent} from '../recording/entry.ts';
import {plainLine} from './plain-line.ts';
import type {TwinOutput} from './run-twin.ts';

/** Each event as a line: for people, or as the JSON object that a recording holds. */
export function eventLines(json: boolean): TwinOutput {
  return {
    lines(batch: readonly StreamEvent[]) {
      let out = '';
      for (const event of batch) {
        if (event.type === 'status' || event.type === 'reject') continue;
        // Said on standard error, where it is news: who reads trades is to get trades.
        if (event.type === 'subscription' || event.type === 'sequence') continue;
        out += `${json ? JSON.stringify(event) : plainLine(event)}\n`;
      }
      return out;
    },
  };
}
