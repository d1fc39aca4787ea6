import type { DataSource, EntityManager } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { isFinal, stages } from '../../domain/process';
import { recordAudit } from '../audit/record-audit';
import { soughtAs } from '../sought-as';
import { inTransaction } from '../transaction';
import { Office } from './entity';

export const openStages = stages.filter((stage) => !isFinal(stage));

export interface OfficeAct {
  officeId: string;
  actorId: string;
  at: Date;
}

/** What of an office may change while it stands. */
export type OfficeChange = Partial<
  Pick<
    Office,
    'name' | 'kind' | 'parentName' | 'validFrom' | 'policyId' | 'calendarId' | 'codePrefix'
  >
>;

/** @throws SaoyError `office-closed` */
export async function changeOffice(
  db: DataSource,
  act: OfficeAct,
  change: OfficeChange,
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const office = await lockStanding(inside, act.officeId);
    const names = Object.keys(change) as (keyof OfficeChange)[];
    const changed = names.filter((name) => change[name] !== office[name]);
    if (changed.length === 0) return;
    const folded = change.name === undefined ? {} : { nameFolded: soughtAs(change.name) };
    await inside.update(Office, { id: office.id }, { ...change, ...folded });
    await recordAudit(inside, {
      ...{ officeId: office.id, dossierId: null, actorId: act.actorId, action: 'office-changed' },
      ...{ actKey: `office-changed ${office.id} ${act.at.getTime()}`, at: act.at },
      details: Object.fromEntries(
        changed.flatMap((name) => [
          [`${name}Before`, office[name]],
          [name, change[name] ?? null],
        ]),
      ),
    });
  });
}

/** What keeps an office from being closed without a successor. */
interface InUse {
  dossiers: number;
  children: number;
  rights: number;
}

/**
 * Ends an office in which nothing is under way; one that has work or people is merged.
 * @param day the first on which it stands no more
 * @throws SaoyError `office-closed`, `office-in-use`
 */
export async function closeOffice(db: DataSource, act: OfficeAct, day: string): Promise<void> {
  await inTransaction(db, async (inside) => {
    const office = await lockStanding(inside, act.officeId);
    const inUse = await countUse(inside, office, act.at);
    if (Object.values(inUse).some((count) => count > 0)) {
      throw new SaoyError('office-in-use', { ...inUse });
    }
    await inside.update(Office, { id: office.id }, { validTo: day });
    await recordAudit(inside, {
      ...{ officeId: office.id, dossierId: null, actorId: act.actorId, action: 'office-closed' },
      ...{ actKey: `office-closed ${office.id}`, details: { validTo: day }, at: act.at },
    });
  });
}

/** @throws SaoyError `office-closed` */
export async function lockStanding(manager: EntityManager, id: string): Promise<Office> {
  const office = await manager.findOneOrFail(Office, {
    where: { id },
    lock: { mode: 'pessimistic_write' },
  });
  if (office.validTo !== null) throw new SaoyError('office-closed');
  return office;
}

async function countUse(manager: EntityManager, { id }: Office, at: Date): Promise<InUse> {
  const [row] = await manager.query<Record<keyof InUse, string>[]>(
    `SELECT (SELECT COUNT(*) FROM dossier WHERE officeId = ? AND stage IN (?)) AS dossiers,
      (SELECT COUNT(*) FROM office WHERE parentId = ? AND validTo IS NULL) AS children,
      (SELECT COUNT(*) FROM office_right WHERE officeId = ? AND (untilAt IS NULL OR untilAt > ?)) AS rights`,
    [id, openStages, id, id, at],
  );
  const { dossiers = 0, children = 0, rights = 0 } = row ?? {};
  return { dossiers: Number(dossiers), children: Number(children), rights: Number(rights) };
}
