import {casefold} from '../names.ts';

interface Heard {
  readonly name: string;
  nicks: Set<string>;
}

/** The rooms that we are in and who is in each, as far as the server told: to know whom a QUIT concerns. */
export class Members {
  readonly #rooms = new Map<string, Heard>();

  has(room: string): boolean {
    return this.#rooms.has(casefold(room));
  }

  enter(room: string): void {
    this.#rooms.set(casefold(room), {name: room, nicks: new Set()});
  }

  leave(room: string): void {
    this.#rooms.delete(casefold(room));
  }

  add(room: string, nicks: Iterable<string>): void {
    const heard = this.#rooms.get(casefold(room));
    if (heard) for (const nick of nicks) heard.nicks.add(casefold(nick));
  }

  remove(room: string, nick: string): void {
    this.#rooms.get(casefold(room))?.nicks.delete(casefold(nick));
  }

  /** The names of the rooms that someone is in with us. */
  roomsOf(nick: string): string[] {
    const key = casefold(nick);
    return [...this.#rooms.values()].filter(({nicks}) => nicks.has(key)).map(({name}) => name);
  }
}
