import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { AuditEvent } from '../audit/entity';
import { sessionOf } from '../audit/acting-session';
import { auditHash, createAuditHead } from '../audit/record-audit';
import { genesisHash } from '../chain';
import { bookOf } from '../registers/make-book';
import { soughtAs } from '../sought-as';
import { insertRows } from '../write-row';
import { Office } from './entity';
import { toCivil, dayOf } from '../../time/time';

/** What is decided about an office; the rest follows from where it stands. */
export type NewOffice = Pick<
  Office,
  'code' | 'name' | 'kind' | 'parentName' | 'validFrom' | 'policyId' | 'calendarId' | 'codePrefix'
> & {
  /** Null: it is the root. */
  parent: Pick<Office, 'id' | 'path'> | null;
};

/** Rows of one statement. */
const rowsAtOnce = 500;

/**
 * Makes offices, each with its audit chain and its books of this year and the next, inside the caller's
 * transaction. A few statements for each five hundred, so that a whole country may come at once.
 * @param by.actorId null: the operator by a command
 * @returns the offices, in order
 * @throws a duplicate-key error where a code is taken
 */
export async function recordOffices(
  manager: EntityManager,
  offices: readonly NewOffice[],
  by: { actorId: string | null; at: Date },
): Promise<Office[]> {
  const made: Office[] = [];
  for (const facts of offices) made.push(officeOf(facts));
  const { year } = toCivil(dayOf(by.at.getTime()));
  for (let from = 0; from < made.length; from += rowsAtOnce) {
    const some = made.slice(from, from + rowsAtOnce);
    const events = some.map((office) => firstEvent(office, by));
    const heads = events.map(({ officeId, hash }) => ({ officeId, sequence: 1, hash }));
    const books = some.flatMap(({ id }) => [bookOf(id, year, 1), bookOf(id, year + 1, 1)]);
    await insertRows(
      manager,
      'office',
      some.map((office) => ({ ...office })),
    );
    await insertRows(manager, 'book', books);
    await insertRows(
      manager,
      'audit_event',
      events.map((event) => ({ ...event, details: JSON.stringify(event.details) })),
    );
    await insertRows(manager, 'audit_head', heads);
  }
  return made;
}

/** The row of a new office that is a root or stands below its parent. */
export function officeOf({ parent, ...facts }: NewOffice, id: string = randomUUID()): Office {
  return {
    id,
    ...facts,
    nameFolded: soughtAs(facts.name),
    parentId: parent?.id ?? null,
    path: parent === null ? id : `${parent.path}/${id}`,
    validTo: null,
    successorId: null,
    actingId: id,
  };
}

/** The first link of its chain. */
function firstEvent(office: Office, { actorId, at }: { actorId: string | null; at: Date }) {
  const { id: officeId, code, kind, parentId } = office;
  const event: AuditEvent = {
    ...{ officeId, sequence: 1, dossierId: null, actorId, action: 'office-made' },
    inSession: sessionOf(actorId),
    ...{ actKey: `office-made ${officeId}`, details: { code, kind, parentId }, at },
    ...{ previousHash: genesisHash, hash: '' },
  };
  event.hash = auditHash(event);
  return event;
}

/** Makes the row of an office and the head of its audit chain; it has no book yet. */
export async function insertOffice(manager: EntityManager, office: Office): Promise<void> {
  await manager.insert(Office, office);
  await createAuditHead(manager, office.id);
}
