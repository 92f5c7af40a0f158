/** An SGR state and a hyperlink (OSC 8). Colours: -1 the terminal's own, 0–255 of its palette, from 2^24 on RGB. */
interface Style {
  readonly foreground: number;
  readonly background: number;
  /** A bit for each attribute: see `attributes`. */
  readonly attributes: number;
  /** What stands between `OSC 8 ;` and its end: parameters, a semicolon, the address; '' is none. */
  readonly link: string;
}

// Bit by bit: the SGR parameter that switches it on, and the one that switches it off (ECMA-48, 8.3.117).
const attributes = [
  [1, 22],
  [2, 22],
  [3, 23],
  [4, 24],
  [5, 25],
  [7, 27],
  [8, 28],
  [9, 29],
  [53, 55],
] as const;
const bit = new Map<number, number>(attributes.map(([on], index) => [on, 1 << index]));
/** Attributes that are seen on a space. */
const seenOnBlank = [4, 5, 7, 9, 53].reduce((bits, on) => bits | bit.get(on)!, 0);
const inverse = bit.get(7)!;
const rgb = 1 << 24;
const endOfLink = '\u001b]8;;\u001b\\';

/** Styles as numbers; 0 is the terminal's own. What is done with a pair of them is worked out once. */
export class Styles {
  readonly #all: Style[] = [{foreground: -1, background: -1, attributes: 0, link: ''}];
  readonly #numbers = new Map<string, number>([[keyOf(this.#all[0]!), 0]]);
  readonly #after: Map<string, number>[] = [];
  readonly #changes: Map<number, string>[] = [];
  #hasLinks = false;
  /** By number, whether a space in this style is seen. */
  readonly #seen: boolean[] = [false];
  /** By number, whether what is erased while the pen has this style is plain. */
  readonly #erases: boolean[] = [true];

  get count(): number {
    return this.#all.length;
  }

