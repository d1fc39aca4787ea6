import type { DataSource, EntityManager } from 'typeorm';
import { type Administration, mayGrant } from '../../domain/grants';
import { isInBranch } from '../../domain/offices';
import { SaoyError } from '../../domain/problem';
import type { Right, Stage } from '../../domain/process';
import { recordAudit } from '../audit/record-audit';
import { Membership, OfficeRight } from '../people/entity';
import { recordRight } from '../people/record-person';
import { inTransaction } from '../transaction';
import { lockStanding, openStages } from '../offices/change-office';
import { Office } from '../offices/entity';

interface Merge {
  officeId: string;
  successorId: string;
  /** Who merges: what they could not give in the successor does not pass on there. */
  actor: { personId: string; administrations: readonly Administration[] };
  at: Date;
}

/** What passes on to the successor, and what stays. */
export interface MergeCounts {
  people: number;
  rights: number;
  /** Rights that end: those to administer, and those that the merging person could not give there. */
  rightsEnded: number;
  openDossiers: number;
  children: number;
  /** Finished dossiers, and books: history under the old name, within reach of the successor's people. */
  finishedDossiers: number;
  books: number;
}

interface Passing {
  memberships: Membership[];
  passed: OfficeRight[];
  ended: OfficeRight[];
  dossiers: { id: string; stage: Stage }[];
}

/**
 * What a merge would do now.
 * @throws SaoyError `office-closed`, `merge-within-branch`
 */
export async function previewMerge(db: DataSource, merge: Merge): Promise<MergeCounts> {
  return inTransaction(db, async (inside) => {
    const { office, successor } = await lockBoth(inside, merge);
    return countOf(inside, office, await findPassing(inside, merge, office, successor));
  });
}

/**
 * Ends an office and has another take its place (docs/adr/0011): people, their rights, the offices below and the
 * open dossiers pass on; what is finished stays under the old name, where the successor's people have their rights.
 * @param day the first on which the office stands no more
 * @throws SaoyError `office-closed`, `merge-within-branch`
 */
export async function mergeOffice(db: DataSource, merge: Merge, day: string): Promise<MergeCounts> {
  return inTransaction(db, async (inside) => {
    const { office, successor } = await lockBoth(inside, merge);
    const passing = await findPassing(inside, merge, office, successor);
    const counts = await countOf(inside, office, passing);
    await passPeople(inside, merge, successor, passing);
    await passBranch(inside, office, successor);
    await inside.update(Office, { id: office.id }, { validTo: day, successorId: successor.id });
    await inside.update(Office, { actingId: office.id }, { actingId: successor.id });
    await passDossiers(inside, merge, passing.dossiers);
    const shared = { dossierId: null, actorId: merge.actor.personId, at: merge.at };
    await recordAudit(inside, {
      ...{ ...shared, officeId: office.id, action: 'office-merged' },
      ...{ actKey: `office-merged ${office.id}`, details: { to: successor.id, day, ...counts } },
    });
    await recordAudit(inside, {
      ...{ ...shared, officeId: successor.id, action: 'office-taken-in' },
      ...{ actKey: `office-taken-in ${office.id}`, details: { from: office.id, day, ...counts } },
    });
    return counts;
  });
}

/** Always in the same order, so that two merges do not wait for each other. */
async function lockBoth(manager: EntityManager, { officeId, successorId }: Merge) {
  const locked = new Map<string, Office>();
  for (const id of [...new Set([officeId, successorId])].sort()) {
    locked.set(id, await lockStanding(manager, id));
  }
  const [office, successor] = [locked.get(officeId), locked.get(successorId)];
  if (!office || !successor || isInBranch(successor.path, office.path)) {
    throw new SaoyError('merge-within-branch');
  }
  return { office, successor };
}

async function findPassing(
  manager: EntityManager,
  { actor, at }: Merge,
  office: Office,
  successor: Office,
): Promise<Passing> {
  const of = (officeId: string) =>
    manager
      .createQueryBuilder(OfficeRight, 'r')
      .where('r.officeId = :officeId AND (r.untilAt IS NULL OR r.untilAt > :at)', { officeId, at })
      .getMany();
  const [rights, there] = [await of(office.id), await of(successor.id)];
  const passes = ({ personId, right }: OfficeRight) =>
    right !== 'administer' && mayPass(actor, { personId, path: successor.path, right });
  const isHeldThere = (one: OfficeRight) =>
    there.some(
      (other) =>
        other.personId === one.personId &&
        other.right === one.right &&
        other.fromAt <= one.fromAt &&
        (other.untilAt === null || (one.untilAt !== null && other.untilAt >= one.untilAt)),
    );
  return {
    memberships: await manager
      .createQueryBuilder(Membership, 'm')
      .where('m.officeId = :id AND m.endedAt IS NULL', office)
      .getMany(),
    passed: rights.filter((one) => passes(one) && !isHeldThere(one)),
    ended: rights.filter((one) => !passes(one)),
    dossiers: await manager.query<Passing['dossiers']>(
      'SELECT id, stage FROM dossier WHERE officeId = ? AND stage IN (?) ORDER BY id FOR UPDATE',
      [office.id, openStages],
    ),
  };
}

