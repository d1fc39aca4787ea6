import { condition } from '@temporalio/workflow';
import { pauseBeforeTry } from '../../domain/failure-handling';
import { asks } from '../activity-options';
import { obstacleOf, refusal, type Obstacle } from './obstacle';

/**
 * The dossier waits for what stands in its way: that is written down with whom to call, and the step is tried
 * again, later or as soon as a person says so. It ends when the step is done, or when somebody gives it up.
 */
export class Wait {
  /** What it waits for now; kept while the step is tried once more. */
  obstacle: Obstacle | null = null;
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
    while (this.obstacle !== null) await condition(() => this.obstacle === null);
  }

  /**
   * Does a step, however long it takes.
   * @param mayWait of which obstacles; others are thrown
   * @throws ApplicationFailure `signing-given-up` where somebody gave it up, or the obstacle that is not waited for
   */
  async forStep<Result>(
    step: () => Promise<Result>,
    mayWait: (obstacle: Obstacle, tries: number) => boolean | Promise<boolean>,
  ): Promise<Result> {
    try {
      for (let tries = 1; ; tries += 1) {
        const nudges = this.nudges;
        try {
          return await step();
        } catch (error) {
          const obstacle = obstacleOf(error);
          if (!(await mayWait(obstacle, tries))) throw await this.stop(obstacle);
          const pauseMs = pauseBeforeTry(obstacle.code, tries);
          this.obstacle = obstacle;
          await this.tell(obstacle, Date.now() + pauseMs);
          await condition(() => this.isGivenUp || this.nudges !== nudges, pauseMs);
          if (this.isGivenUp) throw refusal({ code: 'signing-given-up', params: {} });
        }
      }
    } finally {
      this.obstacle = null;
    }
  }

  /** Who asked for the act may not hear of it any more: the dossier says it. */
  private async stop(obstacle: Obstacle): Promise<Error> {
    if (this.obstacle !== null) await this.tell(obstacle, null);
    return refusal(obstacle);
  }

  /** Where not even this can be written, the database is away and no page is shown either. */
  private async tell({ code, params }: Obstacle, nextTryAt: number | null): Promise<void> {
    const { dossierId } = this;
    const told = { dossierId, code, params, nextTryAt, at: Date.now() };
    await asks.recordWaiting(told).catch(() => undefined);
  }
}
