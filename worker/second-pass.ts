import type { Logger } from 'pino';

/** Between tries while the engine is away. */
const retryMs = 5_000;

/**
 * Does something once more a while after it was done, and again until it has succeeded: the engine may be away
 * just then. What comes meanwhile begins the while anew.
 */
export class SecondPass {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly log: Pick<Logger, 'warn'>,
    private readonly pauses = { afterMs: 30_000, retryMs },
  ) {}

  soon(): void {
    this.after(this.pauses.afterMs);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private after(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.work().catch((error: unknown) => {
        this.log.warn({ err: error }, 'calendars not applied; trying again');
        this.after(this.pauses.retryMs);
      });
    }, ms);
    this.timer.unref();
  }
}
