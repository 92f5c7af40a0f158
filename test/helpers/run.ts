import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import {bundle, cleanEnv, requireBundle} from './tailrace.ts';
import {type TempFolder, tempFolder} from './temp-folder.ts';

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from standard input, to its end; default: nothing at all. */
  readonly input?: string;
  /** Default: an empty folder of its own. */
  readonly cwd?: string;
}

/** A process without a terminal; killed when disposed of. */
export class Run implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly #folder: TempFolder;
  readonly #closed: Promise<[number | null, NodeJS.Signals | null]>;
  #ended = false;
  #stdout = '';
  #stderr = '';

  constructor(
    folder: TempFolder,
    args: readonly string[],
    {env = {}, input = '', cwd = folder.path}: RunOptions,
  ) {
    this.#folder = folder;
    this.child = spawn(process.execPath, [bundle, ...args], {
      env: {...cleanEnv(folder), ...env},
      cwd,
      stdio: 'pipe',
    });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    // It may end without having read what it is given.
    this.child.stdin!.on('error', () => {}).end(input);
    this.#closed = once(this.child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    void this.#closed.then(() => (this.#ended = true));
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  get lines(): string[] {
    return this.#stdout.split('\n').slice(0, -1);
  }

  /** Until what it has written is so. Rejects with all of it where it ends before, or after 20 s. */
  async until(is: (run: this) => boolean): Promise<this> {
    const deadline = performance.now() + 20_000;
    for (;;) {
      const over = this.#ended ? 'ended' : performance.now() > deadline ? 'went on' : undefined;
      if (is(this)) return this;
      if (over) throw new Error(`it ${over}; stdout: ${this.#stdout}\nstderr: ${this.#stderr}`);
      await sleep(10);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** The exit code; for a signal that nobody handled, its name. */
  async exit(): Promise<number | string> {
    const [code, signal] = await this.#closed;
    return code ?? signal!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#closed;
    await this.#folder[Symbol.asyncDispose]();
  }
}

/** `tailrace ARGS` as a script would run it. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  requireBundle();
  return new Run(await tempFolder(), args, options);
}

/** `tailrace ARGS`, to its end. */
export async function ran(args: readonly string[], options: RunOptions = {}) {
  await using process = await run(args, options);
  const code = await process.exit();
  return {code, stdout: process.stdout, stderr: process.stderr, lines: process.lines};
}
