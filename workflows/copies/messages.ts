import { defineQuery } from '@temporalio/workflow';

/** How far a run over the stored copies has come. */
export interface RenewalProgress {
  /** Hash of the last copy that was looked at; '' at the start. */
  after: string;
  renewed: number;
  /** Those that could not be renewed now; the next run tries them again. */
  failed: number;
}

export const renewalProgressQuery = defineQuery<RenewalProgress>('renewalProgress');

export const renewArchivesType = 'renewArchives';
/** Name of the schedule, and of the workflows it starts. */
export const renewArchivesId = 'renew-archives';
