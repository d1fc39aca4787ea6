import { createAskSignature } from './ask-signature';
import { createAssignNumber } from './assign-number';
import { createCompleteProof } from './complete-proof';
import { createCompleteSignature } from './complete-signature';
import type { ActivityDeps } from './deps';
import { createMoveDue } from './move-due';
import { createPauseClock } from './pause-clock';
import { createPrepareCertification } from './prepare-certification';
import { createPrepareSeal } from './prepare-seal';
import { createRecordAlarm } from './record-alarm';
import { createRecordSteps } from './record-steps';
import { createRecordWaiting } from './record-waiting';
import { createListEndingArchives, createRenewCopy } from './renew-copy';
import { createRederiveBatch } from './rederive-batch';
import { createRequireReady } from './require-ready';
import { createRunBatch } from './run-batch';

export type DossierActivities = ReturnType<typeof createDossierActivities>;

/** Everything a dossier's workflow asks of the ordinary worker. Each is safe to repeat. */
export function createDossierActivities(deps: ActivityDeps) {
  return {
    ...createRecordSteps(deps),
    ...createMoveDue(deps),
    ...createPauseClock(deps),
    ...createRunBatch(deps),
    rederiveBatch: createRederiveBatch(deps),
    recordAlarm: createRecordAlarm(deps),
    recordWaiting: createRecordWaiting(deps),
    ...createAskSignature(deps),
    assignNumber: createAssignNumber(deps),
    prepareCertification: createPrepareCertification(deps),
    prepareSeal: createPrepareSeal(deps),
    requireReady: createRequireReady(deps),
    completeSignature: createCompleteSignature(deps),
    completeProof: createCompleteProof(deps),
    listEndingArchives: createListEndingArchives(deps),
    renewCopy: createRenewCopy(deps),
  };
}
