import { defineQuery } from '@temporalio/workflow';

/** How far a run of the tidying has come. */
export interface TidyProgress {
  part: 'dossiers' | 'contents';
  /** The dossier or the content that was looked at last; '' at the start of each part. */
  after: string;
  /** Dossiers whose forms were dropped. */
  tidied: number;
  /** Those whose scan or copy is not whole; the next run looks again. */
  failed: number;
  /** Contents that were removed. */
  removed: number;
}

export const tidyProgressQuery = defineQuery<TidyProgress>('tidyProgress');

export const tidyContentsType = 'tidyContents';
/** Name of the schedule, and of the workflows it starts. */
export const tidyContentsId = 'tidy-contents';
