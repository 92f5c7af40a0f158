import type {Answer} from './input/answer.ts';

/** What the terminal has said of itself. What it has not answered is not there. */
export interface TerminalFacts {
  /** Its name and version, as it puts them. */
  readonly name?: string;
  /** DA1: what it is compatible with, and what it can do. */
  readonly attributes?: readonly number[];
  /** It can be told where a frame begins and ends (mode 2026), and shows it at once. */
  readonly synchronized: boolean;
  /** It has kitty's keyboard protocol. */
  readonly keyboard: boolean;
  /** Which characters it repeats when told so (REP). */
  readonly repeat: 'none' | 'ascii' | 'all';
}

/** A character, and two more by REP: in which column the cursor is then tells whether it was understood. */
const repeatProbe = (character: string) => `\u001b[2H${character}\u001b[2b\u001b[6n`;
const repeated = 4;
const places = [2, repeated];

/**
 * Asks the terminal what it is and can do. All terminals answer the last question (DA1), so whoever has answered it
 * has answered all.
 */
export class Interview {
  readonly #facts: {-readonly [Key in keyof TerminalFacts]: TerminalFacts[Key]} = {
    synchronized: false,
    keyboard: false,
    repeat: 'none',
  };
  readonly #unicode: boolean;
  #isOver = false;
  /** Positions that are still to be told. */
  #positions: number;

  /** `unicode`: the terminal can be sent more than ASCII. */
  constructor(unicode: boolean) {
    this.#unicode = unicode;
    this.#positions = unicode ? 2 : 1;
  }

  /**
   * The questions: mode 2026, keyboard, name, REP, attributes. REP is tried on the second row, if there is one: on the
   * first, an answer looks like F3.
   */
  get questions(): string {
    const repeat = repeatProbe(' ') + (this.#unicode ? repeatProbe('─') : '');
    return `\u001b[?2026$p\u001b[?u\u001b[>q${repeat}\u001b[c`;
  }

  get facts(): TerminalFacts {
    return this.#facts;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether the cursor's position is expected there. */
  expects(row: number, column: number): boolean {
    return this.#positions > 0 && row <= 2 && places.includes(column);
  }

  /** Takes an answer in; false: it is none to these questions. */
  hear(answer: Answer): boolean {
    switch (answer.type) {
      case 'mode':
        // 0: not known; 4: known, and always off.
        if (answer.mode === 2026) this.#facts.synchronized = answer.state > 0 && answer.state < 4;
        return answer.mode === 2026;
      case 'keyboard':
        this.#facts.keyboard = true;
        return true;
      case 'version':
        this.#facts.name = answer.name;
        return true;
      case 'position':
        if (!this.expects(answer.row, answer.column)) return false;
        this.#positions--;
        if (answer.column === repeated)
          this.#facts.repeat = this.#unicode && this.#positions > 0 ? 'ascii' : 'all';
        return true;
      case 'attributes':
        if (answer.level !== 1) return false;
        this.#facts.attributes = answer.params;
        this.#isOver = true;
        return true;
      default:
        return false;
    }
  }
}
