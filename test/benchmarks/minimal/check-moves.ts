import assert from 'node:assert/strict';
import {MinimalMotion} from './motion.ts';
import {minimalSteps} from './steps.ts';
import {MinimalStyle} from './style.ts';

/** That no sequence of moves is shorter than the one of `MinimalMotion`, and that it has the length it tells. */
export function minimalCheckMoves(columns: number, rows: number, tabs: boolean): number {
  const motion = new MinimalMotion(columns, rows, tabs);
  const steps = minimalSteps(columns, rows, tabs);
  for (const from of steps.keys()) {
    const found = shortest(from, place => steps[place]!);
    const [row, column] = [Math.floor(from / (columns + 1)), from % (columns + 1)];
    for (const [place, bytes] of found) {
      const [toRow, toColumn] = [Math.floor(place / (columns + 1)), place % (columns + 1)];
      if (place === from) continue;
      const where = `${row};${column} to ${toRow};${toColumn} of ${rows}×${columns}, tabs ${tabs}`;
      assert.equal(motion.length(row, column, toRow, toColumn), bytes, where);
      assert.equal(motion.sequence(row, column, toRow, toColumn).length, bytes, where);
    }
  }
  return steps.length ** 2;
}

/** That no parameters of SGR are shorter than those of `MinimalStyle`, and that they do what they should. */
export function minimalCheckStyles(names: readonly string[]): number {
  const codes = [
    '0',
    '22',
    '23',
    '24',
    '27',
    '29',
    '39',
    '49',
    ...new Set(names.flatMap(name => name.split(';'))),
  ];
  const steps = (name: string) =>
    codes.map(code => [MinimalStyle.of(name).after(code).name, code.length + 1] as const);
  const fresh = shortest('', steps);
  for (const from of names) {
    const found = shortest(from, steps);
    for (const to of names) {
      if (to === from) continue;
      const sequence = MinimalStyle.of(from).to(MinimalStyle.of(to));
      assert.equal(MinimalStyle.of(from).after(sequence.slice(2, -1)).name, to);
      // CSI and m, less the separator before the first; a reset may leave its 0 out, as if it came first.
      const least = Math.min(found.get(to)! + 2, fresh.get(to)! + 3);
      assert.equal(sequence.length, least, `${from} to ${to}`);
    }
  }
  return names.length ** 2;
}

/** Of all that steps lead to, by Dijkstra's algorithm: the sum of the shortest ones. */
function shortest<Node>(
  from: Node,
  steps: (node: Node) => readonly (readonly [node: Node, cost: number])[],
): Map<Node, number> {
  const found = new Map<Node, number>();
  const queue: Node[][] = [[from]];
  for (let cost = 0; cost < queue.length; cost++)
    for (const node of queue[cost] ?? []) {
      if (found.has(node)) continue;
      found.set(node, cost);
      for (const [next, more] of steps(node)) if (!found.has(next)) (queue[cost + more] ??= []).push(next);
    }
  return found;
}
