import { condition } from '@temporalio/workflow';
import { pauseBeforeTry } from '../../domain/failure-handling';
import { short } from './activity-proxies';
import { blockedReasonOf, refusal, type BlockedReason } from './blocked-reason';

/**
 * The dossier waits until its blocked step can be done: the reason is written down with whom to call, and the
 * step is tried again, later or as soon as a person says so. It ends when the step is done or given up.
 */
export class Wait {
  /** What it waits for now; kept while the step is tried once more. */
  reason: BlockedReason | null = null;
  /** Somebody has given it up, and the act of theirs is not over yet. */
  isGivenUp = false;
  private nudges = 0;

  constructor(private readonly dossierId: string) {}

  /** The step is tried at once. */
  nudge(): void {
    this.nudges += 1;
  }

  /** Gives the step up; returns when it is not under way any more. It may have been done at the last moment. */
  async giveUp(): Promise<void> {
    this.isGivenUp = true;
    while (this.reason !== null) await condition(() => this.reason === null);
  }

  /**
   * Does a step, and retries it until it is done or given up.
   * @param step is told which try it is, from 1
   * @param mayWait for which reasons; others are thrown
   * @throws ApplicationFailure `signing-given-up` where somebody gave it up, or the reason that is not waited for
   */
  async forStep<Result>(
    step: (tries: number) => Promise<Result>,
    mayWait: (reason: BlockedReason, tries: number) => boolean | Promise<boolean>,
  ): Promise<Result> {
    try {
      for (let tries = 1; ; tries += 1) {
        const nudges = this.nudges;
        try {
          return await step(tries);
        } catch (error) {
          const reason = blockedReasonOf(error);
          if (!(await mayWait(reason, tries))) throw await this.stop(reason);
          const pauseMs = pauseBeforeTry(reason.code, tries);
          this.reason = reason;
          await this.tell(reason, Date.now() + pauseMs);
          await condition(() => this.isGivenUp || this.nudges !== nudges, pauseMs);
          if (this.isGivenUp) throw refusal({ code: 'signing-given-up', params: {} });
        }
      }
    } finally {
      this.reason = null;
    }
  }

  /** The person who asked may no longer wait for the answer: the dossier shows it. */
  private async stop(reason: BlockedReason): Promise<Error> {
    if (this.reason !== null) await this.tell(reason, null);
    return refusal(reason);
  }

  /** Where not even this can be written, the database is away and no page is shown either. */
  private async tell({ code, params }: BlockedReason, nextTryAt: number | null): Promise<void> {
    const { dossierId } = this;
    const told = { dossierId, code, params, nextTryAt, at: Date.now() };
    await short.recordBlockedReason(told).catch(() => undefined);
  }
}
