import { allHandlersFinished, condition, upsertSearchAttributes } from '@temporalio/workflow';
import type { Stage } from '../../domain/process';
import type { Clock, DossierStart, Paused } from './messages';
import { Wait } from './wait';

/** What the database shows after an act. */
export interface Recorded {
  stage: Stage;
  clock: Clock | null;
  /** Epoch milliseconds; absent where the act cannot move it. */
  legalDue?: number;
  /** Absent where the act cannot pause. */
  paused?: Paused;
}

/** What the workflow knows of its dossier: as it was started, then as the database answered. */
export class DossierState {
  readonly dossierId: string;
  stage: Stage;
  clock: Clock | null;
  legalDue: number;
  legalBreached: boolean;
  paused: Paused;
  /** The database shows it as delivered; its workflow takes that up when no act runs. */
  isDelivered: boolean;
  /** It has its number: only delivery or a person's act ends it now. */
  mayHaveNumber: boolean;
  /** An act of a person runs. */
  busy = false;
  /** Hints that a signature request was answered, counted as they come. */
  answersHeard = 0;
  readonly wait: Wait;
  private isRecording = false;

  constructor({ dossierId, stage, clock, legalDue, paused, before }: DossierStart) {
    this.dossierId = dossierId;
    this.stage = stage;
    this.clock = clock;
    this.legalDue = legalDue;
    this.legalBreached = before?.legalBreached ?? false;
    this.isDelivered = before?.isDelivered ?? false;
    this.paused = paused;
    this.mayHaveNumber = stage !== 'accepted';
    this.wait = new Wait(dossierId);
  }

  /** Nothing is under way: a new run may begin from what stands here. */
  get isSettled(): boolean {
    return !this.busy && !this.isRecording && allHandlersFinished();
  }

  /** What a run that goes on with this one starts from. */
  get start(): DossierStart {
    const { dossierId, stage, clock, legalDue, paused, legalBreached, isDelivered } = this;
    return { dossierId, stage, clock, legalDue, paused, before: { legalBreached, isDelivered } };
  }

  /**
   * Writes one change after the other and takes over the state that the database then has. Two at once could come
   * back in the wrong order, and the earlier result would overwrite the later.
   */
  async record(write: () => Promise<Recorded>): Promise<void> {
    while (this.isRecording) await condition(() => !this.isRecording);
    this.isRecording = true;
    try {
      this.takeUp(await write());
    } finally {
      this.isRecording = false;
    }
  }

  private takeUp({ stage, clock, legalDue, paused }: Recorded): void {
    this.clock = clock;
    this.mayHaveNumber ||= stage === 'awaiting-seal';
    if (paused !== undefined) this.paused = paused;
    if (stage !== this.stage) {
      this.stage = stage;
      upsertSearchAttributes({ DossierStage: [stage] });
    }
    if (legalDue !== undefined) this.moveLegalDue(legalDue);
  }

  /** When a due has moved into the future, its alarm may sound again. */
  private moveLegalDue(legalDue: number): void {
    if (legalDue > Date.now()) this.legalBreached = false;
    if (legalDue === this.legalDue) return;
    this.legalDue = legalDue;
    upsertSearchAttributes({ LegalDue: [new Date(legalDue)] });
  }
}
