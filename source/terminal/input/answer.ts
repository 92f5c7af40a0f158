/**
 * What a terminal answers to a question, or tells unasked.
 * - `position`: of the cursor, row and column from 1 (CPR, DECXCPR).
 * - `status`: 0 is ready, 3 is not (DSR 5).
 * - `mode`: 0 not known, 1 set, 2 reset, 3 always set, 4 always reset (DECRPM, of a private mode).
 * - `attributes`: of level 1 what it can do (DA1), of level 2 what it is (DA2).
 * - `version`: its name and version, as it puts them (XTVERSION).
 * - `keyboard`: flags of kitty's keyboard protocol that are set.
 * - `focus`: the window has it, or has lost it.
 * - `other`: whatever else is no key, such as colours (OSC 10, 11); `text` as it was sent, a string without its end.
 */
export type Answer =
  | {readonly type: 'position'; readonly row: number; readonly column: number}
  | {readonly type: 'status'; readonly code: 0 | 3}
  | {readonly type: 'mode'; readonly mode: number; readonly state: number}
  | {readonly type: 'attributes'; readonly level: 1 | 2; readonly params: readonly number[]}
  | {readonly type: 'version'; readonly name: string}
  | {readonly type: 'keyboard'; readonly flags: number}
  | {readonly type: 'focus'; readonly focused: boolean}
  | {readonly type: 'other'; readonly text: string};

/** Private markers, intermediates and final letters that no key has. rxvt's `ESC[2$` ends in its intermediate. */
const noKey = /^\u001b(?:\[(?:[<=>?]|[\d:;]*[ -/]+[@-~]|[\d:;]*[ntxy]$)|[P\]_^X])/;

/**
 * What a CSI or string token (see Token) answers; undefined: it is a key. F3 with modifiers is `CSI 1;2R` to
 * `CSI 1;16R`, just as a cursor's position is: it is taken for the key, unless `expects` says that the position is
 * expected there. Protocols: XTerm Control Sequences; kitty's keyboard protocol.
 */
export function readAnswer(
  sequence: string,
  expects: (row: number, column: number) => boolean = () => false,
): Answer | undefined {
  const [, body, final] = /^\u001b\[([\d:;<=>?]*)(\$?[@-~])$/.exec(sequence) ?? [];
  if (body !== undefined) {
    const answer = readCsi(body, final!);
    if (answer?.type === 'position' && /^1;(?:[2-9]|1[0-6])$/.test(body)) {
      return expects(answer.row, answer.column) ? answer : undefined;
    }
    if (answer) return answer;
  }
  if (sequence.startsWith('\u001bP>|')) return {type: 'version', name: sequence.slice(4)};
  return noKey.test(sequence) ? {type: 'other', text: sequence} : undefined;
}

function readCsi(body: string, final: string): Answer | undefined {
  const marker = /^[<=>?]/.exec(body)?.[0] ?? '';
  const numbers = body.slice(marker.length);
  if (!/^[\d;]{0,100}$/.test(numbers)) return undefined;
  const params = numbers.split(';').map(Number);
  const [first = 0, second = 0] = params;
  switch (marker + final) {
    case 'R':
      return params.length === 2 ? {type: 'position', row: first, column: second} : undefined;
    case '?R':
      return params.length > 1 ? {type: 'position', row: first, column: second} : undefined;
    case 'n':
      return numbers === '0' || numbers === '3' ? {type: 'status', code: numbers === '0' ? 0 : 3} : undefined;
    case '?$y':
      return params.length === 2 ? {type: 'mode', mode: first, state: second} : undefined;
    case '?c':
      return {type: 'attributes', level: 1, params};
    case '>c':
      return {type: 'attributes', level: 2, params};
    case '?u':
      return params.length === 1 ? {type: 'keyboard', flags: first} : undefined;
    case 'I':
    case 'O':
      return numbers === '' ? {type: 'focus', focused: final === 'I'} : undefined;
    default:
      return undefined;
  }
}
