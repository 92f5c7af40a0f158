import {minimalControls} from './controls.ts';
import type {MinimalRow} from './row.ts';
import {ways} from './table.ts';

/** What has been written in a state of a row's table and before the row. */
export function minimalTrace(row: MinimalRow, state: number): string {
  const {line, starts, table, tools} = row;
  const steps: string[] = [];
  let at = state;
  for (; table.way(at) !== ways.start; at = table.before(at)) steps.push(step(row, table.before(at), at));
  const start = starts[table.before(at)]!;
  steps.push(tools.motion.sequence(start.row, start.column, line.row, table.columnOf(at)), start.written());
  return steps.reverse().join('');
}

function step({line, needs, pens, table, tools}: MinimalRow, before: number, after: number): string {
  const [from, to] = [table.columnOf(before), table.columnOf(after)];
  const way = table.way(after);
  if (way === ways.jump) return tools.motion.sequence(line.row, from, line.row, to);
  if (way === ways.pass) return ' '.repeat(to - from);
  const change = tools.pens.sequence(pens[table.penOf(before)]!, pens[table.penOf(after)]!);
  if (way === ways.erase) {
    const end = needs.ends[table.layerOf(after)]!;
    return change + (end === needs.columns ? minimalControls.clear : minimalControls.erase(end - from));
  }
  const {text, width} = line.cells[from]!;
  return change + text + (way === ways.repeat ? minimalControls.repeat((to - from) / width - 1) : '');
}
