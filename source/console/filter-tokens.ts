/** A piece of a row filter's text. */
export interface FilterToken {
  /** `text` stood in quotes, `sign` is an operator or a bracket, `end` is behind all. */
  readonly kind: 'word' | 'text' | 'sign' | 'end';
  /** Without its quotes. */
  readonly text: string;
  /** The number of its first character, from 1. */
  readonly at: number;
}

const shape =
  /\s*(?:(?<sign><=|>=|==|!=|~=|[<>=~!()])|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|(?<word>[^\s()<>=~!"']+))/sy;

/** Takes a row filter's text apart; the last token is its end, or a quote that is not closed, with all behind it. */
export function filterTokens(text: string): FilterToken[] {
  const tokens: FilterToken[] = [];
  shape.lastIndex = 0;
  let end = 0;
  for (let found = shape.exec(text); found; found = shape.exec(text)) {
    end = shape.lastIndex;
    const at = end - found[0].trimStart().length + 1;
    const {sign, word, double, single} = found.groups!;
    const quoted = double ?? single;
    // A \ is left to the pattern that it stands in, but for one that keeps a quote from being the last.
    if (quoted !== undefined) tokens.push({kind: 'text', text: quoted.replace(/\\(["'])/g, '$1'), at});
    else tokens.push(sign === undefined ? {kind: 'word', text: word!, at} : {kind: 'sign', text: sign, at});
  }
  const rest = text.slice(end).trimStart();
  const at = text.length - rest.length + 1;
  tokens.push(rest === '' ? {kind: 'end', text: '', at} : {kind: 'sign', text: rest, at});
  return tokens;
}
