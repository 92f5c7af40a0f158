import type {Status} from '../streams/status.ts';

/** How a stream's connection stands, as a line for standard error. */
export function statusLine({source, state, reason}: Status): string {
  return `tailrace: ${source} ${state}${reason === undefined ? '' : `: ${reason}`}\n`;
}
