import {StringDecoder} from 'node:string_decoder';
import {PasteText} from './paste-text.ts';

/**
 * One thing that a terminal has sent.
 * - `text`: a run of printable characters. Where such a run is cut in two depends on how it came.
 * - `key`: what is a key and nothing else: a C0 control or DEL, Esc alone (`ESC`), Alt and a character (`ESC a`),
 *   an SS3 sequence (`ESC O A`).
 * - `csi`: a whole CSI sequence from its ESC, or two ESC, to its final letter: a key, an answer or the mouse.
 * - `string`: a DCS, OSC, APC, PM or SOS string from its ESC, without what ended it (ST or BEL): never a key.
 * - `paste`: what stood in a bracketed paste, literally.
 */
export interface Token {
  readonly type: 'text' | 'key' | 'csi' | 'string' | 'paste';
  readonly text: string;
}

/** What was given up, because it was too long, or because it had no end. */
export interface Dropped {
  /** CSI, SS3 and string sequences. */
  readonly sequences: number;
  /** UTF-16 units of pastes. */
  readonly pasted: number;
}

type State = 'ground' | 'escape' | 'csi' | 'ss3' | 'string' | 'string end' | 'mouse' | 'paste';

const esc = '\u001b';
/** Of a CSI or SS3 sequence, and of a string, in UTF-16 units. */
const limits = {csi: 256, ss3: 256, string: 4096};
const printable = /[^\u0000-\u001f\u007f]+/y;

/**
 * Splits what a terminal sends into tokens, however it is cut into chunks. What begins like a sequence and has not
 * ended is pending until more comes, or `flush` or `endPaste` ends it. Holds no more than 64 Ki UTF-16 units.
 * Grammar: ECMA-48 5.4–5.6; XTerm Control Sequences (bracketed paste, `ESC[M` mouse); `ESC[[A` of the Linux console
 * and `ESC[2$` of rxvt as Ink's input-parser has them.
 */
export class Tokens {
  readonly #decoder = new StringDecoder('utf8');
  #state: State = 'ground';
  /** The pending sequence, from its ESC; of one that is too long, its beginning. */
  #sequence = '';
  #tooLong = false;
  /** Characters of an X10 mouse report that are still to come. */
  #mouseLeft = 0;
  #paste = new PasteText();
  #dropped = {sequences: 0, pasted: 0};
  #tokens: Token[] = [];

  get dropped(): Dropped {
    return this.#dropped;
  }

  /**
   * What is pending: an `escape`, which is Esc if nothing follows; an `introducer` (`ESC[`, `ESC P`), which would be
   * Alt and a key; a `sequence` that no hand can have typed (`ESC[1;`), which must not become keys; a `paste`.
   */
  get waiting(): 'escape' | 'introducer' | 'sequence' | 'paste' | undefined {
    if (this.#state === 'ground') return undefined;
    if (this.#state === 'paste' || this.#state === 'escape') return this.#state;
    return this.#isIntroducer() ? 'introducer' : 'sequence';
  }

  write(bytes: Uint8Array): Token[] {
    const text = this.#decoder.write(bytes);
    for (let at = 0; at < text.length; ) at += this.#step(text, at);
    return this.#taken();
  }

  /**
   * Nothing has followed for a while: gives what is pending as keys (Esc alone, Alt+[), and drops a sequence that is
   * more than that. A paste goes on.
   */
  flush(): Token[] {
    const state = this.#state;
    if (state === 'escape') {
      for (const one of this.#sequence) this.#end('key', one);
    } else if (state !== 'ground' && state !== 'paste') {
      this.#abandon();
      if (state === 'string end') this.#end('key', esc);
    }
    return this.#taken();
  }

  /** Nothing has followed for so long that the end of a paste will not come: gives what there is of it. */
  endPaste(): Token[] {
    if (this.#state === 'paste') {
      this.#paste.end();
      this.#pasted();
    }
    return this.#taken();
  }

  /** Forgets what is pending. */
  reset(): void {
    this.#decoder.end();
    this.#paste = new PasteText();
    this.#begin('ground', '');
  }

  /** Takes what stands at `at`; how many units it took: 0 when they are to be seen again, in the state it led to. */
  #step(text: string, at: number): number {
    switch (this.#state) {
      case 'ground':
        return this.#ground(text, at);
      case 'escape':
        return this.#escape(String.fromCodePoint(text.codePointAt(at)!));
      case 'csi':
        return this.#csi(text[at]!);
      case 'ss3':
        return this.#ss3(text[at]!);
      case 'string':
        return this.#string(text, at);
      case 'string end':
        return this.#stringEnd(text[at]!);
      case 'mouse':
        return this.#mouse(String.fromCodePoint(text.codePointAt(at)!));
      case 'paste':
        return this.#pasting(text, at);
    }
  }

  #ground(text: string, at: number): number {
    const run = runAt(text, at);
    if (run !== '') this.#end('text', run);
    else if (text[at] === esc) this.#begin('escape', esc);
    else this.#end('key', text[at]!);
    return run.length || 1;
  }

  /** After one ESC, or two: Alt and a key that is a sequence itself, or Esc and then something else. */
  #escape(letter: string): number {
    const doubled = this.#sequence.length > 1;
    if (letter === '[') this.#begin('csi', this.#sequence + letter);
    else if (letter === 'O') this.#begin('ss3', this.#sequence + letter);
    else if (doubled) {
      this.#end('key', esc);
      this.#begin('escape', esc);
      return 0;
    } else if (letter === esc) this.#sequence += esc;
    else if ('P]_^X'.includes(letter)) this.#begin('string', esc + letter);
    else this.#end('key', esc + letter);
    return letter.length;
  }

