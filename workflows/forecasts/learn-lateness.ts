import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities';

const officesPerRun = 500;

const { listLearningOffices, learnLateness: learn } = proxyActivities<Activities['bulk']>({
  startToCloseTimeout: '5m',
  retry: { initialInterval: '5s', maximumAttempts: 4 },
});

interface Progress {
  /** Offices up to this id are done. */
  after: string;
  /** Offices that could not be learnt from; the next night tries again. */
  failed: number;
}

/** Learns, office by office, which dossiers become late; one office's failure does not stop the others. */
export async function learnLateness(
  progress: Progress = { after: '', failed: 0 },
): Promise<Progress> {
  const left = (await listLearningOffices()).filter(({ id }) => id > progress.after);
  let { after, failed } = progress;
  for (const office of left.slice(0, officesPerRun)) {
    failed += await learn(office).then(
      () => 0,
      () => 1,
    );
    after = office.id;
  }
  if (left.length <= officesPerRun) return { after, failed };
  return continueAsNew<typeof learnLateness>({ after, failed });
}
