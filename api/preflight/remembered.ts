/** Answers kept for a while by name; those who ask meanwhile share the asking. */
export class Remembered<Answer> {
  private readonly answers = new Map<string, { until: number; answer: Promise<Answer> }>();

  constructor(
    private readonly keptMs: number,
    private readonly now: () => number,
    private readonly namesMax = 1_000,
  ) {}

  get(name: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.answers.get(name);
    if (known && known.until > this.now()) return known.answer;
    const answer = ask();
    this.answers.delete(name);
    this.answers.set(name, { until: this.now() + this.keptMs, answer });
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= this.namesMax) break;
      this.answers.delete(oldest);
    }
    answer.catch(() => this.answers.delete(name));
    return answer;
  }
}
