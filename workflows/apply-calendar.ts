import { continueAsNew, proxyActivities, setHandler } from '@temporalio/workflow';
import type { DossierActivities } from '../activities/dossier-activities';
import { progressQuery, type CalendarProgress } from './messages/calendar';

/** Dossiers a batch looks at, and batches before the history is begun anew. */
const batchSize = 200;
const batchesPerRun = 50;

const { rederiveBatch } = proxyActivities<DossierActivities>({
  startToCloseTimeout: '10m',
  retry: { initialInterval: '1s', maximumInterval: '1m' },
});

/**
 * Applies a new calendar version to every open dossier, in bounded batches. A batch that was cut off is
 * done again: a dossier that has moved already is not moved twice.
 * @param calendar `id@version`
 */
export async function applyCalendar(
  calendar: string,
  progress: CalendarProgress = { after: '', looked: 0, moved: 0 },
): Promise<CalendarProgress> {
  setHandler(progressQuery, () => progress);
  for (let batch = 0; batch < batchesPerRun; batch += 1) {
    const { next, looked, moved } = await rederiveBatch({
      calendar,
      after: progress.after,
      limit: batchSize,
    });
    progress = {
      after: next ?? progress.after,
      looked: progress.looked + looked,
      moved: progress.moved + moved,
    };
    if (next === null) return progress;
  }
  return continueAsNew<typeof applyCalendar>(calendar, progress);
}
