import type { EntityManager } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { Letter } from './entity';
import { recordAudit } from '../audit/record-audit';
import { issuePaper, type PaperIssue } from '../papers/issue-paper';
import { inTransaction } from '../transaction';

interface LetterAct {
  id: string;
  actorId: string;
  at: Date;
  /** The text as it is to stand. */
  body: string;
}

/** The letter as a paper with a number of its own. */
type LetterPaper = Pick<PaperIssue, 'content' | 'symbol'>;

/** Keeps the text as a person changed it. @throws SaoyError `letter-issued` */
export async function editLetter(manager: EntityManager, act: LetterAct): Promise<void> {
  await inTransaction(manager, async (inside) => {
    const letter = await lockLetter(inside, act.id);
    if (letter.issuedAt !== null) throw new SaoyError('letter-issued');
    await inside.update(Letter, { id: act.id }, { body: act.body, editedBy: act.actorId });
    await audit(inside, letter, act, 'edit-letter', `edit-letter:${act.id}:${act.at.getTime()}`);
  });
}

/**
 * Issues a letter: from now on its text stays as it is, and the audit log knows who handed it over.
 * Issued again it stays as it was; one from before papers were kept gets its number then.
 */
export async function issueLetter(
  manager: EntityManager,
  act: LetterAct,
  paper: LetterPaper,
): Promise<void> {
  await inTransaction(manager, async (inside) => {
    const letter = await lockLetter(inside, act.id);
    const { body, actorId, at } = act;
    const { officeId, dossierId } = letter;
    await issuePaper(inside, {
      ...{ officeId, dossierId, dossierIds: [dossierId], visitId: null, letterId: letter.id },
      ...{ actorId, at, ...paper },
    });
    if (letter.issuedAt !== null) return;
    await inside.update(Letter, { id: act.id }, { body, issuedAt: at, issuedBy: actorId });
    await audit(inside, letter, act, 'issue-letter', `issue-letter:${act.id}`);
  });
}

function lockLetter(manager: EntityManager, id: string): Promise<Letter> {
  return manager.findOneOrFail(Letter, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function audit(
  manager: EntityManager,
  { officeId, dossierId, kind, due }: Letter,
  { id, actorId, at }: LetterAct,
  action: 'edit-letter' | 'issue-letter',
  actKey: string,
): Promise<void> {
  const details = { letter: id, kind, due: due.toISOString() };
  await recordAudit(manager, { officeId, dossierId, actorId, action, actKey, details, at });
}
