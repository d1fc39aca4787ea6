import { continueAsNew, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import { progressQuery, type CalendarProgress } from './messages';

/** Dossiers a batch looks at, and batches before the history is begun anew. */
const batchSize = 200;
const batchesPerRun = 50;
/** A dossier with an act under way gets the update in a later pass; after so many passes a person must look. */
const passesMax = 20;
const pauseBetweenPasses = '5s';

const { rederiveBatch } = proxyActivities<Activities['bulk']>({
  startToCloseTimeout: '10m',
  // A worker that died sends no heartbeat; another takes its batch over.
  heartbeatTimeout: '20s',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
});

/**
 * Applies a new calendar version to every open dossier, in bounded batches. A batch that was cut off is
 * done again: a dossier that has moved already is not moved twice.
 * @param calendar `id@version`
 */
export async function applyCalendar(
  calendar: string,
  progress: CalendarProgress = { after: '', looked: 0, moved: 0, waiting: 0, pass: 1 },
): Promise<CalendarProgress> {
  setHandler(progressQuery, () => progress);
  for (let batch = 0; batch < batchesPerRun; batch += 1) {
    const result = await rederiveBatch({ calendar, after: progress.after, limit: batchSize });
    progress = {
      ...progress,
      after: result.next ?? progress.after,
      looked: progress.looked + result.looked,
      moved: progress.moved + result.moved,
      waiting: progress.waiting + result.waiting,
    };
    if (result.next !== null) continue;
    const pass = progress.pass + 1;
    if (progress.waiting === 0 || pass > passesMax) return progress;
    progress = { ...progress, pass, after: '', waiting: 0 };
    await sleep(pauseBetweenPasses);
  }
  return continueAsNew<typeof applyCalendar>(calendar, progress);
}
