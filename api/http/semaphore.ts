import { SaoyError } from '../../domain/problem';

/** Bounds heavy work: so many pieces run at once and so many wait; more are sent away. */
export class Semaphore {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limits: { atOnce: number; waitingMax: number }) {}

  isIdle(): boolean {
    return this.running === 0;
  }

  /** @throws SaoyError `server-busy` */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running >= this.limits.atOnce) {
      if (this.waiting.length >= this.limits.waitingMax) {
        throw new SaoyError('server-busy', { retryAfterSeconds: 5 });
      }
      // The one that ends hands its place over, so `running` does not change.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
