/** Columns two spaces apart, as wide as their widest cell; all but the first aligned right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map(row => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    widths
      .map((wide, column) =>
        column === 0 ? (row[0] ?? '').padEnd(wide) : (row[column] ?? '').padStart(wide),
      )
      .join('  ');
  return [line(head), widths.map(wide => '-'.repeat(wide)).join('  '), ...rows.map(line)].join('\n');
}
