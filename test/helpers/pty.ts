import {setTimeout as sleep} from 'node:timers/promises';
import {type IPty, spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';

export interface PtyOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
}

/** What the program has set the terminal to. */
export interface Modes {
  readonly alternateScreen: boolean;
  readonly cursorShown: boolean;
  readonly bracketedPaste: boolean;
  readonly autowrap: boolean;
}

/** A terminal as a program found it, and as it is to be given back. */
export const untouched: Modes = {
  alternateScreen: false,
  cursorShown: true,
  bracketedPaste: false,
  autowrap: true,
};

export interface Exit {
  readonly code: number;
  /** The number of the signal that ended it; 0: none did. */
  readonly signal: number;
}

type Wanted = string | RegExp | ((screen: string) => boolean);

/** However slow the machine is, longer than this nothing takes. */
const patienceMs = 20_000;

/**
 * A process in a real pseudo-terminal, whose other end is a real terminal emulator: what is asked of the screen is
 * what eyes would see, and the terminal answers the program's questions. Killed when disposed of.
 */
export class Pty implements AsyncDisposable {
  /** Settles when the process has ended and everything that it wrote is on the screen. */
  readonly exit: Promise<Exit>;
  readonly #pty: IPty;
  readonly #terminal: xterm.Terminal;
  readonly #what: string;
  #cursorShown = true;
  #output = '';
  #titles: string[] = [];
  #bells = 0;
  #exited: Exit | undefined;

  constructor(file: string, args: readonly string[], {columns = 120, rows = 40, cwd, env}: PtyOptions) {
    this.#what = [file, ...args].join(' ');
    this.#terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 200});
    for (const final of ['h', 'l']) {
      this.#terminal.parser.registerCsiHandler({prefix: '?', final}, params => {
        if (params.includes(25)) this.#cursorShown = final === 'h';
        return false;
      });
    }
    this.#terminal.onTitleChange(title => this.#titles.push(title));
    this.#terminal.onBell(() => this.#bells++);
    this.#pty = spawn(file, [...args], {
      name: env.TERM ?? 'xterm-256color',
      cols: columns,
      rows,
      env: {...env},
      ...(cwd === undefined ? {} : {cwd}),
    });
    this.#pty.onData(data => {
      this.#output += data;
      this.#terminal.write(data);
    });
    this.#terminal.onData(answer => {
      if (!this.#exited) this.#pty.write(answer);
    });
    const {promise, resolve} = Promise.withResolvers<Exit>();
    this.#pty.onExit(({exitCode, signal = 0}) => {
      this.#exited = {code: exitCode, signal};
      this.#terminal.write('', () => resolve(this.#exited!));
    });
    this.exit = promise;
  }

  /** Its cells, colours and all. */
  get emulator(): xterm.Terminal {
    return this.#terminal;
  }

  get pid(): number {
    return this.#pty.pid;
  }

  get running(): boolean {
    return this.#exited === undefined;
  }

  /** Everything that was written to the terminal, escape sequences and all. */
  get output(): string {
    return this.#output;
  }

  get size(): {readonly columns: number; readonly rows: number} {
    return {columns: this.#terminal.cols, rows: this.#terminal.rows};
  }

  /** The rows that are on the screen now, without trailing blanks. */
  get rows(): string[] {
    const {active} = this.#terminal.buffer;
    return Array.from({length: this.#terminal.rows}, (_, row) =>
      (active.getLine(active.viewportY + row)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  get screen(): string {
    return this.rows.join('\n');
  }

  /** The titles that the window was given, in their order. */
  get titles(): readonly string[] {
    return this.#titles;
  }

  get bells(): number {
    return this.#bells;
  }

  get modes(): Modes {
    const {bracketedPasteMode, wraparoundMode} = this.#terminal.modes;
    return {
      alternateScreen: this.#terminal.buffer.active.type === 'alternate',
      cursorShown: this.#cursorShown,
      bracketedPaste: bracketedPasteMode,
      autowrap: wraparoundMode,
    };
  }

  /** Types: keys as the terminal sends them. */
  press(keys: string): void {
    this.#pty.write(keys);
  }

  /** Writes to the screen past the program, as a stray message of another one does. */
  spoil(text: string): void {
    this.#terminal.write(text);
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** As `kill PID` does from elsewhere. */
  signal(name: NodeJS.Signals): void {
    process.kill(this.#pty.pid, name);
  }

  /** The reader at this end stops reading: the program's writes back up. */
  stall(): void {
    this.#pty.pause();
  }

  unstall(): void {
    this.#pty.resume();
  }

  /** Closes the terminal under the program, as a terminal's window that is closed does. */
  hangUp(): void {
    // node-pty's own destroy() sends a SIGHUP of its own too: here the kernel's is the only one.
    (this.#pty as unknown as {_socket: {destroy(): void}})._socket.destroy();
  }

  /**
   * Until the screen has the text, matches the pattern or is as the function says; resolves to the screen.
   * Rejects with the screen when it does not come about in 20 s, or when the program ends before.
   */
  async waitFor(wanted: Wanted, {withinMs = patienceMs}: {readonly withinMs?: number} = {}): Promise<string> {
    const is = (screen: string) =>
      typeof wanted === 'string'
        ? screen.includes(wanted)
        : wanted instanceof RegExp
          ? wanted.test(screen)
          : wanted(screen);
    const deadline = performance.now() + withinMs;
    for (;;) {
      const over = this.#exited !== undefined || performance.now() > deadline;
      await this.#parsed();
      const {screen} = this;
      if (is(screen)) return screen;
      if (over) throw new Error(this.#report(`waited for ${wanted}`));
      await sleep(10);
    }
  }

  /** Until the program has written a frame that was begun after this call, and the screen shows it. */
  async nextFrame(): Promise<void> {
    const {length} = this.#output;
    await this.waitFor(() => this.#output.length > length);
  }

  /** The exit code, or the screen when the program does not end in `withinMs`. */
  async exitWithin(withinMs = patienceMs): Promise<Exit> {
    const timeout = new AbortController();
    const late = sleep(withinMs, undefined, {signal: timeout.signal}).then(
      () => {
        throw new Error(this.#report(`waited ${withinMs} ms for the end`));
      },
      () => {},
    );
    try {
      return (await Promise.race([this.exit, late])) as Exit;
    } finally {
      timeout.abort();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#pty.resume();
    // The process group: what the program started goes with it.
    if (!this.#exited) killGroup(this.#pty.pid);
    await this.exit;
    this.#terminal.dispose();
  }

  #parsed(): Promise<void> {
    return new Promise(resolve => this.#terminal.write('', resolve));
  }

  #report(problem: string): string {
    const {columns, rows} = this.size;
    const end = this.#exited ? `, which has ended with ${JSON.stringify(this.#exited)}` : '';
    const rule = '-'.repeat(Math.min(columns, 120));
    return `${problem}: ${this.#what}${end}; the screen (${columns}×${rows}) is\n${rule}\n${this.screen.trimEnd()}\n${rule}`;
  }
}

function killGroup(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
}
