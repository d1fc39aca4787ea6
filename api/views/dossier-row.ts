import type { DossierLine } from '../../db/queries/dossier-row';
import { isProblemCode, sentence } from '../../domain/problem';
import type { DossierRow } from '../contract/dossier';

/** A line of a list as the API tells it. */
export function viewRow({ clock, waitingFor, ...line }: DossierLine): DossierRow {
  return {
    ...line,
    waiting: viewWaiting(waitingFor),
    acceptedAt: line.acceptedAt.toISOString(),
    legalDue: line.legalDue.toISOString(),
    clock: clock && {
      step: clock.step,
      startedAt: clock.startedAt.toISOString(),
      dueByHours: clock.dueByHours.toISOString(),
      due: clock.due.toISOString(),
      pace: clock.pace.toISOString(),
      noticeAt: clock.noticeAt.toISOString(),
    },
  };
}

function viewWaiting(code: string | null): DossierRow['waiting'] {
  return isProblemCode(code) ? { code, text: sentence(code, 'vi', {}) } : null;
}
