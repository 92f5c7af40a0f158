import {type ChildProcessByStdio, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, constants, openSync, writeSync} from 'node:fs';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import {type TempFolder, tempFolder} from '../helpers/temp-folder.ts';

/** Why there can be no pane; false: there can be. */
export const missing: string | false =
  spawnSync('tmux', ['-V']).status !== 0 && 'tmux is not installed: apt-get install tmux';

/** So long tmux may take for anything, in milliseconds. */
const deadlineMs = 10_000;

/** A pane of a tmux of its own, whose program says nothing: what is written to it is all that it shows. */
export class TmuxPane implements AsyncDisposable {
  readonly #folder: TempFolder;
  /** A control client: it takes a command a line, and says what came of it between %begin and %end. */
  readonly #client: ChildProcessByStdio<Writable, Readable, null>;
  readonly #closed: Promise<unknown>;
  readonly #lines: AsyncIterator<string>;
  #device = -1;
  #marks = 0;

  private constructor(folder: TempFolder, columns: number, rows: number) {
    this.#folder = folder;
    const size = ['-x', String(columns), '-y', String(rows)];
    const {TMUX: _, ...env} = process.env;
    this.#client = spawn(
      'tmux',
      ['-L', 'test', '-f', '/dev/null', '-u', '-C', 'new-session', ...size, 'exec cat >/dev/null'],
      {
        env: {...env, TMUX_TMPDIR: folder.path, LC_ALL: 'C.UTF-8', TERM: 'xterm-256color'},
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    this.#closed = once(this.#client, 'close');
    this.#lines = createInterface({input: this.#client.stdout})[Symbol.asyncIterator]();
  }

  static async open(columns: number, rows: number): Promise<TmuxPane> {
    const pane = new TmuxPane(await tempFolder(), columns, rows);
    // What `new-session` itself says.
    await pane.#answer();
    await pane.#ask('refresh-client -f no-output');
    const [device] = await pane.#ask("display-message -p '#{pane_tty}'");
    pane.#device = openSync(device!, constants.O_WRONLY | constants.O_NOCTTY);
    return pane;
  }

  write(text: string): void {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#device, bytes, at);
  }

  /** Its rows with their styles, once it has taken all that was written. */
  async rows(): Promise<string[]> {
    const mark = `mark ${++this.#marks}`;
    this.write(`\u001b]2;${mark}\u0007`);
    const endMs = performance.now() + deadlineMs;
    while ((await this.#ask("display-message -p '#{pane_title}'"))[0] !== mark)
      if (performance.now() > endMs) throw new Error(`tmux took nothing for ${deadlineMs} ms`);
    // Styles go on from row to row.
    let style = '';
    return (await this.#ask('capture-pane -p -e -N')).map(row => {
      const before = style;
      style += row.match(/\u001b\[[\d;:]*m/g)?.join('') ?? '';
      return before + row;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#device >= 0) closeSync(this.#device);
    this.#client.stdin.end('kill-server\n');
    await this.#closed;
    await this.#folder[Symbol.asyncDispose]();
  }

  #ask(command: string): Promise<string[]> {
    this.#client.stdin.write(`${command}\n`);
    return this.#answer();
  }

  async #answer(): Promise<string[]> {
    const late = setTimeout(() => this.#client.kill(), deadlineMs);
    try {
      let body: string[] | undefined;
      for (;;) {
        const {value: line, done} = await this.#lines.next();
        if (done) throw new Error('tmux has ended');
        if (/^%error \d/.test(line)) throw new Error(`tmux: ${body?.join(' ')}`);
        if (/^%begin \d/.test(line)) body = [];
        else if (body && /^%end \d/.test(line)) return body;
        else body?.push(line);
      }
    } finally {
      clearTimeout(late);
    }
  }
}
