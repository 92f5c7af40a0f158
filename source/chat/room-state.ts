import {casefold} from './names.ts';
import type {ChatLine, RoomView} from './rooms.ts';

const maxLines = 2000;

/** One room of `Rooms`, changing; its view is made anew only after a change. */
export class RoomState {
  readonly #name: string;
  readonly #nicks = new Map<string, string>();
  #sorted: readonly string[] | undefined = [];
  #lines: ChatLine[] = [];
  #topic = '';
  #unread = 0;
  #mentions = 0;
  #total = 0;
  #view: RoomView | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  add(line: ChatLine): void {
    this.#total++;
    this.#lines.push(line);
    // Not at each line: a shift of so long an array costs more than all the rest.
    if (this.#lines.length >= 2 * maxLines) this.#lines = this.#lines.slice(-maxLines);
    if (!line.self && (line.kind === 'message' || line.kind === 'action' || line.kind === 'notice')) {
      this.#unread++;
      if (line.mention) this.#mentions++;
    }
    this.#view = undefined;
  }

  /** A topic that is told again, as at each coming in, is not news. */
  setTopic(topic: string, time: string): void {
    if (topic === this.#topic) return;
    this.#topic = topic;
    this.add({time, kind: 'topic', nick: '', text: topic, self: false, mention: false});
  }

  setNicks(nicks: Iterable<string>): void {
    this.#nicks.clear();
    for (const nick of nicks) this.#nicks.set(casefold(nick), nick);
    this.#peopleChanged();
  }

  enter(nick: string): void {
    this.#nicks.set(casefold(nick), nick);
    this.#peopleChanged();
  }

  leave(nick: string): void {
    if (this.#nicks.delete(casefold(nick))) this.#peopleChanged();
  }

  /** False when nothing was unread. */
  markRead(): boolean {
    if (this.#unread === 0) return false;
    this.#unread = 0;
    this.#mentions = 0;
    this.#view = undefined;
    return true;
  }

  view(): RoomView {
    this.#sorted ??= [...this.#nicks].sort(byKey).map(([, nick]) => nick);
    this.#view ??= {
      name: this.#name,
      topic: this.#topic,
      unread: this.#unread,
      mentions: this.#mentions,
      members: this.#nicks.size,
      nicks: this.#sorted,
      lines: this.#lines.slice(-maxLines),
      total: this.#total,
    };
    return this.#view;
  }

  #peopleChanged(): void {
    this.#sorted = undefined;
    this.#view = undefined;
  }
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
