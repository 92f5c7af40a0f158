import {fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';

export interface FeedSettings {
  readonly tradesPerFrame: number;
  /** How many symbols are traded, in turn. Default 8. */
  readonly symbols?: number;
  /** `burst`: so many trades as fast as they are taken, to each who subscribes. `paced`: so many a second. */
  readonly burst?: number;
  readonly paced?: number;
  /** Paced trades cost the seconds since then (milliseconds since the epoch): a price tells when it was sent. */
  readonly epochMs?: number;
}

export interface FeedState {
  /** Trades, to all who subscribed. */
  readonly sent: number;
  /** The most that waited here for a reader since this was last asked, in bytes. */
  readonly mostWaiting: number;
  /** Milliseconds of CPU. */
  readonly cpuMs: number;
}

/** So many symbols, each of other letters. */
export function feedSymbols(count = 8): string[] {
  const letters = (number: number): string =>
    (number < 26 ? '' : letters(Math.floor(number / 26) - 1)) + String.fromCharCode(65 + (number % 26));
  return Array.from({length: count}, (_, index) => `${letters(index + 26)}/USD`);
}

/** A venue on loopback that speaks Kraken v2, in a process of its own. */
export interface VenueFeed extends AsyncDisposable {
  readonly address: string;
  /** For `ticker()` and `--ticker`. */
  readonly tickerUrl: string;
  state(): Promise<FeedState>;
}

export async function venueFeed(settings: FeedSettings): Promise<VenueFeed> {
  const file = fileURLToPath(new URL('venue-process.ts', import.meta.url));
  const child = fork(file, [JSON.stringify(settings)], {execArgv: ['--import=tsx']});
  const exited = once(child, 'exit');
  const ended = exited.then(([code]) => Promise.reject(new Error(`the venue's process ended with ${code}`)));
  const [message] = await Promise.race([once(child, 'message'), ended]);
  const address = `ws://127.0.0.1:${(message as {port: number}).port}/v2`;
  return {
    address,
    tickerUrl: `kraken+${address}#${feedSymbols(settings.symbols).join(',')}`,
    async state() {
      const answer = once(child, 'message');
      child.send('state');
      const [state] = await Promise.race([answer, ended]);
      return state as FeedState;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}
