import type { Board } from '../../../api/supervision/contract';
import type { Step } from '../../../domain/process';
import { dateOnly } from '../../text/time';

type OpenDossier = Board['open'][number];

/** What of the open dossiers is shown. */
export interface Shown {
  mark: OpenDossier['mark'] | null;
  step: Step | null;
  dueToday: boolean;
}

export const everything: Shown = { mark: null, step: null, dueToday: false };

/** @param asOf the board's instant: what is due on its day is due today */
export function isShown(row: OpenDossier, { mark, step, dueToday }: Shown, asOf: string): boolean {
  if (mark && row.mark !== mark) return false;
  if (step && row.clock?.step !== step) return false;
  return !dueToday || dateOnly(row.legalDue) === dateOnly(asOf);
}
