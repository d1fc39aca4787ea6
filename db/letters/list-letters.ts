import type { DataSource } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { isFinal, stages } from '../../domain/process';
import { Dossier, Visit } from '../dossiers/entity';
import { Office } from '../offices/entity';
import { findPaperOfLetter, type PaperLine } from '../papers/list-papers';
import { Person } from '../people/entity';
import { Letter } from './entity';

const ended = stages.filter(isFinal);

/** Letters shown at once. */
const lettersMax = 500;

/** A letter as its list shows it: the dossier's code, the requester, who issued it. */
export interface LetterLine extends Letter {
  dossierCode: string;
  requesterName: string;
  issuerName: string | null;
}

/**
 * An office's letters: those still to be handed over, oldest first, of which only the last word of each
 * kind on a dossier counts; or those that were issued, newest first.
 */
export async function listLetters(
  db: DataSource,
  officeId: string,
  state: 'drafted' | 'issued',
): Promise<LetterLine[]> {
  const query = selectLines(db).where('letter.officeId = :officeId', { officeId });
  if (state === 'issued') {
    query.andWhere('letter.issuedAt IS NOT NULL').orderBy('letter.issuedAt', 'DESC');
  } else {
    query
      .andWhere('letter.issuedAt IS NULL')
      // Nobody is to come back for a dossier that has ended; an apology is owed all the same.
      .andWhere("(letter.kind <> 'slip' OR dossier.stage NOT IN (:...ended))", { ended })
      .andWhere(
        `letter.draftedAt = (SELECT MAX(newer.draftedAt) FROM letter newer
          WHERE newer.dossierId = letter.dossierId AND newer.kind = letter.kind)`,
      )
      .orderBy('letter.draftedAt');
  }
  const { entities, raw } = await query.limit(lettersMax).getRawAndEntities<LetterNames>();
  return entities.map((letter, index) => withNames(letter, raw[index]));
}

/** All that a letter is written from. */
export interface WholeLetter {
  letter: LetterLine;
  dossier: Dossier;
  office: Office;
  visit: Visit;
  /** Who accepted the dossier. */
  officerName: string;
  /** As it was issued; null before that, and where that was before papers were kept. */
  paper: PaperLine | null;
}

/** One letter of one of these offices. @throws SaoyError `letter-unknown` where none of them has it */
export async function getLetter(
  db: DataSource,
  officeIds: readonly string[],
  id: string,
): Promise<WholeLetter> {
  if (officeIds.length === 0) throw new SaoyError('letter-unknown');
  const { entities, raw } = await selectLines(db)
    .where('letter.id = :id AND letter.officeId IN (:...officeIds)', { id, officeIds })
    .getRawAndEntities<LetterNames>();
  const [letter] = entities;
  if (letter === undefined) throw new SaoyError('letter-unknown');
  const dossier = await db.manager.findOneByOrFail(Dossier, { id: letter.dossierId });
  const visit = await db.manager.findOneByOrFail(Visit, { id: dossier.visitId });
  const officer = await db.manager.findOneBy(Person, { id: visit.acceptedBy });
  return {
    letter: withNames(letter, raw[0]),
    ...{ dossier, visit, officerName: officer?.fullName ?? '' },
    office: await db.manager.findOneByOrFail(Office, { id: letter.officeId }),
    paper: await findPaperOfLetter(db, letter.id),
  };
}

interface LetterNames {
  dossierCode: string;
  requesterName: string;
  issuerName: string | null;
}

function selectLines(db: DataSource) {
  return db
    .createQueryBuilder(Letter, 'letter')
    .innerJoin(Dossier, 'dossier', 'dossier.id = letter.dossierId')
    .innerJoin(Visit, 'visit', 'visit.id = dossier.visitId')
    .leftJoin(Person, 'issuer', 'issuer.id = letter.issuedBy')
    .addSelect('dossier.code', 'dossierCode')
    .addSelect('visit.requesterName', 'requesterName')
    .addSelect('issuer.fullName', 'issuerName');
}

function withNames(letter: Letter, names: LetterNames | undefined): LetterLine {
  return {
    ...letter,
    dossierCode: names?.dossierCode ?? '',
    requesterName: names?.requesterName ?? '',
    issuerName: names?.issuerName ?? null,
  };
}
