/** An answer, and when it was asked for: milliseconds since 1970. */
export interface Kept<Answer> {
  answer: Answer;
  at: number;
}

interface Asked<Answer> {
  at: number;
  answer: Promise<Kept<Answer>>;
  isPending: boolean;
  hasFailed: boolean;
}

/** Answers of others, kept by name for as long as who asks can do with; those who ask meanwhile share one. */
export class KeptAnswers<Answer> {
  private readonly asked = new Map<string, Asked<Answer>>();

  /** @param failureMs for how long the reason why there is none is told in place of asking again */
  constructor(
    private readonly now: () => number,
    private readonly failureMs: number,
    private readonly namesMax = 1_000,
  ) {}

  /** @param maxAgeMs how old the answer may be */
  get(name: string, maxAgeMs: number, ask: () => Promise<Answer>): Promise<Kept<Answer>> {
    const known = this.asked.get(name);
    if (known) {
      const keptMs = known.hasFailed ? Math.min(this.failureMs, maxAgeMs) : maxAgeMs;
      if (known.isPending || this.now() - known.at < keptMs) return known.answer;
    }
    const at = this.now();
    const answer = ask().then((given) => ({ answer: given, at }));
    const asked = { at, answer, isPending: true, hasFailed: false };
    answer.then(
      () => (asked.isPending = false),
      () => {
        asked.isPending = false;
        asked.hasFailed = true;
        asked.at = this.now();
      },
    );
    this.asked.delete(name);
    this.asked.set(name, asked);
    for (const oldest of this.asked.keys()) {
      if (this.asked.size <= this.namesMax) break;
      this.asked.delete(oldest);
    }
    return answer;
  }
}
