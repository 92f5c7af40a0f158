/** A place in the pattern: what the next character must be, if anything, and where to go from there. */
interface State {
  readonly fits?: (character: string) => boolean;
  /** Passed only before the first or behind the last character. */
  readonly edge?: '^' | '$';
  next: readonly State[];
}

/** A piece of the pattern, given what comes behind it. */
type Piece = (next: State) => State;

/**
 * Reads a regular expression of the plain kind: characters, `.`, `[a-z]`, `[^a-z]`, `\d`, groups, `|`, `*`, `+`, `?`,
 * `^` and `$`; `\` takes its meaning from another character. It is found anywhere in a text, in upper or lower case.
 * Returns what is wrong with the pattern where it cannot be read.
 *
 * RegExp would need minutes for some patterns on some texts, and both come from others. This takes at most a step for
 * each character of the text and each of the pattern: all ways through it are followed at once.
 */
export function textPattern(pattern: string): ((text: string) => boolean) | string {
  const read = new PatternReader(pattern).read();
  if (typeof read === 'string') return read;
  const final: State = {next: []};
  const first = read(final);
  return text => isFound(first, final, Array.from(text.toLowerCase()));
}

function isFound(first: State, final: State, characters: readonly string[]): boolean {
  let states = new Set<State>();
  for (let at = 0; at <= characters.length; at++) {
    const reached = new Set<State>();
    // A set is gone through in the order in which it grows, so that what is reached without a character comes too.
    states.add(first);
    for (const state of states) {
      if (state === final) return true;
      if (state.edge === '^' && at > 0) continue;
      if (state.edge === '$' && at < characters.length) continue;
      if (!state.fits) for (const next of state.next) states.add(next);
      else if (at < characters.length && state.fits(characters[at]!)) reached.add(state.next[0]!);
    }
    states = reached;
  }
  return false;
}

class PatternReader {
  readonly #characters: readonly string[];
  #at = 0;
  #problem: string | undefined;

  constructor(pattern: string) {
    this.#characters = Array.from(pattern);
  }

  read(): Piece | string {
    const piece = this.#choice();
    if (this.#at < this.#characters.length) this.#refuse('a ) without its (');
    return this.#problem ?? piece;
  }

  #choice(): Piece {
    const pieces = [this.#sequence()];
    while (this.#take('|')) pieces.push(this.#sequence());
    return next => ({next: pieces.map(piece => piece(next))});
  }

  #sequence(): Piece {
    const pieces: Piece[] = [];
    while (!this.#problem && this.#at < this.#characters.length && !'|)'.includes(this.#peek)) {
      pieces.push(this.#repeated());
    }
    return next => pieces.reduceRight((after, piece) => piece(after), next);
  }

  #repeated(): Piece {
    const piece = this.#one();
    const repeat = '*+?'.includes(this.#peek) ? this.#take() : '';
    if (repeat === '?') return next => ({next: [piece(next), next]});
    if (repeat === '') return piece;
    return next => {
      const loop: State = {next: []};
      const first = piece(loop);
      loop.next = [first, next];
      return repeat === '*' ? loop : first;
    };
  }

  #one(): Piece {
    const character = this.#take();
    if (character === '(') {
      const piece = this.#choice();
      if (!this.#take(')')) this.#refuse('a ( without its )');
      return piece;
    }
    if (character === '^' || character === '$') {
      if ('*+?'.includes(this.#peek)) this.#refuse(`a ${this.#peek} behind ${character}`);
      return next => ({edge: character, next: [next]});
    }
    if ('*+?{}]'.includes(character))
      this.#refuse(`a ${character} where it has no meaning, which \\${character} is`);
    const fits = this.#fits(character);
    return next => ({fits, next: [next]});
  }

  #fits(character: string): (character: string) => boolean {
    if (character === '.') return () => true;
    if (character === '[') return this.#oneOf();
    if (character !== '\\') return isJust(character);
    return this.#escaped() ?? (one => one >= '0' && one <= '9');
  }

  /** Behind a `\`: a character that means itself, or undefined for a digit. */
  #escaped(): ((character: string) => boolean) | undefined {
    const escaped = this.#take();
    if (escaped === 'd') return undefined;
    if (escaped === '' || /[a-z\d]/i.test(escaped)) this.#refuse(`\\${escaped}, which has no meaning`);
    return isJust(escaped);
  }

  #oneOf(): (character: string) => boolean {
    const isInverse = this.#take('^') !== '';
    const tests: ((character: string) => boolean)[] = [];
    while (this.#peek !== ']' && !this.#problem) {
      const from = this.#take();
      if (from === '') this.#refuse('a [ without its ]');
      else if (from === '\\') tests.push(this.#fits(from));
      else if (this.#peek === '-' && this.#characters[this.#at + 1] !== ']') {
        this.#take();
        const [low, high] = [from.toLowerCase(), this.#take().toLowerCase()];
        if (low > high || high === '\\') this.#refuse(`the range ${low}-${high}`);
        tests.push(one => one >= low && one <= high);
      } else tests.push(isJust(from));
    }
    this.#take();
    if (tests.length === 0) this.#refuse('nothing between [ and ]');
    return one => tests.some(test => test(one)) !== isInverse;
  }

  get #peek(): string {
    return this.#characters[this.#at] ?? '\n';
  }

  /** The next character, or that one if it is the next; otherwise an empty text. */
  #take(wanted = this.#characters[this.#at]): string {
    return wanted !== undefined && this.#characters[this.#at] === wanted ? this.#characters[this.#at++]! : '';
  }

  #refuse(problem: string): void {
    this.#problem ??= problem;
  }
}

function isJust(character: string): (character: string) => boolean {
  const wanted = character.toLowerCase();
  return one => one === wanted;
}
