import type {MinimalCell} from './cell.ts';

/** The columns at which a row has other cells than it had; only those in the mask, if there is one, by column. */
export function minimalChanges(
  from: readonly MinimalCell[],
  to: readonly MinimalCell[],
  mask?: readonly boolean[],
): number[] {
  const changes: number[] = [];
  for (const [column, cell] of to.entries()) {
    if (cell.width === 0 || !(mask?.[column] ?? true)) continue;
    const {text, width, style} = from[column]!;
    if (text !== cell.text || width !== cell.width || style !== cell.style) changes.push(column);
  }
  return changes;
}
