import type { EntityManager } from 'typeorm';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';
import { Paper, PaperPrint } from './entity';

/**
 * Writes down that somebody prints a paper.
 * @param dossierIds of which the log says so
 * @returns which print of the paper it is, from 1
 */
export function recordPrint(
  manager: EntityManager,
  { id: paperId, officeId, kind }: Pick<Paper, 'id' | 'officeId' | 'kind'>,
  { dossierIds, actorId, at }: { dossierIds: readonly string[]; actorId: string; at: Date },
): Promise<number> {
  return inTransaction(manager, async (inside) => {
    await inside.findOneOrFail(Paper, {
      ...{ where: { id: paperId }, select: { id: true } },
      lock: { mode: 'pessimistic_write' },
    });
    const ordinal = (await inside.countBy(PaperPrint, { paperId })) + 1;
    await inside.insert(PaperPrint, { paperId, ordinal, printedAt: at, printedBy: actorId });
    for (const dossierId of dossierIds) {
      await recordAudit(inside, {
        ...{ officeId, dossierId, actorId, action: 'print-paper', at },
        actKey: `print-paper:${paperId}:${ordinal}`,
        details: { paper: paperId, kind, print: ordinal },
      });
    }
    return ordinal;
  });
}
