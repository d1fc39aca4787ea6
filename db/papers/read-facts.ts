import { type DataSource, type EntityManager, In } from 'typeorm';
import { Dossier, Pause, Remark, StepClock, Visit } from '../dossiers/entity';
import { CashMovement } from '../drawers/entity';
import { Office } from '../offices/entity';
import { Person } from '../people/entity';
import { Book, RegisterEntry, RegisterVoid } from '../registers/entity';
import { inSnapshot } from '../transaction';

/** One run of a step, with who finished it. */
export interface StepRun extends StepClock {
  actorName: string | null;
}

/** Where a copy's number stands. */
export interface NumberFacts {
  entry: RegisterEntry;
  book: Book;
  isVoid: RegisterVoid | null;
}

/** All that the papers of a dossier are written from, as of one instant. */
export interface PaperFacts {
  dossier: Dossier;
  office: Office;
  visit: Visit;
  /** Of the whole visit, this one among them, in the order of their codes. */
  dossiers: Dossier[];
  /** Who accepted the visit. */
  officerName: string;
  /** In the order in which they began. */
  runs: StepRun[];
  pauses: Pause[];
  /** What was written with the last act; null where nothing was. */
  remark: string | null;
  number: NumberFacts | null;
  /** The last time that its fee was given back, in đồng. */
  givenBack: { amount: number; at: Date; cashierName: string } | null;
}

export function readPaperFacts(db: DataSource, dossier: Dossier): Promise<PaperFacts> {
  const dossierId = dossier.id;
  return inSnapshot(db, async (manager) => {
    const visit = await manager.findOneByOrFail(Visit, { id: dossier.visitId });
    const clocks = await manager.find(StepClock, {
      ...{ where: { dossierId }, order: { startedAt: 'ASC', round: 'ASC' } },
    });
    const names = await readNames(manager, [
      visit.acceptedBy,
      ...clocks.flatMap(({ actorId }) => (actorId === null ? [] : [actorId])),
    ]);
    const remark = dossier.lastRemarkId
      ? await manager.findOneBy(Remark, { id: dossier.lastRemarkId })
      : null;
    return {
      ...{ dossier, visit },
      office: await manager.findOneByOrFail(Office, { id: dossier.officeId }),
      dossiers: await manager.find(Dossier, {
        ...{ where: { visitId: dossier.visitId }, order: { code: 'ASC' } },
      }),
      officerName: names.get(visit.acceptedBy) ?? '',
      runs: clocks.map((clock) => ({
        ...clock,
        actorName: names.get(clock.actorId ?? '') ?? null,
      })),
      pauses: await manager.find(Pause, { where: { dossierId }, order: { startedAt: 'ASC' } }),
      remark: remark?.text ?? null,
      number: await readNumber(manager, dossierId),
      givenBack: await readGivenBack(manager, dossierId),
    };
  });
}

async function readNumber(manager: EntityManager, dossierId: string): Promise<NumberFacts | null> {
  const entry = await manager.findOneBy(RegisterEntry, { dossierId });
  if (!entry) return null;
  const { bookId, number } = entry;
  return {
    entry,
    book: await manager.findOneByOrFail(Book, { id: bookId }),
    isVoid: await manager.findOneBy(RegisterVoid, { bookId, number }),
  };
}

async function readGivenBack(
  manager: EntityManager,
  dossierId: string,
): Promise<PaperFacts['givenBack']> {
  const [last] = await manager.find(CashMovement, {
    ...{ where: { dossierId, kind: 'returned' }, order: { at: 'DESC' }, take: 1 },
  });
  if (!last) return null;
  const names = await readNames(manager, [last.cashierId]);
  return { amount: last.amount, at: last.at, cashierName: names.get(last.cashierId) ?? '' };
}

async function readNames(manager: EntityManager, ids: string[]): Promise<Map<string, string>> {
  const people = await manager.find(Person, {
    ...{ where: { id: In([...new Set(ids)]) }, select: { id: true, fullName: true } },
  });
  return new Map(people.map(({ id, fullName }) => [id, fullName]));
}
