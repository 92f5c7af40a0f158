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

/**
 * Characters, each of which REP is to print twice more, and in which column: where the cursor is then tells what has
 * come of which of them, though answers be doubled (two terminals on one session) or lost.
 */
const probes = [
  {character: ' ', column: 1},
  {character: '─', column: 5},
];

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
  #isOver = false;
  readonly #probes: typeof probes;
  /** By probe, whether its character was repeated; undefined: that is still to be told. */
  readonly #repeated: (boolean | undefined)[] = [];

  /** `unicode`: the terminal can be sent more than ASCII. */
  constructor(unicode: boolean) {
    this.#probes = unicode ? probes : probes.slice(0, 1);
  }

  /**
   * The questions: mode 2026, keyboard, name, REP, attributes. REP is tried on the second row, if there is one: on the
   * first, an answer looks like F3.
   */
  get questions(): string {
    const repeat = this.#probes.map(
      ({character, column}) => `\u001b[2;${column}H${character}\u001b[2b\u001b[6n`,
    );
    return `\u001b[?2026$p\u001b[?u\u001b[>q${repeat.join('')}\u001b[c`;
  }

  get facts(): TerminalFacts {
    return this.#facts;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether the cursor's position is expected there. */
  expects(row: number, column: number): boolean {
    return row <= 2 && this.#probeAt(column) !== undefined;
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
        return this.#hearPosition(answer.row, answer.column);
      case 'attributes':
        if (answer.level !== 1) return false;
        this.#facts.attributes = answer.params;
        this.#isOver = true;
        return true;
      default:
        return false;
    }
  }

  #hearPosition(row: number, column: number): boolean {
    const index = this.#probeAt(column);
    if (row > 2 || index === undefined) return false;
    this.#repeated[index] = column === this.#probes[index]!.column + 3;
    const isAll = this.#probes.every((_, at) => this.#repeated[at]);
    this.#facts.repeat = isAll ? 'all' : this.#repeated[0] ? 'ascii' : 'none';
    return true;
  }

  /** The probe that is still to be answered, and after which the cursor may be in that column. */
  #probeAt(column: number): number | undefined {
    const index = this.#probes.findIndex(
      (probe, at) => this.#repeated[at] === undefined && [1, 3].includes(column - probe.column),
    );
    return index < 0 ? undefined : index;
  }
}
