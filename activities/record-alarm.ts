import { Dossier, Notice, StepClock } from '../db/entities/dossier';
import { AuditEvent } from '../db/entities/trace';
import { findOpenClock } from '../db/records/record-transition';
import { recordAudit } from '../db/records/record-audit';
import type { ActivityDeps } from './deps';

export interface AlarmOrder {
  dossierId: string;
  alarm: 'notice' | 'breach' | 'legal-breach';
  round: number;
  at: number;
}

/**
 * Writes that a clock ran near or over, and tells those who hold the step; a breach is the
 * supervisor's matter too. Sounding twice writes once.
 */
export function createRecordAlarm({ db }: ActivityDeps) {
  return async ({ dossierId, alarm, at }: AlarmOrder): Promise<void> => {
    await db.transaction(async (inside) => {
      const dossier = await inside.findOneByOrFail(Dossier, { id: dossierId });
      const clock = await findOpenClock(inside, dossierId);
      const actKey = `${alarm}:${clock === null ? 'law' : `${clock.step}:${clock.round}`}`;
      if (await inside.existsBy(AuditEvent, { dossierId, actKey })) return;
      const instant = new Date(at);
      if (clock !== null && alarm !== 'legal-breach') {
        const { step, round } = clock;
        const mark = alarm === 'notice' ? { noticedAt: instant } : { breachedAt: instant };
        await inside.update(StepClock, { dossierId, step, round }, mark);
      }
      const audiences = alarm === 'notice' ? [clock?.step] : [clock?.step, 'supervise'];
      for (const audience of audiences) {
        if (audience === undefined) continue;
        await inside.insert(Notice, {
          officeId: dossier.officeId,
          dossierId,
          audience,
          kind: alarm,
          at: instant,
        });
      }
      await recordAudit(inside, {
        officeId: dossier.officeId,
        dossierId,
        actorId: null,
        action: alarm,
        actKey,
        details: { step: clock?.step ?? null, round: clock?.round ?? null },
        at: instant,
      });
    });
  };
}
