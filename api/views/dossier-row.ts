import type { DossierLine } from '../../db/queries/dossier-row';
import type { DossierRow } from '../contract/dossier';

/** A line of a list as the API tells it. */
export function viewRow({ clock, ...line }: DossierLine): DossierRow {
  return {
    ...line,
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
