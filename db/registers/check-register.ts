import { type DataSource, In, MoreThan } from 'typeorm';
import { entryHash } from './assign-number';
import { genesisHash } from '../chain';
import { Book, RegisterEntry } from './entity';
import { AuditEvent } from '../audit/entity';

type FindingCode =
  /** Numbers without an entry: from `number` up to the one before the next entry. */
  | 'gap'
  /** A number before the book's first. */
  | 'before-start'
  /** The same printed number twice in one office and year. */
  | 'duplicate'
  /** The entry does not say what its hash says. */
  | 'entry-altered'
  /** The entry does not follow the one before it. */
  | 'chain-broken'
  /** The book's counter or head is not its last entry's. */
  | 'head-mismatch'
  /** The audit log does not know this entry, or knows another one. */
  | 'audit-disagrees';

export interface RegisterFinding {
  code: FindingCode;
  number: number;
}

export interface BookCheck {
  office: string;
  book: string;
  year: number;
  entries: number;
  findings: RegisterFinding[];
}

const entriesAtOnce = 2_000;

/** Reads every book of the register: gaps, duplicates, altered entries, broken chains. */
export async function checkRegister(db: DataSource): Promise<BookCheck[]> {
  const books = await db.manager.find(Book, {
    order: { officeId: 'ASC', year: 'ASC', name: 'ASC' },
  });
  const seen = new Map<string, Set<string>>();
  const checks: BookCheck[] = [];
  for (const book of books) {
    const inYear = `${book.officeId} ${book.year}`;
    const numbers = seen.get(inYear) ?? new Set<string>();
    seen.set(inYear, numbers);
    checks.push(await checkBook(db, book, numbers));
  }
  return checks;
}

async function checkBook(db: DataSource, book: Book, numbers: Set<string>): Promise<BookCheck> {
  const findings: RegisterFinding[] = [];
  let last = { number: book.startNumber - 1, hash: genesisHash };
  let entries = 0;
  for await (const page of readPages(db, book.id)) {
    const audited = await findAuditedHashes(db, page);
    entries += page.length;
    for (const entry of page) {
      const report = (code: FindingCode, number = entry.number) => findings.push({ code, number });
      if (entry.number < book.startNumber) report('before-start');
      else if (entry.number > last.number + 1) report('gap', last.number + 1);
      if (entry.previousHash !== last.hash) report('chain-broken');
      if (entry.hash !== entryHash(entry)) report('entry-altered');
      if (numbers.has(entry.numberText)) report('duplicate');
      if (audited.get(placeOf(entry)) !== entry.hash) report('audit-disagrees');
      numbers.add(entry.numberText);
      last = entry;
    }
  }
  if (book.lastNumber !== last.number || book.headHash !== last.hash) {
    findings.push({ code: 'head-mismatch', number: book.lastNumber });
  }
  return { office: book.officeId, book: book.name, year: book.year, entries, findings };
}

async function* readPages(db: DataSource, bookId: string): AsyncGenerator<RegisterEntry[]> {
  let after = -1;
  for (;;) {
    const page = await db.manager.find(RegisterEntry, {
      where: { bookId, number: MoreThan(after) },
      order: { number: 'ASC' },
      take: entriesAtOnce,
    });
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.number;
  }
}

/**
 * The hash that the audit log knows of each entry, by its place. The log is another chain: who
 * rewrites a whole book still has to rewrite that one.
 */
async function findAuditedHashes(
  db: DataSource,
  entries: readonly RegisterEntry[],
): Promise<Map<string, unknown>> {
  const events = await db.manager.findBy(AuditEvent, {
    dossierId: In(entries.map(({ dossierId }) => dossierId)),
    action: 'number',
  });
  return new Map(
    events.map(({ dossierId, details: { bookId, number, entryHash: hash } }) => [
      placeOf({ dossierId, bookId, number }),
      hash,
    ]),
  );
}

function placeOf(entry: { dossierId: unknown; bookId: unknown; number: unknown }): string {
  return JSON.stringify([entry.dossierId, entry.bookId, entry.number]);
}
