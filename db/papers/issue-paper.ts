import { createHash, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type PaperContent, type PaperKind, paperNumber } from '../../domain/papers';
import { dayOf, toCivil } from '../../time/time';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';
import { Paper } from './entity';

export interface PaperIssue {
  officeId: string;
  /** Of these the log says that the paper was issued. */
  dossierIds: readonly string[];
  visitId: string | null;
  dossierId: string | null;
  letterId: string | null;
  content: PaperContent;
  /** Ends its number: `TNHS`. */
  symbol: string;
  actorId: string;
  at: Date;
}

/**
 * Gives a paper its number and keeps its words; the same words once more are the paper that is there.
 * In the caller's transaction, if there is one.
 */
export async function issuePaper(manager: EntityManager, issue: PaperIssue): Promise<Paper> {
  const { officeId, content, actorId, at, visitId, dossierId, letterId } = issue;
  const { kind } = content;
  const contentHash = hashOf(content, letterId);
  return inTransaction(manager, async (inside) => {
    const year = toCivil(dayOf(at.getTime())).year;
    const number = await nextNumber(inside, officeId, kind, year);
    // Under the counter's lock: of two who issue the same at once, the second finds what the first wrote.
    const found = await inside.findOneBy(Paper, { officeId, kind, contentHash });
    if (found) return found;
    await inside.query(
      'UPDATE paper_counter SET lastNumber = ? WHERE officeId = ? AND kind = ? AND year = ?',
      [number, officeId, kind, year],
    );
    const numberText = paperNumber(number, year, issue.symbol);
    const paper: Paper = {
      ...{ id: randomUUID(), officeId, kind, year, number, numberText },
      ...{ visitId, dossierId, letterId, form: content.form, contentHash },
      words: JSON.stringify({ ...content, number: numberText }),
      ...{ issuedAt: at, issuedBy: actorId },
    };
    await inside.insert(Paper, paper);
    for (const each of issue.dossierIds) {
      await recordAudit(inside, {
        ...{ officeId, dossierId: each, actorId, action: 'issue-paper', at },
        actKey: `issue-paper:${paper.id}`,
        details: { paper: paper.id, kind, numberText, contentHash },
      });
    }
    return paper;
  });
}

/** The number that comes next; the counter's row is locked until the transaction ends. */
async function nextNumber(
  manager: EntityManager,
  officeId: string,
  kind: PaperKind,
  year: number,
): Promise<number> {
  await manager.query(
    'INSERT INTO paper_counter (officeId, kind, year, lastNumber) VALUES (?, ?, ?, 0) ON DUPLICATE KEY UPDATE lastNumber = lastNumber',
    [officeId, kind, year],
  );
  const [row] = await manager.query<{ lastNumber: number }[]>(
    'SELECT lastNumber FROM paper_counter WHERE officeId = ? AND kind = ? AND year = ? FOR UPDATE',
    [officeId, kind, year],
  );
  return (row?.lastNumber ?? 0) + 1;
}

/** Over what the paper says: another day's paper with the same words is the same paper. */
function hashOf(content: PaperContent, letterId: string | null): string {
  const said = { ...content, number: null, placeAndDay: '', letterId };
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}
