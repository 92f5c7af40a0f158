/** What stands between this process and the terminal, and answers in the terminal's place. */
export type Multiplexer = 'tmux' | 'screen';

/**
 * The multiplexer that this process runs in; undefined: none on this machine. TERM does not tell: a tmux on the
 * user's own side of the line sets it too, and that one is beyond the line, so that its answers are worth waiting
 * for. Where one runs inside the other, `tmux` is named: it can be asked who is attached.
 */
export function multiplexer(env: Readonly<Record<string, string | undefined>>): Multiplexer | undefined {
  if (env.TMUX) return 'tmux';
  if (env.STY) return 'screen';
  return undefined;
}
