import {ChatClient} from '../../chat/client.ts';
import type {Clock} from '../../streams/clock.ts';
import {type Conversation, conversations, incidents} from './conversations.ts';
import {seededRandom} from './random.ts';

export interface TalkersOptions {
  readonly seed: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const people: Readonly<Record<string, readonly string[]>> = {
  ada: ['#ops', '#random', '#trading'],
  marek: ['#ops', '#random'],
  yuki: ['#ops', '#trading', '#random'],
  tomas: ['#trading', '#random'],
  priya: ['#ops', '#random'],
  noor: ['#trading', '#random'],
  wei: ['#ops', '#trading'],
};
const services = ['checkout', 'payments', 'search', 'auth', 'gateway'];
const symbols = ['BTC', 'ETH', 'SOL', 'ADA', 'XRP'];
const maxIncidents = 10;

interface Line {
  readonly nick: string;
  readonly kind: 'message' | 'action' | 'topic';
  readonly text: string;
}

/** A conversation under way: who says what is left of it. */
interface Thread {
  readonly room: string;
  readonly lines: Line[];
}

/**
 * Seven people with real connections to the chat server at `url` (without rooms), who talk in #ops, #trading and
 * #random at human pace: a line every 1 to 4 seconds over all rooms. The same seed and the same incidents give the
 * same talk.
 */
export class Talkers {
  readonly #clients = new Map<string, ChatClient>();
  readonly #arrived = new Set<string>();
  readonly #random: () => number;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  /** Conversations not had yet, shuffled: none is heard again before all were. */
  readonly #unsaid = new Map<string, Conversation[]>();
  readonly #threads: Thread[] = [];
  readonly #incidents: Thread[] = [];
  /** Who left #random for a while, and when they come back. */
  readonly #away = new Map<string, number>();

  constructor(url: string, {seed, clock, signal}: TalkersOptions) {
    this.#random = seededRandom(seed);
    this.#clock = clock;
    this.#signal = signal;
    for (const [nick, rooms] of Object.entries(people)) {
      const address = `${url.split('#', 1)[0]}#${rooms.map(room => room.slice(1)).join(',')}`;
      this.#clients.set(nick, new ChatClient(address, {nick, realName: `${nick} (demo)`, signal, clock}));
    }
  }

  /** Connects and talks until the signal aborts. Throws when someone cannot ever come in. */
  async run(): Promise<void> {
    const listening = [...this.#clients].map(([nick, client]) => this.#listen(nick, client));
    await Promise.all([...listening, this.#talk(this.#signal)]);
  }

  /** Has the people in #ops talk about an incident. */
  react(event: keyof typeof incidents, service: string): void {
    if (this.#incidents.length < maxIncidents) {
      this.#incidents.push(this.#thread('#ops', this.#pick(incidents[event]), service));
    }
  }

  /** Reads what a client hears, to keep its connection flowing: all it listens for is that it came in. */
  async #listen(nick: string, client: ChatClient): Promise<void> {
    let rooms = 0;
    for await (const events of client) {
      rooms += events.filter(({type}) => type === 'names').length;
      if (rooms >= people[nick]!.length) this.#arrived.add(nick);
    }
  }

  async #talk(signal: AbortSignal): Promise<void> {
    // All are there before the first word, so that what is said does not hang on who connects when.
    while (!signal.aborted && this.#arrived.size < this.#clients.size) await this.#clock.sleep(100, signal);
    while (!signal.aborted) {
      const urgent = this.#incidents.length > 0;
      await this.#clock.sleep(urgent ? this.#between(700, 2200) : this.#between(1000, 4000), signal);
      if (!signal.aborted) this.#turn();
    }
  }

  /** One thing happens: a line is said, or someone comes or goes. */
  #turn(): void {
    for (const [nick, backAtMs] of this.#away) {
      if (this.#clock.now() < backAtMs) continue;
      this.#away.delete(nick);
      this.#clients.get(nick)!.join('#random');
      return;
    }
    if (this.#incidents.length > 0) this.#goOn(this.#incidents, 0);
    else if (this.#random() < 0.05) this.#takeABreak();
    else {
      const starts = this.#threads.length === 0 || (this.#threads.length < 3 && this.#random() < 0.25);
      if (starts) this.#start();
      this.#goOn(this.#threads, Math.floor(this.#random() * this.#threads.length));
    }
  }

  /** Says the next line of a thread. One that cannot be said, for want of a connection, is tried again later. */
  #goOn(threads: Thread[], index: number): void {
    const {room, lines} = threads[index]!;
    const {nick, kind, text} = lines[0]!;
    const client = this.#clients.get(nick)!;
    const sent =
      kind === 'topic'
        ? client.topic(room, text)
        : client.say(room, text, kind === 'action' ? kind : undefined);
    if (sent) lines.shift();
    if (lines.length === 0) threads.splice(index, 1);
  }

  #start(): void {
    const room = this.#pick(
      Object.keys(conversations).filter(name => !this.#threads.some(one => one.room === name)),
    );
    let unsaid = this.#unsaid.get(room) ?? [];
    if (unsaid.length === 0) unsaid = this.#shuffle(conversations[room]!);
    this.#threads.push(this.#thread(room, unsaid.pop()!, this.#pick(services)));
    this.#unsaid.set(room, unsaid);
  }

  /** Casts a conversation, and fills in what it is about. */
  #thread(room: string, conversation: Conversation, service: string): Thread {
    const present = Object.keys(people).filter(
      nick => people[nick]!.includes(room) && !(room === '#random' && this.#away.has(nick)),
    );
    const [A = '', B = '', C = ''] = this.#shuffle(present);
    const words: Readonly<Record<string, string>> = {
      A,
      B,
      C,
      service,
      other: this.#pick(services.filter(name => name !== service)),
      symbol: this.#pick(symbols),
      n: String(Math.floor(this.#between(2, 6))),
      ms: String(Math.round(this.#between(25, 90)) * 10),
    };
    const lines = conversation.map((line): Line => {
      const [, command, who = 'A', text = ''] = /^(?:\/(\w+) )?(\w) (.*)$/s.exec(line)!;
      const kind = command === 'me' ? 'action' : command === 'topic' ? 'topic' : 'message';
      return {nick: words[who]!, kind, text: text.replace(/\{(\w+)\}/g, (_, word: string) => words[word]!)};
    });
    return {room, lines};
  }

  #takeABreak(): void {
    const busy = new Set(this.#threads.flatMap(({lines}) => lines.map(({nick}) => nick)));
    const idle = Object.keys(people).filter(
      nick => people[nick]!.includes('#random') && !busy.has(nick) && !this.#away.has(nick),
    );
    // Enough of them stay to hold a conversation.
    if (idle.length === 0 || this.#away.size >= 2) return;
    const nick = this.#pick(idle);
    this.#clients.get(nick)!.part('#random', this.#pick(['tea 🍵', 'meeting', 'school run', 'brb', '会議']));
    this.#away.set(nick, this.#clock.now() + this.#between(15_000, 60_000));
  }

  #between(low: number, high: number): number {
    return low + this.#random() * (high - low);
  }

  #pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#random() * items.length)]!;
  }

  #shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = Math.floor(this.#random() * (last + 1));
      [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
    }
    return shuffled;
  }
}
