/** What a style is made of, in the order in which its parameters stand. */
const slots = ['bold', 'dim', 'italic', 'underline', 'inverse', 'strike', 'text', 'ground'] as const;
type Slot = (typeof slots)[number];

/** ECMA-48, 8.3.117; 90 to 107 are xterm's bright colours. */
const flags = new Map<string, Slot>([
  ['1', 'bold'],
  ['2', 'dim'],
  ['3', 'italic'],
  ['4', 'underline'],
  ['7', 'inverse'],
  ['9', 'strike'],
]);
const offs: Readonly<Record<Slot, string>> = {
  bold: '22',
  dim: '22',
  italic: '23',
  underline: '24',
  inverse: '27',
  strike: '29',
  text: '39',
  ground: '49',
};
const parameters = /[34]8;(?:5;\d+|2;\d+;\d+;\d+)|\d+/g;

/** A state of the pen: what SGR has set, and what it takes to set it. Immutable. */
export class MinimalStyle {
  readonly #set: ReadonlyMap<Slot, string>;
  /** The parameters that set it on a default pen, joined; equal styles have equal names. */
  readonly name: string;

  private constructor(set: ReadonlyMap<Slot, string>) {
    this.#set = set;
    this.name = slots.flatMap(slot => set.get(slot) ?? []).join(';');
  }

  static readonly plain = new MinimalStyle(new Map());

  /** From its name. */
  static of(name: string): MinimalStyle {
    return MinimalStyle.plain.after(name);
  }

  /** The pen after `CSI parameters m`. */
  after(sequence: string): MinimalStyle {
    const set = new Map(this.#set);
    if (sequence === '' || sequence.startsWith(';')) set.clear();
    for (const [code] of sequence.matchAll(parameters)) {
      const flag = flags.get(code);
      if (Number(code) === 0) set.clear();
      else if (flag) set.set(flag, code);
      else if (/^(3[0-7]|9[0-7]|38;.*)$/.test(code)) set.set('text', code);
      else if (/^(4[0-7]|10[0-7]|48;.*)$/.test(code)) set.set('ground', code);
      else {
        const ended = slots.filter(slot => offs[slot] === code);
        if (ended.length === 0) throw new Error(`no style that is known: SGR ${code}`);
        for (const slot of ended) set.delete(slot);
      }
    }
    return new MinimalStyle(set);
  }

  /** The shortest SGR from this pen to another, by what differs or by a reset; `''` if it is the same. */
  to(other: MinimalStyle): string {
    if (this.name === other.name) return '';
    const ended = slots.filter(slot => this.#set.has(slot) && !other.#set.has(slot)).map(slot => offs[slot]);
    const kept = (slot: Slot) =>
      this.#set.get(slot) === other.#set.get(slot) && !(offs[slot] === '22' && ended.includes('22'));
    const set = slots.filter(slot => other.#set.has(slot) && !kept(slot)).map(slot => other.#set.get(slot)!);
    const changed = [...new Set(ended), ...set].join(';');
    // A parameter left out is 0, which resets.
    const reset = other.name === '' ? '' : `;${other.name}`;
    return `\u001b[${changed.length < reset.length ? changed : reset}m`;
  }

  /** What of it shows on a blank: colour and weight only through a line or as an inverted ground. */
  get onBlank(): MinimalStyle {
    if (!this.#hasLine) return this.#only(slot => slot === 'ground');
    return this.#only(slot => slot !== 'italic');
  }

  /** The pen next to this one that leaves `blank`, which is as `onBlank` gives it, on a blank. */
  forBlank(blank: MinimalStyle): MinimalStyle {
    if (blank.#hasLine) return blank;
    const bare = this.#only(slot => !['underline', 'inverse', 'strike', 'ground'].includes(slot));
    return bare.after(blank.name === '' ? '49' : blank.name);
  }

  /** Whether erasing with it leaves default blanks: of a pen, only the ground goes into what is erased. */
  get erasesToDefault(): boolean {
    return !this.#set.has('ground');
  }

  get #hasLine(): boolean {
    return this.#set.has('underline') || this.#set.has('inverse') || this.#set.has('strike');
  }

  #only(holds: (slot: Slot) => boolean): MinimalStyle {
    return new MinimalStyle(new Map([...this.#set].filter(([slot]) => holds(slot))));
  }
}
