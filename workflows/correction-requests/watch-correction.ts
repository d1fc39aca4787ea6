import { condition, proxyActivities, setHandler } from '@temporalio/workflow';
import type { Activities } from '../../activities';
import { correctionChangedSignal, type CorrectionStart } from './messages';

const { findNextAlarm, soundAlarm } = proxyActivities<Activities['corrections']>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '500ms', maximumInterval: '30s' },
});

/**
 * Keeps the clock of one request for a correction: the office is told when its end is near, and its supervisors when it
 * is past. It ends with the request, or when the last alarm has sounded.
 */
export async function watchCorrection({ requestId }: CorrectionStart): Promise<void> {
  let changes = 0;
  setHandler(correctionChangedSignal, () => void (changes += 1));
  for (;;) {
    const seen = changes;
    const next = await findNextAlarm({ requestId });
    const isChanged = () => changes !== seen;
    if (next === null) {
      if (isChanged()) continue;
      return;
    }
    const waitMs = next.at - Date.now();
    if (waitMs > 0 && (await condition(isChanged, waitMs))) continue;
    await soundAlarm({ requestId, ...next });
  }
}
