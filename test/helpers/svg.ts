import type {IBufferCell, Terminal} from '@xterm/headless';

/** The 16 colours of the picture, in the order of the palette, on a dark ground. */
const palette = [
  ...['#1d2026', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d7dae0'],
  ...['#5c6370', '#ff7b86', '#b5e890', '#ffd68a', '#7cc4ff', '#e29bf5', '#7fdce6', '#ffffff'],
];
const ground = '#1d2026';
const ink = '#c8ccd4';
const cell = {width: 8.4, height: 18};
const margin = 12;

/** A run of cells that look alike, on one row. */
interface Run {
  text: string;
  readonly column: number;
  columns: number;
  readonly style: string;
  readonly back: string | undefined;
}

/** The screen of a terminal as an SVG picture: each run of cells is a text placed at its own column. */
export function svg(terminal: Terminal, title: string): string {
  const {cols, rows} = terminal;
  const width = Math.ceil(cols * cell.width + 2 * margin);
  const height = Math.ceil(rows * cell.height + 2 * margin);
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${ground}"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="${ink}" xml:space="preserve">`,
  ];
  for (let row = 0; row < rows; row++) {
    for (const {text, column, columns, style, back} of runs(terminal, row)) {
      const x = round(margin + column * cell.width);
      const y = margin + row * cell.height;
      const length = round(columns * cell.width);
      if (back)
        out.push(`<rect x="${x}" y="${y}" width="${length}" height="${cell.height}" fill="${back}"/>`);
      if (text.trim() === '') continue;
      // The length is given so that another font's widths do not shift the columns.
      out.push(
        `<text x="${x}" y="${y + 13}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${style}>${escapeXml(text)}</text>`,
      );
    }
  }
  out.push('</g>', '</svg>', '');
  return out.join('\n');
}

function runs(terminal: Terminal, row: number): Run[] {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
  const out: Run[] = [];
  for (let column = 0; line && column < terminal.cols; column++) {
    const found = line.getCell(column);
    if (!found || found.getWidth() === 0) continue;
    const look = lookOf(found);
    const text = found.getChars() || ' ';
    const last = out.at(-1);
    if (
      last &&
      last.style === look.style &&
      last.back === look.back &&
      !isBlank(text) === !isBlank(last.text)
    ) {
      last.text += text;
      last.columns += found.getWidth();
    } else out.push({text, column, columns: found.getWidth(), ...look});
  }
  return out;
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

function lookOf(found: IBufferCell): {readonly style: string; readonly back: string | undefined} {
  const fore = found.isFgPalette() ? palette[found.getFgColor()] : undefined;
  const back = found.isBgPalette() ? palette[found.getBgColor()] : undefined;
  const inverse = found.isInverse() !== 0;
  const fill = inverse ? (back ?? ground) : fore;
  const style = [
    fill === undefined ? '' : ` fill="${fill}"`,
    found.isBold() ? ' font-weight="bold"' : '',
    found.isDim() ? ' opacity="0.6"' : '',
  ];
  return {style: style.join(''), back: inverse ? (fore ?? ink) : back};
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
