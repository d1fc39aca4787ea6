import { createAskSignature } from './signing/ask-signature';
import { createAssignNumber } from './registers/assign-number';
import { createCompleteProof } from './copies/complete-proof';
import { createCompleteSignature } from './signing/complete-signature';
import { createTidyContents } from './contents/tidy';
import type { ActivityDeps } from './deps';
import { createMoveDue } from './dossiers/move-due';
import { createPauseClock } from './dossiers/pause-clock';
import { createPrepareCertification } from './signing/prepare-certification';
import { createPrepareSeal } from './signing/prepare-seal';
import { createRecordAlarm } from './dossiers/record-alarm';
import { createRecordSteps } from './dossiers/record-steps';
import { createRecordWaiting } from './dossiers/record-waiting';
import { createListEndingArchives, createRenewCopy } from './copies/renew-copy';
import { createRederiveBatch } from './dossiers/rederive-batch';
import { createRequireReady } from './signing/require-ready';
import { createRunBatch } from './batches/run-batch';

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
    ...createTidyContents(deps),
  };
}
