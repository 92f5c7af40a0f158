import {readFile, writeFile} from 'node:fs/promises';
import {untouched} from './pty.ts';
import {runs} from './runs.ts';
import {bundle, inTerminal, type Tailrace, type TailraceOptions} from './tailrace.ts';

/** An interactive bash in a terminal, from which tailrace is started as users start it. */
export class Shell implements AsyncDisposable {
  readonly terminal: Tailrace;

  private constructor(terminal: Tailrace) {
    this.terminal = terminal;
  }

  /** At its prompt, with the line "before the console" on the screen. */
  static async start({env = {}, ...options}: TailraceOptions = {}): Promise<Shell> {
    const terminal = await inTerminal('/bin/bash', ['--norc', '--noprofile', '-i'], {
      ...options,
      env: {PS1: '$ ', ...env},
    });
    const shell = new Shell(terminal);
    await terminal.waitFor(/^\$/);
    // The process that runs it is the one whose id is in the file.
    await writeFile(
      terminal.folder.file('tailrace.sh'),
      `echo $$ >${terminal.folder.file('pid')}\nexec ${process.execPath} ${bundle} "$@"\n`,
    );
    // Bash switches the paste mode itself at each prompt: here only the console shall.
    shell.type(`bind 'set enable-bracketed-paste off'`);
    shell.type('before=$(stty -g)');
    shell.type('clear; echo before the console');
    await terminal.waitFor(/^before the console\n\$/);
    return shell;
  }

  /** Types a line. */
  type(line: string): void {
    this.terminal.press(`${line}\r`);
  }

  /** Types what starts tailrace; `before` goes before it and `after` after it on the line. */
  tailrace(args = '', {before = '', after = ''} = {}): void {
    this.type(`${before}sh tailrace.sh ${args}${after}`);
  }

  /** Until the process that `tailrace` started has ended. */
  async ended(): Promise<void> {
    const pid = await this.pid();
    await this.terminal.waitFor(() => !runs(pid));
  }

  /** Until bash waits for a command: the last line is its prompt, with nothing after it. */
  async prompt(): Promise<string> {
    return this.terminal.waitFor(screen => /\n\$\s*$/.test(screen) && !this.terminal.modes.alternateScreen);
  }

  /** The id of the process that `tailrace` started. */
  async pid(): Promise<number> {
    return Number(await readFile(this.terminal.folder.file('pid'), 'utf8'));
  }

  async signal(name: NodeJS.Signals): Promise<void> {
    process.kill(await this.pid(), name);
  }

  /**
   * The exit code that bash tells of what has just ended. Rejects unless the terminal is then as it was before: the screen's modes, what
   * stood on it, and every setting of `stty`.
   */
  async exitCode(): Promise<number> {
    const {terminal} = this;
    const screen = await this.prompt();
    this.type(`echo "exit code $?"; [ "$(stty -g)" = "$before" ] && echo "stty as"  before || stty -a`);
    const after = await terminal.waitFor(/^(stty as before|speed )/m);
    const flaws = [
      ...(after.includes('stty as before') ? [] : ['the settings of stty are others']),
      ...(screen.startsWith('before the console\n') ? [] : ['the screen is not as it was']),
      ...Object.entries(untouched)
        .filter(([mode, value]) => terminal.modes[mode as keyof typeof untouched] !== value)
        .map(([mode]) => `${mode} is ${!untouched[mode as keyof typeof untouched]}`),
    ];
    if (flaws.length > 0) throw new Error(`${flaws.join('; ')}:\n${after}`);
    return Number(/^exit code (\d+)$/m.exec(after)![1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.terminal[Symbol.asyncDispose]();
  }
}
