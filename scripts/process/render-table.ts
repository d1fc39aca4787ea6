/** As Markdown shows code. */
export const code = (text: string): string => `\`${text}\``;

/** A table with its columns aligned, as the formatter would leave it. */
export function renderTable(head: readonly string[], rows: readonly string[][]): string {
  const all = [head, ...rows].map((row) => row.map((cell) => cell.normalize('NFC')));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [first = [], ...others] = all;
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join(
    '\n',
  );
}
