import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { formatLeaf } from '../../domain/register-log/leaf';
import type { AuditEvent } from '../audit/entity';
import { type AuditFacts, auditHash } from '../audit/record-audit';
import { genesisHash } from '../chain';
import type { Dossier, Remark, StepClock, Visit } from '../dossiers/entity';
import type { Letter } from '../letters/entity';
import type { Office } from '../offices/entity';
import { type NewOffice, officeOf } from '../offices/record-office';
import { Membership, OfficeRight, Person } from '../people/entity';
import { encryptOrNone } from '../personal/personal-column';
import { rowOf } from '../registers/append-leaves';
import type { Book, RegisterEntry } from '../registers/entity';
import { entryHash } from '../registers/entry-hash';
import { bookOf } from '../registers/make-book';
import { leavesOf } from '../registers/number-leaves';
import { inTransaction } from '../transaction';
import { insertRows } from '../write-row';
import { dayOf, formatDate, toCivil } from '../../time/time';

/** A dossier that is to get a number, in the order of `at`. */
export interface SampleNumber {
  dossier: Dossier;
  at: Date;
  actorId: string;
  format: (number: number) => string;
}

/** All that an office of the sample has lived through. */
export interface SampleOffice {
  office: Office;
  people: Person[];
  rights: OfficeRight[];
  visits: Visit[];
  dossiers: Dossier[];
  clocks: StepClock[];
  letters: Letter[];
  remarks: Remark[];
  /** Of what its dossiers met, in any order; the numbers' are made here. */
  events: AuditFacts[];
  numbers: SampleNumber[];
  /** Last numbers of the day, by series. */
  serials: { series: string; day: string; last: number }[];
  /** Makes the id of a book. */
  nextId: () => string;
  since: Date;
}

/** Rows of one statement: some 500 kB. */
const rowsAtOnce = 1_000;

/** The row of an office of the sample, which is written with its life. */
export function sampleOffice(facts: NewOffice, id: string): Office {
  return officeOf(facts, id);
}

/**
 * Writes an office with its life in bulk: the rows that acceptance, transitions and numbering write one by one,
 * with the same chains of register and audit log.
 */
export async function writeSampleOffice(db: DataSource, life: SampleOffice): Promise<void> {
  await inTransaction(db, async (inside) => {
    const write = (table: string, rows: readonly object[]) => insertAll(inside, table, rows);
    await write('office', [life.office]);
    const { books, entries, leaves, events: numbered } = numberAll(life);
    // Of one instant, the number comes before the seal that prints it.
    const events = [...numbered, ...life.events].sort((a, b) => +a.at - +b.at);
    // Entities whose columns are named or held otherwise than their fields.
    await inside.insert(Person, life.people);
    await inside.insert(
      Membership,
      life.people.map(({ id: personId }) => ({
        ...{ personId, officeId: life.office.id, since: life.since, endedAt: null },
      })),
    );
    await inside.insert(OfficeRight, life.rights);
    await write('book', books);
    await write('visit', life.visits);
    const json = ({ fee, because, ...row }: Dossier) => ({
      ...{ ...row, fee: JSON.stringify(fee), because: JSON.stringify(because) },
    });
    await write('dossier', life.dossiers.map(json));
    await write('step_clock', life.clocks);
    await write('letter', life.letters);
    await write(
      'remark',
      life.remarks.map(({ text, ...row }) => ({ ...row, words: encryptOrNone('words', text) })),
    );
    await write('register_entry', entries);
    await write('register_leaf', leaves);
    await write('daily_serial', life.serials);
    const head = await writeEvents(write, life.office, events, life.since);
    await write('audit_head', [{ officeId: life.office.id, ...head }]);
  });
}

async function insertAll(
  manager: EntityManager,
  table: string,
  rows: readonly object[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await insertRows(
      manager,
      table,
      rows.slice(from, from + rowsAtOnce) as Record<string, unknown>[],
    );
  }
}

/** Gives the numbers in the order of time, from 1 in each year's book, and says so to the log. */
function numberAll(life: SampleOffice): {
  books: Book[];
  entries: RegisterEntry[];
  leaves: ReturnType<typeof rowOf>[];
  events: AuditFacts[];
} {
  const { office, nextId, numbers, visits } = life;
  const books = new Map<number, Book>();
  const bookOfYear = (year: number): Book => {
    const known = books.get(year);
    if (known) return known;
    const book = { ...bookOf(office.id, year, 1), id: nextId() };
    books.set(year, book);
    return book;
  };
  const { year: firstYear } = toCivil(dayOf(life.since.getTime()));
  const { year: lastYear } = toCivil(dayOf(Date.now()));
  for (let year = firstYear; year <= lastYear + 1; year += 1) bookOfYear(year);
  const names = new Map(visits.map(({ id, requesterName }) => [id, requesterName]));
  const entries: RegisterEntry[] = [];
  const leaves: ReturnType<typeof rowOf>[] = [];
  const events: AuditFacts[] = [];
  for (const { dossier, at, actorId, format } of [...numbers].sort((a, b) => +a.at - +b.at)) {
    const day = dayOf(at.getTime());
    const book = bookOfYear(toCivil(day).year);
    const entry: RegisterEntry = {
      bookId: book.id,
      number: book.lastNumber + 1,
      numberText: format(book.lastNumber + 1),
      dossierId: dossier.id,
      certifiedOn: formatDate(day),
      requesterName: names.get(dossier.visitId) ?? '',
      documentName: dossier.documentType,
      signerName: dossier.signerName ?? '',
      signerTitle: dossier.signerTitle ?? '',
      ...{ copies: dossier.copies, fee: dossier.fee.total, note: '', recordedAt: at },
      // Of a person who was never there: it guards nothing, and the same seed makes the same book.
      salt: createHash('sha256').update(dossier.id).digest('hex'),
      hash: '',
    };
    entry.hash = entryHash(entry);
    for (const leaf of leavesOf({ ...book, officeCode: office.code }, entry)) {
      leaves.push(rowOf(book.id, book.logSize, formatLeaf(leaf)));
      book.logSize += 1;
    }
    book.lastNumber = entry.number;
    entries.push(entry);
    const { number, numberText } = entry;
    events.push({
      ...{ officeId: office.id, dossierId: dossier.id, actorId, action: 'number', at },
      actKey: `number:${dossier.id}`,
      details: { bookId: book.id, number, numberText, entryHash: entry.hash },
    });
  }
  return { books: [...books.values()], entries, leaves, events };
}

/** One chain over all, by time; what happens at one instant keeps its order. @returns its head */
async function writeEvents(
  write: (table: string, rows: readonly object[]) => Promise<void>,
  office: Office,
  events: readonly AuditFacts[],
  since: Date,
): Promise<{ sequence: number; hash: string }> {
  const { id: officeId, code, kind, parentId } = office;
  const made: AuditFacts = {
    ...{ officeId, dossierId: null, actorId: null, action: 'office-made', at: since },
    ...{ actKey: `office-made ${officeId}`, details: { code, kind, parentId } },
  };
  const all = [made, ...events];
  let head = { sequence: 0, hash: genesisHash };
  const rows = all.map((facts) => {
    const event: AuditEvent = {
      ...{
        ...facts,
        inSession: null,
        sequence: head.sequence + 1,
        previousHash: head.hash,
        hash: '',
      },
    };
    event.hash = auditHash(event);
    head = { sequence: event.sequence, hash: event.hash };
    return { ...event, details: JSON.stringify(event.details) };
  });
  await write('audit_event', rows);
  return head;
}
