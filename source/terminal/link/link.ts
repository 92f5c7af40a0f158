import {leastWrite} from './least-write.ts';
import {Pacer} from './pacer.ts';
import {QueueGate} from './queue-gate.ts';
import {RateCap} from './rate-cap.ts';
import type {SendQueue} from './send-queue.ts';
import {WritesPace} from './writes-pace.ts';

/**
 * What tells how much may be written: the terminal's `answers`; the send `queue` of the SSH connection; how `writes`
 * are taken; or nothing does, and there is a `cap`.
 */
export type LinkMode = 'answers' | 'queue' | 'writes' | 'cap';

export interface LinkOptions {
  /** A multiplexer on this side of the line answers for the terminal: its answers say nothing of the line. */
  readonly isMultiplexed: boolean;
  /** There is a line: the session came over SSH. */
  readonly isRemote: boolean;
  /** No more than this is written, whatever the answers say. */
  readonly capBytesPerSecond?: number | undefined;
}

/** Where the cursor stood when it was asked for, from 1. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

interface Question extends Place {
  /** Since when what it ended has been wanted, in milliseconds. */
  readonly sinceMs: number;
}

/** On a line of which nothing can be known, 128 kbit/s: most lines carry it. */
const defaultCap = 16_000;
/** What SSH and TCP add to a write, about. */
const packetBytes = 80;
/** A key that comes so long after a question was asked, and no answer: the terminal answers no more. */
const silentMs = 1000;
/** So many unanswered questions, with signs of life, and the terminal is one that does not answer. */
const mostLost = 3;
/** How often a terminal that does not answer is asked again, in milliseconds. */
const askMuteMs = 30_000;
/** A queue that has not fallen for so long is stuck, if there are other signs of life. In milliseconds. */
const stuckMs = 2000;
/** Answers that come after they were given up are still known for what they are. */
const mostLate = 16;

/** The line to the terminal: how much may be written now, by what is known of it. Time is given, in milliseconds. */
export class Link implements Disposable {
  readonly #options: LinkOptions;
  readonly #pacer = new Pacer();
  readonly #cap: RateCap | undefined;
  readonly #fallback = new RateCap(defaultCap);
  readonly #writes = new WritesPace();
  #queue: {readonly source: SendQueue; readonly gate: QueueGate} | undefined;
  #lookedMs = -Infinity;
  /** What the queue held when it was looked at last, and when it was last seen to fall, or empty. */
  #queued = 0;
  #fellMs = -Infinity;
  #edge: Place = {row: Infinity, column: Infinity};
  #questions: Question[] = [];
  #late: Place[] = [];
  #answers = 0;
  #strays = 0;
  #isMute = false;
  #askedMs = -Infinity;

  constructor(options: LinkOptions) {
    this.#options = options;
    const {capBytesPerSecond: cap} = options;
    this.#cap = cap === undefined ? undefined : new RateCap(cap);
  }