/** Their own right passes on too where they could give it to another: the merge is not a gift to oneself. */
function mayPass(
  { administrations }: Merge['actor'],
  held: { personId: string; path: string; right: Right },
): boolean {
  return mayGrant({ personId: '', administrations }, { ...held, passesOn: [] });
}

async function countOf(
  manager: EntityManager,
  { id }: Office,
  { memberships, passed, ended, dossiers }: Passing,
): Promise<MergeCounts> {
  const [row] = await manager.query<Record<'children' | 'finished' | 'books', string>[]>(
    `SELECT (SELECT COUNT(*) FROM office WHERE parentId = ? AND validTo IS NULL) AS children,
      (SELECT COUNT(*) FROM dossier WHERE officeId = ? AND stage NOT IN (?)) AS finished,
      (SELECT COUNT(*) FROM book WHERE officeId = ?) AS books`,
    [id, id, openStages, id],
  );
  return {
    people: memberships.length,
    rights: passed.length,
    rightsEnded: ended.length,
    openDossiers: dossiers.length,
    children: Number(row?.children),
    finishedDossiers: Number(row?.finished),
    books: Number(row?.books),
  };
}

async function passPeople(
  manager: EntityManager,
  { officeId, actor, at }: Merge,
  successor: Office,
  { memberships, passed }: Passing,
): Promise<void> {
  const by = { actorId: actor.personId, at };
  for (const { personId } of memberships) {
    const place = { personId, officeId: successor.id };
    await manager.upsert(Membership, { ...place, since: at, endedAt: null }, Object.keys(place));
  }
  for (const { personId, right, fromAt, untilAt, basisNumber, basisDay } of passed) {
    const from = fromAt > at ? fromAt : at;
    const facts = { personId, right, fromAt: from, untilAt, basisNumber, basisDay };
    await recordRight(manager, { ...facts, officeId: successor.id }, by);
  }
  await manager.query('UPDATE membership SET endedAt = ? WHERE officeId = ? AND endedAt IS NULL', [
    at,
    officeId,
  ]);
  await manager.query(
    `UPDATE office_right SET untilAt = ?, endedBy = ?
     WHERE officeId = ? AND (untilAt IS NULL OR untilAt > ?)`,
    [at, actor.personId, officeId, at],
  );
}

/** The offices below stand below the successor from now on. */
async function passBranch(manager: EntityManager, office: Office, successor: Office) {
  await manager.query(`UPDATE office SET path = CONCAT(?, SUBSTRING(path, ?)) WHERE path LIKE ?`, [
    successor.path,
    office.path.length + 1,
    `${office.path}/%`,
  ]);
  await manager.query('UPDATE office SET parentId = ? WHERE parentId = ?', [
    successor.id,
    office.id,
  ]);
}

/**
 * The visit stays where it was: the office of acceptance. Signature, number and seal are the successor's from now
 * on, and so are the letters and mails that are still to go.
 */
async function passDossiers(
  manager: EntityManager,
  { officeId, successorId, actor, at }: Merge,
  dossiers: Passing['dossiers'],
): Promise<void> {
  if (dossiers.length === 0) return;
  const ids = dossiers.map(({ id }) => id);
  const moved = [successorId, officeId, ids];
  const where = 'SET officeId = ? WHERE officeId = ? AND';
  await manager.query(`UPDATE dossier ${where} id IN (?)`, moved);
  await manager.query(`UPDATE letter ${where} dossierId IN (?) AND issuedAt IS NULL`, moved);
  await manager.query(
    `UPDATE notice ${where} subjectId IN (?) AND (status <> 'sent' OR channel = 'portal')`,
    moved,
  );
  const shared = { actorId: actor.personId, at };
  for (const { id: dossierId, stage } of dossiers) {
    await recordAudit(manager, {
      ...{ ...shared, officeId, dossierId, action: 'moved-out' },
      ...{ actKey: `moved-out ${officeId}`, details: { to: successorId, stage } },
    });
  }
  for (const { id: dossierId, stage } of dossiers) {
    await recordAudit(manager, {
      ...{ ...shared, officeId: successorId, dossierId, action: 'moved-in' },
      ...{ actKey: `moved-in ${officeId}`, details: { from: officeId, stage } },
    });
  }
}
