import { continueAsNew, proxyActivities, setHandler } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import { tidyProgressQuery, type TidyProgress } from './messages';

/** Dossiers that are looked at side by side, contents removed in one activity, and steps before a new history. */
const dossiersAtOnce = 4;
const contentsAtOnce = 100;
const stepsPerRun = 100;

const { listTidyableDossiers, removeDropped } = proxyActivities<Activities['bulk']>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '1m',
  retry: { initialInterval: '1s', maximumInterval: '5m' },
});
/** A few tries within minutes; the next night's run tries again. */
const { dropFormsOf } = proxyActivities<Activities['bulk']>({
  startToCloseTimeout: '3m',
  retry: { initialInterval: '1s', backoffCoefficient: 4, maximumAttempts: 4 },
});

const start: TidyProgress = { part: 'dossiers', after: '', tidied: 0, failed: 0, removed: 0 };

/**
 * Removes from the storage what no copy and no proof needs: the forms of delivered dossiers are dropped, and content
 * that was dropped before is removed. One failure does not stop the rest; the next run takes up what a run that was
 * cut off has left.
 */
export async function tidyContents(progress: TidyProgress = start): Promise<TidyProgress> {
  setHandler(tidyProgressQuery, () => progress);
  for (let step = 0; step < stepsPerRun; step += 1) {
    if (progress.part === 'dossiers') {
      progress = await tidyDossiers(progress);
      continue;
    }
    const page = { after: progress.after, limit: contentsAtOnce };
    const { after, removed } = await removeDropped(page);
    progress = { ...progress, after: after ?? '', removed: progress.removed + removed };
    if (after === undefined) return progress;
  }
  return continueAsNew<typeof tidyContents>(progress);
}

async function tidyDossiers(progress: TidyProgress): Promise<TidyProgress> {
  const ids = await listTidyableDossiers({ after: progress.after, limit: dossiersAtOnce });
  const outcomes = await Promise.allSettled(ids.map((dossierId) => dropFormsOf({ dossierId })));
  const failed = outcomes.filter(({ status }) => status === 'rejected').length;
  const last = ids.at(-1);
  const isOver = last === undefined || ids.length < dossiersAtOnce;
  return {
    ...progress,
    ...(isOver ? { part: 'contents', after: '' } : { after: last }),
    tidied: progress.tidied + ids.length - failed,
    failed: progress.failed + failed,
  };
}
