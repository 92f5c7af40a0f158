import {SourceError, sentenceOf, UsageError} from '../streams/errors.ts';
import type {TickerNews} from './event.ts';

/** So many characters of a key in a row are taken out; nobody learns it from fewer. */
const piece = 6;

/**
 * The same events, with … for every key that a venue, a proxy or an error repeats: what comes out is shown, logged and
 * recorded. Trades and quotes hold only symbols that were asked for, numbers and times, and pass as they are.
 */
export async function* masked(
  batches: AsyncIterable<TickerNews[]>,
  keys: readonly string[],
): AsyncGenerator<TickerNews[], void, undefined> {
  const mask = maskOf(keys);
  try {
    for await (const batch of batches) yield batch.map(event => maskedEvent(event, mask));
  } catch (error) {
    // What caused it, and its stack, may repeat the key as well.
    if (error instanceof UsageError) throw new UsageError(mask(error.message));
    if (error instanceof SourceError) throw new SourceError(mask(sentenceOf(error)));
    throw error;
  }
}

/**
 * Takes keys out of texts, as they are, as they stand in a URL, and as in JSON. Pieces too: a reason or a sample is cut
 * off wherever its limit falls, and an error of JSON quotes some characters of what it could not read.
 */
export function maskOf(keys: readonly string[]): (text: string) => string {
  const shapes = keys.flatMap(key => [
    key,
    encodeURIComponent(key),
    new URLSearchParams([['', key]]).toString().slice(1),
    JSON.stringify(key).slice(1, -1),
  ]);
  const short = new Set(shapes.filter(shape => shape !== '' && shape.length < piece));
  const pieces = new Set<string>();
  for (const shape of shapes)
    for (let at = 0; at + piece <= shape.length; at++) pieces.add(shape.slice(at, at + piece));
  return text => {
    let left = withoutPieces(text, pieces);
    for (const shape of short) left = left.replaceAll(shape, '…');
    return left;
  };
}

/** With … for each run of characters that consists of pieces. */
function withoutPieces(text: string, pieces: ReadonlySet<string>): string {
  let out = '';
  /** All before it is written, or taken out. */
  let done = 0;
  for (let at = 0; at + piece <= text.length; at++) {
    if (!pieces.has(text.slice(at, at + piece))) continue;
    if (at >= done) out += `${text.slice(done, at)}${at === done && out.endsWith('…') ? '' : '…'}`;
    done = at + piece;
  }
  return done === 0 ? text : out + text.slice(done);
}

function maskedEvent(event: TickerNews, mask: (text: string) => string): TickerNews {
  switch (event.type) {
    case 'reject':
      return {...event, reason: mask(event.reason), sample: mask(event.sample)};
    case 'status':
    case 'subscription':
      return event.reason === undefined ? event : {...event, reason: mask(event.reason)};
    default:
      return event;
  }
}
