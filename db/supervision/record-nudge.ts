import type { DataSource } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { stepDeclarations } from '../../domain/process';
import { recordAudit } from '../audit/record-audit';
import { findOpenClock, lockDossier } from '../dossiers/record-transition';
import { enqueue } from '../notices/outbox';
import { inTransaction } from '../transaction';

/**
 * Reminds those who hold the step that a dossier stands in; once for each act.
 * @throws SaoyError `dossier-unknown` also where it is another office's, `nudge-needless` where nobody holds it
 */
export async function recordNudge(
  db: DataSource,
  {
    officeId,
    dossierId,
    actorId,
    actKey,
    at,
  }: Record<'officeId' | 'dossierId' | 'actorId' | 'actKey', string> & {
    at: Date;
  },
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const dossier = await lockDossier(inside, dossierId);
    if (dossier.officeId !== officeId) throw new SaoyError('dossier-unknown');
    const clock = await findOpenClock(inside, dossierId);
    if (clock === null) throw new SaoyError('nudge-needless');
    const { step, round, due } = clock;
    await enqueue(inside, { officeId, subjectKind: 'dossier', subjectId: dossierId, at }, [
      {
        ...{ channel: 'portal', template: 'nudge', recipientKind: 'right' },
        ...{ recipient: stepDeclarations[step].right, occasion: actKey },
        data: { step, due: due.getTime() },
      },
    ]);
    await recordAudit(inside, {
      ...{ officeId, dossierId, actorId, action: 'nudge', actKey, at, details: { step, round } },
    });
  });
}
