import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';
import { SavedFilter } from './entity';

/** Most filters of one person in an office. */
export const filtersMax = 50;

type Facts = Pick<SavedFilter, 'officeId' | 'personId' | 'name' | 'shared' | 'list' | 'conditions'>;

/**
 * Keeps conditions under a name; a person's own filter of that name is replaced.
 * @throws SaoyError `filters-too-many`
 */
export async function saveFilter(db: DataSource, facts: Facts, at: Date): Promise<string> {
  return inTransaction(db, async (inside) => {
    const { officeId, personId, name, shared, list } = facts;
    const own = await inside.findBy(SavedFilter, { officeId, personId });
    const before = own.find((filter) => filter.name === name);
    if (!before && own.length >= filtersMax) {
      throw new SaoyError('filters-too-many', { max: filtersMax });
    }
    const id = before?.id ?? randomUUID();
    await inside.save(SavedFilter, { id, ...facts, savedAt: at });
    await recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId: personId, action: 'filter-saved', at },
      ...{ actKey: `filter-saved ${id} ${at.getTime()}`, details: { filterId: id, shared, list } },
    });
    return id;
  });
}

/** A person's own, and those that colleagues share; by name. */
export function listFilters(
  db: DataSource,
  officeId: string,
  personId: string,
): Promise<SavedFilter[]> {
  const where = [
    { officeId, personId },
    { officeId, shared: true },
  ];
  return db.manager.find(SavedFilter, { where, order: { name: 'ASC', id: 'ASC' } });
}

/**
 * Removes a person's own filter, or one that is shared where they see to the office.
 * @throws SaoyError `filter-unknown`
 */
export async function removeFilter(
  db: DataSource,
  {
    id,
    officeId,
    personId,
    ofAll,
  }: Record<'id' | 'officeId' | 'personId', string> & { ofAll: boolean },
  at: Date,
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const filter = await inside.findOneBy(SavedFilter, { id, officeId });
    const isTheirs = filter?.personId === personId || (filter?.shared === true && ofAll);
    if (!filter || !isTheirs) throw new SaoyError('filter-unknown');
    await inside.delete(SavedFilter, { id });
    await recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId: personId, action: 'filter-removed', at },
      ...{ actKey: `filter-removed ${id}`, details: { filterId: id, list: filter.list } },
    });
  });
}
