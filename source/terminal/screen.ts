import {EventEmitter} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ReadStream, WriteStream} from 'node:tty';
import type {Canvas} from './cells/canvas.ts';
import {Painter} from './cells/painter.ts';
import {clean} from './clean.ts';
import type {Answer} from './input/answer.ts';
import type {Mouse} from './input/mouse.ts';
import {TerminalInput} from './input/terminal-input.ts';
import {Interview, type TerminalFacts} from './interview.ts';
import {Link, type LinkMode, type LinkOptions} from './link/link.ts';
import type {SendQueue} from './link/send-queue.ts';
import {Meter} from './meter.ts';
import {setBlocking} from './set-blocking.ts';
import {writeFully} from './write-fully.ts';

export interface ScreenOptions {
  readonly input: ReadStream;
  readonly output: WriteStream & {readonly fd?: number};
  /** The window's title while the screen is ours. */
  readonly title: string;
  /** What is known of the line. Default: the terminal is here. */
  readonly link?: LinkOptions;
  /** False: nothing but ASCII is written. Default: true. */
  readonly unicode?: boolean;
  /** In milliseconds, from anywhere on. */
  readonly now?: () => number;
}

interface ScreenEvents {
  resize: [];
  /** There is room for more after there was none: a good moment to draw. */
  ready: [];
  mouse: [Mouse];
  /** The terminal has gone: hang-up, closed pty. */
  gone: [];
}

/** How the line and the screen stand. */
export interface LinkView {
  readonly mode: LinkMode;
  /** In milliseconds; undefined where answers do not tell. */
  readonly roundTripMs: number | undefined;
  /** Written over the last whole second. */
  readonly bytesPerSecond: number;
  /** For how long the oldest of what is wanted has not been on the screen, in milliseconds; 0: all is there. */
  readonly ageMs: number;
}

// Alternate screen, no autowrap (a row never spills), no cursor, bracketed paste.
const modesSequence = '\u001b[?1049h\u001b[?7l\u001b[?25l\u001b[?2004h';
const mouseSequences = {on: '\u001b[?1000h\u001b[?1006h', off: '\u001b[?1006l\u001b[?1000l'};
const keyboardSequences = {on: '\u001b[>1u', off: '\u001b[<u'};
const synchronized = {begin: '\u001b[?2026h', end: '\u001b[?2026l'};
const leaveSequence = '\u001b[?2004l\u001b[?25h\u001b[?7h\u001b[0m\u001b[23;0t\u001b[?1049l';
const titleSequence = (title: string) => `\u001b[22;0t\u001b]2;${title}\u0007`;
/** How long a slow line may take for the last frame and its answers, so that what gives the terminal back comes after. */
const finishMs = 1500;
/** How long answers are waited for where nothing else can be done meanwhile, in milliseconds. */
const drainMs = {least: 100, most: 600};
/** Longer than this no terminal takes to say what it is, in milliseconds. */
const interviewMs = 3000;
/** Smaller frames than this are seen at once anyway. */
const synchronizedBytes = 1000;

const local: LinkOptions = {isMultiplexed: false, isRemote: false};

/**
 * The terminal while it is ours: taken by `enter`, given back as it was by `leave`, which any way out may call,
 * as often as it likes. What is put on its `canvas` is shown by `show`, as much of it as the line has room for, and
 * the rest as soon as there is more.
 */
export class Screen extends EventEmitter<ScreenEvents> implements AsyncDisposable {
  readonly #terminal: ReadStream;
  readonly #input: TerminalInput;
  readonly #output: ScreenOptions['output'];
  readonly #title: string;
  readonly #now: () => number;
  readonly #painter: Painter;
  readonly #link: Link;
  readonly #meter = new Meter();
  readonly #interview: Interview;
  #entered = false;
  #gone = false;
  #finished = false;
  #mouse = false;
  /** The terminal has been told to use kitty's keyboard protocol. */
  #keyboard = false;
  /** Node told of a new size since the last SIGWINCH; it does so before we hear of that signal. */
  #resizedSince = false;
  /** The terminal has not taken all that was written. */
  #writing = false;
  /** Somebody was told that there is no room. */
  #held = false;
  #asked = 0;
  /** When the interview began. */
  #askedMs = Number.NEGATIVE_INFINITY;
  #alarm: NodeJS.Timeout | undefined;

