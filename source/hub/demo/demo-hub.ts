import {EmbeddedLog} from '../../logs/embedded.ts';
import {type Clock, systemClock} from '../../streams/clock.ts';
import {Hub} from '../hub.ts';
import {demoLogs} from './incident.ts';
import {demoMarket, demoSymbols} from './market.ts';
import {Talkers} from './talkers.ts';

export interface DemoHubOptions {
  readonly host: string;
  readonly port: number;
  readonly seed: number;
  readonly clock?: Clock;
  readonly onError?: (error: unknown) => void;
}

/** How long a connection to the market lives: long enough to look, short enough to see one come back. */
const reconnectEveryMs = 90_000;

/** A hub with a world in it: a market, people who talk, a shop whose log tells of an incident now and then. */
export class DemoHub implements AsyncDisposable {
  readonly hub: Hub;
  readonly #stop: AbortController;
  readonly #running: Promise<unknown>;

  private constructor(hub: Hub, stop: AbortController, running: Promise<unknown>) {
    this.hub = hub;
    this.#stop = stop;
    this.#running = running;
  }

  static async start({
    host,
    port,
    seed,
    clock = systemClock,
    onError = () => {},
  }: DemoHubOptions): Promise<DemoHub> {
    const stop = new AbortController();
    const {signal} = stop;
    const log = new EmbeddedLog({partitions: 4});
    const hub = await Hub.start({
      host,
      port,
      clock,
      onError,
      records: inner => log.records({signal: inner, group: 'hub'}),
      market: {
        trades: inner => demoMarket({seed, clock, signal: inner}),
        symbols: demoSymbols,
        reconnectEveryMs,
      },
    });
    const people = new Talkers(`irc+ws://${hub.address}/chat`, {seed, clock, signal});
    const write = async () => {
      const onIncident = (change: 'opened' | 'resolved', service: string) =>
        people.react(`incident-${change}`, service);
      for await (const batch of demoLogs({seed, clock, signal, onIncident})) {
        for (const entry of batch) log.append(entry.user ?? entry.service, entry);
      }
    };
    return new DemoHub(hub, stop, Promise.all([people.run(), write()]).catch(onError));
  }

  /** What to give to `watch` so that it shows this hub. */
  get urls() {
    return hubUrls(this.hub.address);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.hub[Symbol.asyncDispose]();
    await this.#running;
  }
}

/** The stream URLs of a demo hub at `HOST:PORT`. */
export function hubUrls(address: string) {
  return {
    ticker: [`kraken+ws://${address}/market#${demoSymbols.join(',')}`],
    chat: [`irc+ws://${address}/chat#ops,trading,random`],
    logs: [`ws://${address}/logs`],
    alerts: [`ws://${address}/alerts`],
  };
}
