import { type DataSource, In } from 'typeorm';
import type { PaperContent } from '../../domain/papers';
import { SaoyError } from '../../domain/problem';
import { Dossier } from '../dossiers/entity';
import { Person } from '../people/entity';
import { Paper, PaperPrint } from './entity';

export interface PrintLine {
  ordinal: number;
  at: Date;
  by: string;
}

/** A paper with who issued and printed it, by name. */
export interface PaperLine extends Omit<Paper, 'words'> {
  content: PaperContent;
  issuerName: string;
  prints: PrintLine[];
}

/** The papers of a dossier and of its visit, oldest first. */
export function listPapers(
  db: DataSource,
  { id: dossierId, visitId }: Pick<Dossier, 'id' | 'visitId'>,
): Promise<PaperLine[]> {
  return find(db, [{ dossierId }, { visitId }]);
}

/** One paper of one of these offices. @throws SaoyError `paper-unknown` */
export async function getPaper(
  db: DataSource,
  officeIds: readonly string[],
  id: string,
): Promise<PaperLine> {
  const [paper] = await find(db, [{ id, officeId: In([...officeIds]) }]);
  if (!paper) throw new SaoyError('paper-unknown');
  return paper;
}

export async function findPaperOfLetter(
  db: DataSource,
  letterId: string,
): Promise<PaperLine | null> {
  const [paper] = await find(db, [{ letterId }]);
  return paper ?? null;
}

/** The dossiers that a paper is about. */
export async function listDossiersOf(
  db: DataSource,
  { visitId, dossierId }: Pick<Paper, 'visitId' | 'dossierId'>,
): Promise<string[]> {
  if (dossierId !== null) return [dossierId];
  if (visitId === null) return [];
  const dossiers = await db.manager.find(Dossier, { where: { visitId }, select: { id: true } });
  return dossiers.map(({ id }) => id);
}

async function find(db: DataSource, where: object[]): Promise<PaperLine[]> {
  const papers = await db.manager.find(Paper, { where, order: { issuedAt: 'ASC', number: 'ASC' } });
  if (papers.length === 0) return [];
  const prints = await db.manager.find(PaperPrint, {
    where: { paperId: In(papers.map(({ id }) => id)) },
    order: { ordinal: 'ASC' },
  });
  const personIds = [
    ...papers.map((each) => each.issuedBy),
    ...prints.map((each) => each.printedBy),
  ];
  const people = await db.manager.find(Person, {
    ...{ where: { id: In([...new Set(personIds)]) }, select: { id: true, fullName: true } },
  });
  const nameOf = (personId: string) => people.find(({ id }) => id === personId)?.fullName ?? '';
  return papers.map(({ words, ...paper }) => ({
    ...paper,
    content: JSON.parse(words) as PaperContent,
    issuerName: nameOf(paper.issuedBy),
    prints: prints
      .filter(({ paperId }) => paperId === paper.id)
      .map(({ ordinal, printedAt, printedBy }) => ({
        ...{ ordinal, at: printedAt, by: nameOf(printedBy) },
      })),
  }));
}
