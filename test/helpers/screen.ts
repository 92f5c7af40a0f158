// What tests ask of a console's screen, so that where a thing stands on it is known here alone.

/** The name of the pane that has the focus; undefined where none can be told. */
export function focused(screen: string): string | undefined {
  return /[▸>]\d ([A-Z][a-z]+)/.exec(screen)?.[1];
}

/** The names of the panes on the screen, in the order of their numbers. */
export function panes(screen: string): string[] {
  return [...screen.matchAll(/[─━=-][▸>─━=-](\d) (Ticker|Chat|Alerts|Logs)\b/g)]
    .sort(([, one], [, other]) => Number(one) - Number(other))
    .map(([, , name]) => name!);
}

/** All four panes are there, and what is in them has come over their streams. */
export function isLive(screen: string): boolean {
  return panes(screen).length === 4 && trades(screen) > 0 && logLines(screen) > 0 && /#ops/.test(screen);
}

/** How many trades the ticker's title counts. */
export function trades(screen: string): number {
  return Number(/(\d+) trades\b/.exec(screen)?.[1] ?? 0);
}

/** How many lines the title of the logs counts. */
export function logLines(screen: string): number {
  return Number(/(\d+) lines\b/.exec(screen)?.[1] ?? 0);
}

/** The chat room that is shown. */
export function shownRoom(screen: string): string | undefined {
  return /[▸>](#[a-z]+)/.exec(screen)?.[1];
}

/** What is being written in the chat; undefined while nothing is. */
export function draft(screen: string): string | undefined {
  return /^#\w+> (.*?)[▏_]? *(?:│|\||$)/m.exec(screen)?.[1];
}

/** All but the last row. */
export function body(screen: string): string {
  return screen.slice(0, Math.max(0, screen.lastIndexOf('\n')));
}

/** The last row: the strip, or the command that is being written. */
export function lastRow(screen: string): string {
  return screen.slice(screen.lastIndexOf('\n') + 1);
}
