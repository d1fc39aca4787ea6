/** Numbers by two keys: a line, and a column of it. */
export class Counters {
  private readonly lines = new Map<string, Map<string, number>>();

  add(line: string, column: string, by = 1): void {
    const known = this.lines.get(line) ?? new Map<string, number>();
    known.set(column, (known.get(column) ?? 0) + by);
    this.lines.set(line, known);
  }

  get(line: string, column: string): number {
    return this.lines.get(line)?.get(column) ?? 0;
  }

  /** Of all lines. */
  sum(column: string): number {
    return this.keys().reduce((all, line) => all + this.get(line, column), 0);
  }

  keys(): string[] {
    return [...this.lines.keys()];
  }
}
