/** What the terminal at the other end can show, as far as the environment tells. */
export interface Capabilities {
  /** False: draw with ASCII alone. */
  readonly unicode: boolean;
  /** 0: none (NO_COLOR); 1: the 16 colours that every palette defines. */
  readonly colors: 0 | 1;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the locale and the colour conventions (no-color.org, force-color.org) from the environment.
 * POSIX: the first of LC_ALL, LC_CTYPE and LANG that is set and not empty decides the character set.
 */
export function capabilities(env: Environment): Capabilities {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  const refused = Boolean(env.NO_COLOR) || env.FORCE_COLOR === '0' || env.FORCE_COLOR === 'false';
  const monochrome = /^(?:vt\d+|linux-m\d*|.*-m(?:ono)?)$/.test(env.TERM ?? '');
  return {
    unicode: /utf-?8/i.test(locale),
    colors: refused || (monochrome && !forced) ? 0 : 1,
  };
}

/** Why this is no terminal that a console can run in; undefined when it is one. */
export function unfit(isTerminal: boolean, env: Environment): string | undefined {
  if (!isTerminal) return 'standard output is not a terminal';
  const term = env.TERM ?? '';
  if (term === 'dumb' || term === 'unknown') return `the terminal is "${term}", which cannot move its cursor`;
  return undefined;
}