  /** The style after the SGR parameters (`1;31`) in the style `number`. Parameters that are not known change nothing. */
  after(number: number, parameters: string): number {
    const known = (this.#after[number] ??= new Map());
    let next = known.get(parameters);
    if (next === undefined) {
      next = this.#number(apply(this.#all[number]!, parameters));
      known.set(parameters, next);
    }
    return next;
  }

  withLink(number: number, link: string): number {
    this.#hasLinks = true;
    return this.#number({...this.#all[number]!, link: link === ';' ? '' : link});
  }

  isSeenOnBlank(number: number): boolean {
    return this.#seen[number]!;
  }

  /** What is erased takes the pen's background in most terminals: true where that is the terminal's own. */
  erasesPlainly(number: number): boolean {
    return this.#erases[number]!;
  }

  /** The shortest sequences that change the pen from one style to another. */
  change(from: number, to: number): string {
    if (from === to) return '';
    const known = (this.#changes[from] ??= new Map());
    let sequence = known.get(to);
    if (sequence === undefined) {
      sequence = changeOf(this.#all[from]!, this.#all[to]!);
      known.set(to, sequence);
    }
    return sequence;
  }

  /** The same, whatever the pen has been: an end to any link, all styles off, then from there. */
  fromUnknown(to: number): string {
    return `${this.#hasLinks ? endOfLink : ''}\u001b[m${this.change(0, to)}`;
  }

  #number(style: Style): number {
    const key = keyOf(style);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#all.push(style) - 1;
      this.#numbers.set(key, number);
      this.#seen.push(style.background !== -1 || (style.attributes & seenOnBlank) !== 0 || style.link !== '');
      this.#erases.push(style.background === -1 && (style.attributes & inverse) === 0);
    }
    return number;
  }
}

function keyOf({foreground, background, attributes: bits, link}: Style): string {
  return `${foreground} ${background} ${bits} ${link}`;
}

function apply(style: Style, parameters: string): Style {
  let {foreground, background, attributes: bits} = style;
  const list = withoutColons(parameters).split(';').map(Number);
  for (let index = 0; index < list.length; index++) {
    const one = list[index]!;
    const off = attributes.filter(([, parameter]) => parameter === one);
    if (one === 0) [foreground, background, bits] = [-1, -1, 0];
    else if (bit.has(one)) bits |= bit.get(one)!;
    else if (off.length > 0) for (const [on] of off) bits &= ~bit.get(on)!;
    else if (one === 39) foreground = -1;
    else if (one === 49) background = -1;
    else if (one === 38 || one === 48 || one === 58) {
      const [color, used] = extended(list, index + 1);
      index += used;
      if (one === 38) foreground = color ?? foreground;
      else if (one === 48) background = color ?? background;
    } else if (one >= 30 && one <= 37) foreground = one - 30;
    else if (one >= 40 && one <= 47) background = one - 40;
    else if (one >= 90 && one <= 97) foreground = one - 82;
    else if (one >= 100 && one <= 107) background = one - 92;
  }
  return {foreground, background, attributes: bits, link: style.link};
}

/** Parameters with parts (`38:2::1:2:3`, `4:3`) as they were before there were any; of the colour space nothing is known. */
function withoutColons(parameters: string): string {
  if (!parameters.includes(':')) return parameters;
  return parameters
    .replace(/\b([345]8):2:(?:\d*:)?(\d*):(\d*):(\d*)(?=;|$)/g, '$1;2;$2;$3;$4')
    .replace(/\b([345]8):5:(\d*)(?=;|$)/g, '$1;5;$2')
    .replace(/\b4:0(?=;|$)/g, '24')
    .replace(/\b4:\d(?=;|$)/g, '4')
    .replace(/\b\d*:[\d:]*/g, '1000');
}

/** `5;n` or `2;r;g;b` from `at` on: the colour, and how many parameters it took. */
function extended(list: readonly number[], at: number): [color: number | undefined, used: number] {
  const byte = (index: number) => (list[index] ?? 0) & 255;
  if (list[at] === 5) return [byte(at + 1), 2];
  if (list[at] === 2) return [rgb + (byte(at + 1) << 16) + (byte(at + 2) << 8) + byte(at + 3), 4];
  return [undefined, 1];
}

function changeOf(from: Style, to: Style): string {
  const stepwise = [...attributeSteps(from.attributes, to.attributes)];
  if (from.foreground !== to.foreground) stepwise.push(color(to.foreground, 30));
  if (from.background !== to.background) stepwise.push(color(to.background, 40));
  const anew = [...attributeSteps(0, to.attributes)];
  if (to.foreground !== -1) anew.push(color(to.foreground, 30));
  if (to.background !== -1) anew.push(color(to.background, 40));
  // An empty first parameter is 0: CSI m, CSI ;1 m.
  const [short, reset] = [stepwise.join(';'), anew.length === 0 ? '' : `;${anew.join(';')}`];
  const sgr = stepwise.length === 0 ? '' : `\u001b[${reset.length < short.length ? reset : short}m`;
  return sgr + (from.link === to.link ? '' : `\u001b]8;${to.link || ';'}\u001b\\`);
}

function* attributeSteps(from: number, to: number): Generator<string> {
  const lost = from & ~to;
  // Bold and faint are switched off together: what stays of them is switched on again.
  let have = from;
  const off = new Set<number>();
  for (const [on, parameter] of attributes) if (lost & bit.get(on)!) off.add(parameter);
  for (const parameter of off) yield String(parameter);
  for (const [on, parameter] of attributes) if (off.has(parameter)) have &= ~bit.get(on)!;
  for (const [on] of attributes) if (to & ~have & bit.get(on)!) yield String(on);
}

function color(value: number, base: 30 | 40): string {
  if (value === -1) return String(base + 9);
  if (value >= rgb) return `${base + 8};2;${(value >> 16) & 255};${(value >> 8) & 255};${value & 255}`;
  if (value < 8) return String(base + value);
  return value < 16 ? String(base + 52 + value) : `${base + 8};5;${value}`;
}
