import type {ChannelName} from '../recording/entry.ts';

export interface PaneBox {
  readonly id: ChannelName;
  /** Cells, the title row included. */
  readonly width: number;
  readonly height: number;
}

/** Columns side by side with one cell between them, each a stack of panes; below them the strip. */
export interface Layout {
  readonly columns: readonly (readonly PaneBox[])[];
  /** Panes for which there is no room now, in the order of their numbers. */
  readonly hidden: readonly ChannelName[];
}

export interface LayoutInput {
  readonly columns: number;
  readonly rows: number;
  /** The panes that there are, in the order of their numbers. */
  readonly panes: readonly ChannelName[];
  readonly focus: ChannelName;
  readonly zoom: boolean;
  /** Symbols on the ticker: it takes no more rows than it can fill with them, or with a chart below them. */
  readonly symbols: number;
}

const sideBySideColumns = 100;
const sideBySideRows = 20;
/** A title and two rows under it: less shows nothing worth a title. */
const leastRows = 3;
/** What a chart under the symbols takes (see the ticker's pane), and the most that it is given. */
const chartRows = {least: 7, most: 16};
/** How the rows of a stack are shared out. */
const weights: Record<ChannelName, number> = {ticker: 4, chat: 5, alerts: 3, logs: 6};

/** Where each pane goes; the last row of the screen is the strip's. Arithmetic alone, for any size from 1 × 1 up. */
export function layout({columns, rows, panes, focus, zoom, symbols}: LayoutInput): Layout {
  const height = Math.max(0, rows - 1);
  if (height === 0) return {columns: [], hidden: panes};
  if (zoom || height < 2 * leastRows || panes.length === 1) {
    return {columns: [[{id: focus, width: columns, height}]], hidden: panes.filter(id => id !== focus)};
  }
  const left = panes.filter(id => id === 'ticker' || id === 'chat');
  const right = panes.filter(id => id === 'alerts' || id === 'logs');
  if (columns >= sideBySideColumns && rows >= sideBySideRows && left.length > 0 && right.length > 0) {
    const leftWidth = Math.floor((columns - 1) * 0.46);
    return {
      columns: [
        stack(left, leftWidth, height, symbols),
        stack(right, columns - 1 - leftWidth, height, symbols),
      ],
      hidden: [],
    };
  }
  const shown = visible(panes, focus, Math.floor(height / leastRows));
  return {columns: [stack(shown, columns, height, symbols)], hidden: panes.filter(id => !shown.includes(id))};
}

/** As many panes as there is room for, the focused one among them. */
function visible(panes: readonly ChannelName[], focus: ChannelName, most: number): ChannelName[] {
  const others = panes.filter(id => id !== focus).slice(0, Math.max(0, most - 1));
  return panes.filter(id => id === focus || others.includes(id));
}

function stack(panes: readonly ChannelName[], width: number, height: number, symbols: number): PaneBox[] {
  const total = panes.reduce((sum, id) => sum + weights[id], 0);
  const heights = panes.map(id => {
    const share = Math.max(leastRows, Math.floor((height * weights[id]) / total));
    if (id !== 'ticker' || panes.length === 1) return share;
    // Title, heading and symbols: what is more than that, and too little for a chart, is better given to the others.
    const filled = symbols + 2;
    const withChart = symbols > 0 && share >= filled + chartRows.least;
    return Math.max(leastRows, Math.min(share, withChart ? filled + chartRows.most : filled));
  });
  const rest = height - heights.reduce((sum, rows) => sum + rows, 0);
  // What is left over goes to the last pane; where the least heights took too much, the tallest gives it back.
  const giver = rest < 0 ? heights.indexOf(Math.max(...heights)) : heights.length - 1;
  heights[giver]! += rest;
  return panes.map((id, index) => ({id, width, height: heights[index]!}));
}