  #csi(letter: string): number {
    const body = this.#sequence.slice(this.#sequence.indexOf('[') + 1);
    const isFinal = (letter >= '@' && letter <= '~') || (letter === '$' && /^[235678]$/.test(body));
    if (letter === '[' && body === '') this.#append(letter, limits.csi);
    else if (isFinal) this.#csiEnd(this.#sequence + letter, body + letter);
    else if (letter >= ' ' && letter <= '?') this.#append(letter, limits.csi);
    else return this.#abandon();
    return 1;
  }

  #csiEnd(sequence: string, body: string): void {
    const special = body === '200~' || body === 'M';
    if (this.#tooLong || !special) return this.#end('csi', sequence);
    // Esc was pressed just before.
    if (sequence.startsWith(esc + esc)) this.#end('key', esc);
    this.#begin(body === 'M' ? 'mouse' : 'paste', esc);
    this.#mouseLeft = 3;
  }

  #ss3(letter: string): number {
    if (letter >= '@' && letter <= '~') this.#end('key', this.#sequence + letter);
    else if ((letter >= '0' && letter <= '9') || letter === ';') this.#append(letter, limits.ss3);
    else return this.#abandon();
    return 1;
  }

  /** Terminals put no controls into strings: at one, it was none. So ^C is always heard. */
  #string(text: string, at: number): number {
    const run = runAt(text, at);
    if (run !== '') this.#append(run, limits.string);
    else if (text[at] === '\u0007') this.#end('string', this.#sequence);
    else if (text[at] === esc) this.#state = 'string end';
    else return this.#abandon();
    return run.length || 1;
  }

  #stringEnd(letter: string): number {
    if (letter === '\\') {
      this.#end('string', this.#sequence);
      return 1;
    }
    this.#abandon();
    this.#begin('escape', esc);
    return 0;
  }

  /**
   * `ESC[M` and three bytes from 0x20 up, of which those beyond 0x7f are no UTF-8: each becomes a U+FFFD, save in
   * windows of more than 95 rows, where two may become one. Nobody asks for these reports here.
   */
  #mouse(letter: string): number {
    if (letter < ' ') return this.#abandon();
    if (--this.#mouseLeft === 0) this.#state = 'ground';
    return letter.length;
  }

  #pasting(text: string, at: number): number {
    const used = this.#paste.add(at === 0 ? text : text.slice(at));
    if (used !== undefined) this.#pasted();
    return used ?? text.length - at;
  }

  #pasted(): void {
    this.#dropped.pasted += this.#paste.cut;
    this.#end('paste', this.#paste.text);
    this.#paste = new PasteText();
  }

  #begin(state: State, sequence: string): void {
    this.#state = state;
    this.#sequence = sequence;
    this.#tooLong = false;
  }

  #append(text: string, limit: number): void {
    if (this.#sequence.length + text.length > limit) this.#tooLong = true;
    if (!this.#tooLong) this.#sequence += text;
  }

  #end(type: Token['type'], text: string): void {
    if (this.#tooLong) this.#dropped.sequences++;
    else this.#tokens.push({type, text});
    this.#begin('ground', '');
  }

  /** What is pending goes no further. An introducer by itself is Alt and a key; more than that is dropped. */
  #abandon(): 0 {
    const sequence = this.#sequence;
    const isKey = this.#isIntroducer();
    const doubled = sequence.startsWith(esc + esc);
    this.#begin('ground', '');
    if (doubled) this.#end('key', esc);
    if (isKey) this.#end('key', doubled ? sequence.slice(1) : sequence);
    else this.#dropped.sequences++;
    return 0;
  }

  #isIntroducer(): boolean {
    return !this.#tooLong && /^\u001b{1,2}[^\u001b]$/.test(this.#sequence);
  }

  #taken(): Token[] {
    const tokens = this.#tokens;
    this.#tokens = [];
    return tokens;
  }
}

function runAt(text: string, at: number): string {
  printable.lastIndex = at;
  return printable.exec(text)?.[0] ?? '';
}
