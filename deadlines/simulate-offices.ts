import type { Calendar } from './calendar';
import { simulateQueue, type Staffing } from './simulate-queue';
import type { OpenDossier } from './what-if';

/** An open dossier with the office that works on it. */
export interface QueuedDossier extends OpenDossier {
  office: string;
}

/**
 * When each open dossier would be finished, every office working on its own queue by its own calendar.
 * @param from now, epoch milliseconds. @returns finishes by id; Infinity where a step has nobody.
 * @throws SaoyError `calendar-out-of-range`
 */
export function simulateOffices<Dossier extends QueuedDossier>(
  dossiers: readonly Dossier[],
  staffing: Staffing,
  calendarOf: (dossier: Dossier) => Calendar,
  from: number,
): Map<string, number> {
  const offices = new Map<string, Dossier[]>();
  for (const dossier of dossiers) {
    const queue = offices.get(dossier.office);
    if (queue) queue.push(dossier);
    else offices.set(dossier.office, [dossier]);
  }
  const finishes = new Map<string, number>();
  for (const queue of offices.values()) {
    const [first] = queue;
    if (!first) continue;
    for (const [id, end] of simulateQueue(queue, staffing, calendarOf(first), from)) {
      finishes.set(id, end);
    }
  }
  return finishes;
}
