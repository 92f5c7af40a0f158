import {existsSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Pty, type PtyOptions} from './pty.ts';
import {type TempFolder, tempFolder} from './temp-folder.ts';

export const project = fileURLToPath(new URL('../..', import.meta.url));
/** The bundle, as users run it. */
export const bundle = join(project, 'dist/cli.js');

/** Throws where there is nothing to test. */
export function requireBundle(): void {
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing: run "npm run build" first`);
}

/**
 * An environment like a user's at a UTF-8 terminal, with nothing of the one that the tests run in. Its home and the
 * program's log are in `folder`.
 */
export function cleanEnv(folder: TempFolder): Record<string, string> {
  return {
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: folder.path,
    TAILRACE_LOG: folder.file('tailrace.log'),
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    USER: 'ada',
    // Any value but this one, even an empty one, tells Ink that nobody is watching.
    CI: 'false',
  };
}

export interface TailraceOptions extends Omit<PtyOptions, 'env' | 'cwd'> {
  /** Over the clean environment; undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Tailrace extends Pty {
  readonly folder: TempFolder;
}

/** `tailrace ARGS` in a terminal of its own. */
export async function tailrace(
  args: readonly string[] = [],
  options: TailraceOptions = {},
): Promise<Tailrace> {
  return inTerminal(process.execPath, [bundle, ...args], options);
}

/** A program in a terminal of its own, with a clean environment and a home of its own. */
export async function inTerminal(
  file: string,
  args: readonly string[],
  {env = {}, ...size}: TailraceOptions = {},
): Promise<Tailrace> {
  requireBundle();
  const folder = await tempFolder();
  const given = Object.entries({...cleanEnv(folder), ...env}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const pty = new Pty(file, args, {...size, cwd: folder.path, env: Object.fromEntries(given)});
  const dispose = pty[Symbol.asyncDispose].bind(pty);
  return Object.assign(pty, {
    folder,
    async [Symbol.asyncDispose]() {
      await dispose();
      await folder[Symbol.asyncDispose]();
    },
  });
}
