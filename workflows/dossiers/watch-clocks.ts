import { condition } from '@temporalio/workflow';
import { handlingOf } from '../../domain/failure-handling';
import { isFinal } from '../../domain/process';
import { short } from './activity-proxies';
import { nextAlarm, type Alarm } from './alarms';
import { blockedReasonOf } from './blocked-reason';
import type { DossierState } from './dossier-state';

/** An alarm that could not be written is tried again after so long. */
const alarmAgainMs = 10_000;

/** Records each alarm when it is due, until the dossier's life is over. */
export async function watchClocks(dossier: DossierState): Promise<void> {
  while (!isFinal(dossier.stage)) {
    const changed = watchChange(dossier);
    const { clock, legalDue, legalBreached, paused } = dossier;
    const alarm = nextAlarm(clock, legalDue, legalBreached || paused === 'legal');
    if (alarm === null) await condition(changed);
    else if (alarm.at <= Date.now()) await recordAlarm(dossier, alarm);
    else if (!(await condition(changed, alarm.at - Date.now()))) await recordAlarm(dossier, alarm);
  }
}

/** Whether the clocks or the stage have changed by then. */
function watchChange(dossier: DossierState): () => boolean {
  const { stage, clock, legalDue } = dossier;
  return () => dossier.stage !== stage || dossier.clock !== clock || dossier.legalDue !== legalDue;
}

/**
 * Records an alarm, and marks it on the clock it was set for: an act may have put another in its place
 * meanwhile. Where it cannot be written, it is tried a little later.
 */
async function recordAlarm(dossier: DossierState, alarm: Alarm): Promise<void> {
  const { dossierId, clock, legalDue } = dossier;
  const { kind, at: due } = alarm;
  const { step = null, round = 0 } = clock ?? {};
  const changed = watchChange(dossier);
  try {
    await short.recordAlarm({ dossierId, alarm: kind, step, round, due, at: Date.now() });
  } catch (error) {
    const { handling } = handlingOf(blockedReasonOf(error).code);
    if (handling === 'end' && !dossier.mayHaveNumber) throw error;
    await condition(changed, alarmAgainMs);
    return;
  }
  if (alarm.kind === 'legal-breach') dossier.legalBreached ||= dossier.legalDue === legalDue;
  else if (clock !== null && dossier.clock === clock) {
    dossier.clock = { ...clock, [alarm.marks]: true };
  }
}
