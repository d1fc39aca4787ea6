import { continueAsNew, proxyActivities, setHandler } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import { renewalProgressQuery, type RenewalProgress } from './messages';

/** Copies that are looked up together and renewed side by side, and batches before a new history. */
const batchSize = 8;
const batchesPerRun = 50;

const { listEndingArchives } = proxyActivities<Activities['bulk']>({
  startToCloseTimeout: '1m',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
});
/** A few tries within minutes; the next night's run tries again. */
const { renewCopy } = proxyActivities<Activities['bulk']>({
  startToCloseTimeout: '3m',
  retry: { initialInterval: '1s', backoffCoefficient: 4, maximumAttempts: 4 },
});

/**
 * Renews the archive time stamps of stored copies before they end, in bounded batches. One that
 * fails does not stop the others; a run that was cut off goes on after the last whole batch, and a
 * copy that was renewed already is not renewed twice.
 */
export async function renewArchives(
  progress: RenewalProgress = { after: '', renewed: 0, failed: 0 },
): Promise<RenewalProgress> {
  setHandler(renewalProgressQuery, () => progress);
  for (let batch = 0; batch < batchesPerRun; batch += 1) {
    const hashes = await listEndingArchives({ after: progress.after, limit: batchSize });
    const outcomes = await Promise.allSettled(hashes.map((hash) => renewCopy({ hash })));
    const done = outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value);
    progress = {
      after: hashes.at(-1) ?? progress.after,
      renewed: progress.renewed + done.filter((outcome) => outcome === 'renewed').length,
      failed: progress.failed + outcomes.filter(({ status }) => status === 'rejected').length,
    };
    if (hashes.length < batchSize) return progress;
  }
  return continueAsNew<typeof renewArchives>(progress);
}
