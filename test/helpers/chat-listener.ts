import {ChatClient, type ChatClientOptions} from '../../source/chat/client.ts';
import type {ChatEvent} from '../../source/chat/event.ts';
import type {Meta} from '../../source/streams/status.ts';

type Event = ChatEvent | Meta;

/** A ChatClient that is being iterated, and what it yielded. */
export class ChatListener implements AsyncDisposable {
  readonly client: ChatClient;
  readonly events: Event[] = [];
  /** Resolves when the iteration ends, to what it threw. */
  readonly ended: Promise<unknown>;
  readonly #abort = new AbortController();
  #read = 0;
  #over = false;
  #heard = Promise.withResolvers<void>();

  constructor(url: string, options: Omit<ChatClientOptions, 'signal'> = {}) {
    this.client = new ChatClient(url, {...options, signal: this.#abort.signal});
    this.ended = this.#listen();
  }

  /** Reads on to the next event of this type that has these fields, and returns it. */
  async until<K extends Event['type']>(
    type: K,
    fields: Partial<Extract<Event, {type: K}>> = {},
  ): Promise<Extract<Event, {type: K}>> {
    for (;;) {
      while (this.#read < this.events.length) {
        const event = this.events[this.#read++]!;
        const has = Object.entries({type, ...fields}).every(
          ([key, value]) => Reflect.get(event, key) === value,
        );
        if (has) return event as Extract<Event, {type: K}>;
      }
      if (this.#over)
        throw new Error(`ended without ${type}; heard ${JSON.stringify(this.events.slice(-10))}`);
      await this.#heard.promise;
    }
  }

  /** The room as we come into it: with everyone's names. */
  async joined(room: string): Promise<void> {
    await this.until('names', {room});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.ended;
  }

  async #listen(): Promise<unknown> {
    try {
      for await (const batch of this.client) {
        this.events.push(...batch);
        this.#wake();
      }
      return undefined;
    } catch (error) {
      return error;
    } finally {
      this.#over = true;
      this.#wake();
    }
  }

  #wake(): void {
    const heard = this.#heard;
    this.#heard = Promise.withResolvers();
    heard.resolve();
  }
}