  constructor({
    input,
    output,
    title,
    link = local,
    unicode = true,
    now = () => performance.now(),
  }: ScreenOptions) {
    super();
    this.#interview = new Interview(unicode);
    this.#terminal = input;
    this.#output = output;
    // A file's name may be in it.
    this.#title = clean(title, 200);
    this.#now = now;
    this.#link = new Link(link);
    this.#painter = new Painter(this.size.columns, this.size.rows, now);
    this.#input = new TerminalInput(input, {
      expects: (row, column) => this.#interview.expects(row, column) || this.#link.expects(row, column),
    });
    this.#input.on('answer', this.#heard);
    this.#input.on('mouse', mouse => this.emit('mouse', mouse));
    this.#input.on('typed', () => this.#link.heardKey(this.#now()));
    this.#input.on('end', this.#lost);
    this.#input.on('error', this.#lost);
    output.on('resize', this.#resized);
    process.on('SIGWINCH', this.#dragged);
    output.on('error', this.#lost);
    output.on('close', this.#lost);
  }

  /** For Ink: what is typed, without the terminal's answers. */
  get keys(): NodeJS.ReadStream {
    return this.#input.keys as unknown as NodeJS.ReadStream;
  }

  /** In cells; at least 1 × 1. */
  get size(): {readonly columns: number; readonly rows: number} {
    return {columns: Math.max(1, this.#output.columns || 80), rows: Math.max(1, this.#output.rows || 24)};
  }

  /** Where the frame is put. Another one after each `resize`. */
  get canvas(): Canvas {
    return this.#painter.canvas;
  }

  /** What the terminal has answered so far. */
  get facts(): TerminalFacts {
    return this.#interview.facts;
  }

  get link(): LinkView {
    const now = this.#now();
    const since = Math.min(this.#painter.behindSinceMs ?? now, this.#link.unansweredSinceMs ?? now);
    return {
      mode: this.#link.mode,
      roundTripMs: this.#link.roundTripMs,
      bytesPerSecond: this.#meter.perSecond(now),
      ageMs: now - since,
    };
  }

  get hasQueue(): boolean {
    return this.#link.hasQueue;
  }

  /** The SSH connection's send queue has been found: it tells of the line where answers do not. */
  watchQueue(queue: SendQueue): void {
    this.#link.watchQueue(queue);
  }

  /** Asked before any work is done for a frame. False: it would only grow old; `ready` tells when to ask again. */
  mayDraw(urgent = false): boolean {
    if (this.#roomFor(urgent) <= 0) {
      this.#held = true;
      this.#setAlarm(true);
      return false;
    }
    return true;
  }

  /** Takes the mouse, or leaves it to the terminal, for selecting text. */
  set mouse(on: boolean) {
    if (this.#mouse === on) return;
    this.#mouse = on;
    if (this.#entered && !this.#gone) this.#output.write(on ? mouseSequences.on : mouseSequences.off);
  }

  get mouse(): boolean {
    return this.#mouse;
  }

  enter(): void {
    if (this.#entered || this.#gone) return;
    this.#entered = true;
    this.forget();
    this.#take(titleSequence(this.#title));
  }

  /** After the process was stopped: takes the terminal, which may have been a shell's since, and draws it anew. */
  retake(): void {
    // Off and on: Node sets nothing where it believes that nothing changes.
    if (this.#entered) this.#terminal.setRawMode(false);
    this.#take(this.#entered ? '' : titleSequence(this.#title));
    this.#entered = true;
    this.#anew();
  }

  /** The last frame has been drawn; waits for the terminal to take and answer what was written, no longer than 1.5 s. */
  async finish(): Promise<void> {
    this.#finished = true;
    const deadline = this.#now() + finishMs;
    const waits = () => this.#writing || this.#isAsked;
    while (waits() && !this.#gone && this.#now() < deadline) await sleep(5);
  }

  /** Safe to call at any time and from an 'exit' handler: what it writes is written when it returns. */
  leave(): void {
    if (!this.#entered) return;
    this.#entered = false;
    clearTimeout(this.#alarm);
    this.#drain();
    try {
      this.#terminal.setRawMode(false);
    } catch {
      // The terminal is gone: there is nothing left to give back.
    }
    // CAN ends a sequence that was cut in the middle because the terminal had stopped taking bytes; what a whole
    // frame would have put right by its end is put right here: a link, a scroll region, a frame that has begun.
    const backlog = this.#output.writableLength > 0;
    const ends = backlog ? `\u0018\u001b]8;;\u001b\\\u001b[r${synchronized.end}` : '';
    const keyboard = this.#keyboard ? keyboardSequences.off : '';
    const mouse = this.#mouse ? mouseSequences.off : '';
    writeFully(this.#output.fd ?? 1, ends + keyboard + mouse + leaveSequence);
    this.#keyboard = false;
    // What a stopped reader has not taken yet must not block the process, which is about to end.
    if (!backlog) setBlocking(this.#output, true);
  }

  /** Shows what is on the canvas, as far as there is room; what is not shown now follows by itself. */
  show(urgent = false): void {
    const room = this.#roomFor(urgent);
    if (room > 0) this.#write(room, urgent);
    this.#setAlarm(this.canvas.behind.size > 0);
  }

  /** Forgets what the terminal shows, so that the next frame is drawn whole. */
  forget(): void {
    this.#painter.forget();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.leave();
    this.#input[Symbol.dispose]();
    this.#link[Symbol.dispose]();
    this.#output.off('resize', this.#resized);
    process.off('SIGWINCH', this.#dragged);
    // The 'error' listeners stay: a terminal that goes away later must not become an uncaught error.
  }

  /** Answers are still to come, or the terminal may be one that does not answer: that is known only after a while. */
  get #isAsked(): boolean {
    const isInterviewed = this.#interview.isOver || this.#now() - this.#askedMs > interviewMs;
    return this.#link.unanswered > 0 || !isInterviewed;
  }

  get #isShut(): boolean {
    return !this.#entered || this.#gone || this.#finished;
  }

  #take(sequence: string): void {
    this.#terminal.setRawMode(true);
    this.#input.start();
    setBlocking(this.#output, false);
    // The keyboard's modes are a stack: none is to be pushed twice.
    const before = this.#keyboard ? keyboardSequences.off : '';
    this.#keyboard = this.facts.keyboard;
    this.#input.kittyKeyboard = this.#keyboard;
    const keyboard = before + (this.#keyboard ? keyboardSequences.on : '');
    this.#output.write(modesSequence + keyboard + (this.#mouse ? mouseSequences.on : '') + sequence);
    if (!this.#interview.isOver) this.#ask();
  }

  #ask(): void {
    const {questions} = this.#interview;
    // Its answer is the first to tell how long the line is.
    const now = this.#now();
    this.#askedMs = now;
    this.#link.sent(questions.length, false, now, {row: 0, column: 0, sinceMs: now});
    this.#output.write(questions);
    this.#setAlarm(false);
  }

  #write(room: number, urgent: boolean): void {
    if (this.#painter.isFull) return this.#anew();
    const {text, bytes, sinceMs} = this.#painter.paint(room, urgent);
    if (text !== '') this.#send(text, bytes, sinceMs);
  }

  /** Bytes that may be written now. */
  #roomFor(urgent: boolean): number {
    if (this.#isShut || this.#writing) return 0;
    const now = this.#now();
    const room = this.#link.room(now, urgent);
    if (this.#link.probeIsDue) this.#send('', 0, now);
    return room;
  }

  #send(text: string, bytes: number, sinceMs: number): void {
    const now = this.#now();
    const place = this.#link.asks(now) ? this.#place() : undefined;
    const question = place ? `${this.#painter.place(place.row - 1, place.column - 1)}\u001b[6n` : '';
    const out =
      bytes >= synchronizedBytes && this.facts.synchronized
        ? synchronized.begin + text + synchronized.end + question
        : text + question;
    const all = bytes + out.length - text.length;
    this.#meter.add(all, now);
    this.#link.sent(all, this.canvas.behind.size > 0, now, place && {...place, sinceMs});
    this.#writing = true;
    this.#output.write(out, this.#taken);
  }

  /**
   * Where the cursor is to be asked for: wherever it stands, in another column each time, so that an answer tells to
   * which question it is one. Not on the first row, where an answer looks like F3 with Shift or Ctrl.
   */
  #place(): {readonly row: number; readonly column: number} {
    const {columns, rows} = this.size;
    const columnsUsed = Math.min(9, columns);
    for (let tries = 0; ; tries++) {
      this.#asked++;
      const row = rows === 1 ? 1 : Math.max(2, (this.#painter.row ?? 1) + 1);
      const column = 1 + (this.#asked % columnsUsed);
      if (!this.#link.expects(row, column) || tries >= columnsUsed) return {row, column};
    }
  }

  readonly #taken = () => {
    this.#writing = false;
    this.#link.taken(this.#now());
    this.#free();
  };

  readonly #heard = (answer: Answer) => {
    const now = this.#now();
    if (!this.#interview.isOver && this.#interview.hear(answer)) {
      if (answer.type === 'position') this.#link.answered(0, 0, now);
      if (this.#interview.isOver) this.#learned();
    } else if (answer.type === 'position') {
      this.#link.answered(answer.row, answer.column, now);
    }
    this.#free();
  };

  /** The terminal has said what it can do. */
  #learned(): void {
    const {repeat, keyboard} = this.facts;
    this.#painter.features = {repeat};
    if (!keyboard || this.#keyboard || this.#isShut) return;
    this.#keyboard = true;
    this.#input.kittyKeyboard = true;
    this.#output.write(keyboardSequences.on);
  }

  /** Something has come that may have made room. */
  #free(): void {
    if (this.#roomFor(false) <= 0) return;
    // Whoever listens makes a newer frame, if it has one; else what is left of the last one goes on.
    this.#held = false;
    this.emit('ready');
    if (this.canvas.behind.size > 0) this.show();
  }

  #setAlarm(waits: boolean): void {
    clearTimeout(this.#alarm);
    const now = this.#now();
    const at = this.#link.wakeMs(now, waits);
    if (at !== undefined && !this.#isShut) this.#alarm = setTimeout(this.#woken, at - now).unref();
  }

  readonly #woken = () => {
    this.#link.tick(this.#now());
    this.#free();
    this.#setAlarm(this.canvas.behind.size > 0 || this.#held);
  };

  /** Reads answers that are still to come, which would else land in the shell. */
  #drain(): void {
    if (this.#gone) return this.#input.stop();
    const patience = Math.min(drainMs.most, Math.max(drainMs.least, 3 * (this.#link.roundTripMs ?? 0)));
    const isTaken = this.#output.writableLength === 0;
    this.#input.drain(isTaken ? patience : 0, () => !this.#isAsked);
    this.#link.forget(this.#now());
  }

  /** All is to be put and drawn again. */
  #anew(): void {
    const {columns, rows} = this.size;
    this.#painter.resize(columns, rows);
    this.#link.resized(rows, columns);
    this.emit('resize');
  }

  /** A window that is dragged to and fro may have its old size again when we look, but not its old cells. */
  readonly #dragged = () => {
    if (!this.#resizedSince) this.#resized();
    this.#resizedSince = false;
  };

  readonly #resized = () => {
    this.#resizedSince = true;
    this.#anew();
  };

  readonly #lost = () => {
    if (this.#gone) return;
    this.#gone = true;
    clearTimeout(this.#alarm);
    this.emit('gone');
  };
}
