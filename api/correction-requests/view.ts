import type { CorrectionLine } from '../../db/correction-requests/find-correction-requests';
import type { Correction, OfficeCorrection } from './correction-contract';

export function viewCorrection(line: CorrectionLine): Correction {
  const { id, dossierId, dossierCode, documentType, kind, words, state, outcome, answer } = line;
  return {
    ...{ id, dossierId, dossierCode, documentType, kind, words, state, outcome, answer },
    askedAt: line.askedAt.toISOString(),
    dueAt: line.dueAt.toISOString(),
    endedAt: line.endedAt?.toISOString() ?? null,
  };
}

export function viewOfficeCorrection(line: CorrectionLine): OfficeCorrection {
  const { requesterName, answeredByName: answeredBy } = line;
  return { ...viewCorrection(line), requesterName, answeredBy };
}
