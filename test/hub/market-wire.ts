import {once} from 'node:events';
import {WebSocket} from 'ws';

/** What the market feed sends, as loosely as a stranger's client sees it. */
export interface Frame {
  readonly channel?: string;
  readonly type?: string;
  readonly method?: string;
  readonly success?: boolean;
  readonly error?: string;
  readonly symbol?: string;
  readonly req_id?: number;
  readonly result?: object;
  readonly time_in?: string;
  readonly time_out?: string;
  readonly data?: readonly {
    readonly symbol: string;
    readonly trade_id: number;
    readonly price: number;
    readonly system?: string;
  }[];
}

/** A plain WebSocket client that keeps what it heard until it is asked for. */
export class MarketWire {
  readonly socket: WebSocket;
  /** The close code, once it is closed. */
  readonly closed: Promise<number>;
  readonly #frames: Frame[] = [];
  #wake = () => {};

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('message', data => {
      this.#frames.push(JSON.parse(String(data)));
      this.#wake();
    });
    this.closed = once(this.socket, 'close').then(([code]) => code);
  }

  /** Connected, and greeted. */
  static async open(url: string): Promise<MarketWire> {
    const wire = new MarketWire(url);
    await wire.next();
    return wire;
  }

  send(what: object | string): void {
    this.socket.send(typeof what === 'string' ? what : JSON.stringify(what));
  }

  async next(): Promise<Frame> {
    while (this.#frames.length === 0) await new Promise<void>(resolve => (this.#wake = resolve));
    return this.#frames.shift()!;
  }

  /** Subscribes and reads the answers. */
  async subscribe(...symbol: string[]): Promise<void> {
    this.send({method: 'subscribe', params: {channel: 'trade', symbol}});
    for (const _ of symbol) await this.next();
  }

  /** Proves that all that was sent before has been answered: whatever came is what is returned. */
  async soFar(): Promise<Frame[]> {
    this.send({method: 'ping', req_id: 999});
    const frames: Frame[] = [];
    for (;;) {
      const frame = await this.next();
      if (frame.method === 'pong' && frame.req_id === 999) return frames;
      frames.push(frame);
    }
  }
}