  get mode(): LinkMode {
    if (this.#answersTell) return 'answers';
    if (this.#queue) return 'queue';
    return this.#cap || this.#options.isRemote ? 'cap' : 'writes';
  }

  /** Of the answers, in milliseconds; undefined where they do not tell of the line. */
  get roundTripMs(): number | undefined {
    return this.#answersTell ? this.#pacer.roundTripMs : undefined;
  }

  /** Since when the oldest of what the terminal was sent and has not answered for has been wanted. */
  get unansweredSinceMs(): number | undefined {
    return this.#answersTell ? this.#questions[0]?.sinceMs : undefined;
  }

  /** Answers that may still come, in time or late. */
  get unanswered(): number {
    return this.#isMute ? 0 : this.#questions.length + this.#late.length;
  }

  /** Answers that nobody had asked for. */
  get strays(): number {
    return this.#strays;
  }

  /** Whether to ask: one that does not answer is asked now and then all the same, for it may have become another. */
  asks(nowMs: number): boolean {
    return !this.#isMute || nowMs - this.#askedMs > askMuteMs;
  }

  /** Nothing but a question is to be sent now. */
  get probeIsDue(): boolean {
    return this.#pacer.probeIsDue;
  }

  get hasQueue(): boolean {
    return this.#queue !== undefined;
  }

  /** The SSH connection's send queue has been found. It is closed with this. */
  watchQueue(source: SendQueue): void {
    this.#dropQueue();
    this.#queued = 0;
    this.#queue = {source, gate: new QueueGate()};
  }

  [Symbol.dispose](): void {
    this.#dropQueue();
  }

  /** Whether the cursor's position is expected there. */
  expects(row: number, column: number): boolean {
    return [...this.#questions, ...this.#late].some(one => this.#isAt(one, row, column));
  }

  /** Bytes that may be written now; 0: none. `urgent`: it is a key's effect. */
  room(nowMs: number, urgent: boolean): number {
    let room = this.#isMute ? Infinity : this.#pacer.room(nowMs, urgent);
    const cap = this.#capNow;
    if (cap) room = Math.min(room, cap.room(nowMs, leastWrite));
    switch (this.mode) {
      case 'answers':
      case 'cap':
        return room;
      case 'queue':
        this.#look(nowMs);
        return Math.min(room, this.#queue?.gate.room(nowMs) ?? room);
      case 'writes':
        return Math.min(room, this.#writes.room(nowMs));
    }
  }

  /** `question`: where the cursor stands that is asked for at the end of what was written. `full`: more was to be. */
  sent(bytes: number, full: boolean, nowMs: number, question: Question | undefined): void {
    if (question) {
      this.#askedMs = nowMs;
      if (this.#isMute) this.#late = [...this.#late, question].slice(-mostLate);
      else {
        this.#questions.push(question);
        this.#pacer.sent(bytes, full, nowMs);
      }
    }
    this.#cap?.wrote(bytes + packetBytes, nowMs);
    this.#fallback.wrote(bytes + packetBytes, nowMs);
    this.#queue?.gate.wrote(bytes, nowMs);
    this.#writes.wrote(bytes, nowMs);
  }

  /** What was written has left this process. */
  taken(nowMs: number): void {
    this.#writes.taken(nowMs);
  }

  /** The cursor's position has been told. False: nobody had asked for it there; a doubled answer, or a forged one. */
  answered(row: number, column: number, nowMs: number): boolean {
    const index = this.#questions.findIndex(one => this.#isAt(one, row, column));
    if (index >= 0) {
      this.#questions.splice(0, index + 1);
      // Terminals answer in order: what was asked before will not be answered any more.
      this.#late = [];
      this.#pacer.answered(index, nowMs);
    } else {
      const late = this.#late.findIndex(one => this.#isAt(one, row, column));
      if (late < 0) {
        this.#strays++;
        return false;
      }
      this.#late.splice(0, late + 1);
      this.#pacer.heard();
    }
    this.#answers++;
    this.#isMute = false;
    return true;
  }

  /** The window has another size: a cursor that was outside of it answers from its edge. */
  resized(rows: number, columns: number): void {
    this.#edge = {row: rows, column: columns};
  }

  /** A key has come: the line works, and the terminal is there. */
  heardKey(nowMs: number): void {
    // A connection that takes nothing while keys come is not the one that they come by.
    if (this.#queue && this.#queued > 0 && nowMs - this.#fellMs > stuckMs) this.#dropQueue();
    const oldest = this.#pacer.oldestMs;
    const patience = Math.max(silentMs, 3 * (this.#pacer.roundTripMs ?? 0));
    if (oldest !== undefined && nowMs - oldest > patience) this.#giveUp(nowMs, true);
  }

  /** Gives up answers that do not come. To be called at `wakeMs`. */
  tick(nowMs: number): void {
    const ends = this.#pacer.patienceEndsMs;
    if (ends === undefined || nowMs < ends) return;
    // An empty send queue is no sign of life: behind a jump host it is empty though the line beyond is cut.
    this.#giveUp(nowMs, this.#answers === 0);
  }

  /** When to look again, if nothing happens before; undefined: not by itself. `waits`: something is to be written. */
  wakeMs(nowMs: number, waits: boolean): number | undefined {
    const times = [this.#pacer.patienceEndsMs];
    const {mode} = this;
    // The queue tells how long the line is only while it is looked at often enough, until it is empty.
    if (mode === 'queue' && this.#queue && (waits || !this.#queue.gate.idle)) {
      times.push(this.#lookedMs + this.#queue.source.pollMs);
    }
    if (waits) {
      const free = [this.#capNow?.freeAtMs(nowMs, leastWrite)];
      if (mode === 'writes') free.push(this.#writes.freeAtMs(nowMs));
      // What is free by now is not what is waited for.
      times.push(...free.filter(time => time !== undefined && time > nowMs));
    }
    const known = times.filter(time => time !== undefined);
    return known.length === 0 ? undefined : Math.max(nowMs + 1, Math.min(...known));
  }

  /** Questions that were asked so far will not be answered here: the terminal was given back meanwhile. */
  forget(nowMs: number): void {
    this.#questions = [];
    this.#late = [];
    this.#pacer.giveUp(nowMs);
    this.#pacer.heard();
  }

  /** The answers tell of the line; so they are believed to until it is known that none comes. */
  get #answersTell(): boolean {
    return !this.#isMute && !this.#options.isMultiplexed;
  }

  /** The bound on the rate that holds now: the one that was given, or where nothing is known, a cautious one. */
  get #capNow(): RateCap | undefined {
    return this.#cap ?? (this.mode === 'cap' ? this.#fallback : undefined);
  }

  #giveUp(nowMs: number, isAlive: boolean): void {
    this.#late = [...this.#late, ...this.#questions].slice(-mostLate);
    this.#questions = [];
    this.#pacer.giveUp(nowMs);
    const lost = this.#answers === 0 ? 1 : mostLost;
    if (isAlive && this.#pacer.lostInARow >= lost) this.#isMute = true;
  }

  /** A look costs a millisecond or two: the kernel walks its table of connections. */
  #look(nowMs: number): void {
    if (!this.#queue || nowMs - this.#lookedMs < this.#queue.source.pollMs) return;
    this.#lookedMs = nowMs;
    const bytes = this.#queue.source.read();
    if (bytes === undefined) return this.#dropQueue();
    if (bytes < this.#queued || bytes === 0) this.#fellMs = nowMs;
    this.#queued = bytes;
    this.#queue.gate.observe(bytes, nowMs);
  }

  #dropQueue(): void {
    this.#queue?.source[Symbol.dispose]();
    this.#queue = undefined;
  }

  #isAt(asked: Place, row: number, column: number): boolean {
    const isRow = row === asked.row || row === Math.min(asked.row, this.#edge.row);
    return isRow && (column === asked.column || column === Math.min(asked.column, this.#edge.column));
  }
}
