import { type DataSource, In, MoreThanOrEqual } from 'typeorm';
import { hexOf } from '../../domain/register-log/bytes';
import { LeafCheck, type LeafFindingCode } from '../../domain/register-log/check-leaves';
import type { Leaf } from '../../domain/register-log/leaf';
import { areEqual, hashLeaf, type Head } from '../../domain/register-log/merkle';
import { AuditEvent } from '../audit/entity';
import {
  type Book,
  RegisterClosing,
  RegisterCorrection,
  RegisterEntry,
  RegisterLeaf,
  RegisterVoid,
} from './entity';
import { closingHash, correctionHash, entryHash, voidHash } from './entry-hash';

type FindingCode =
  | LeafFindingCode
  /** The same printed number twice in one office and year. */
  | 'duplicate'
  /** A number stands in the log, and its entry nowhere. */
  | 'entry-missing'
  /** An entry that the log does not know. */
  | 'entry-unlogged'
  /** The entry does not say what its leaf says. */
  | 'entry-altered'
  /** A leaf whose hash is another one, or that is gone. */
  | 'leaf-altered'
  /** What makes a number void, or its leaf, is gone or altered. */
  | 'void-altered'
  /** A correction, or its leaf, is gone or altered. */
  | 'correction-altered'
  /** The totals that were confirmed when the book was closed are gone, altered, or no leaf knows them. */
  | 'closing-altered'
  /** The book's counters are not those of its log. */
  | 'head-mismatch'
  /** The audit log does not know this entry, or knows another one. */
  | 'audit-disagrees'
  /** The log was signed and shown as another one. */
  | 'shown-otherwise'
  /** The log was shown with more leaves than there are: the database was restored, or cut. */
  | 'behind-shown';

export interface RegisterFinding {
  code: FindingCode;
  number: number;
}

const leavesAtOnce = 2_000;

/**
 * Checks one book: its leaves in their order, each against the row that it is of, and the root against each
 * checkpoint.
 * @param printed numbers as printed that were seen in this office and year; those of this book are added
 */
export async function checkLog(
  db: DataSource,
  book: Book,
  printed: Set<string>,
  checkpoints: readonly Head[],
): Promise<{ entries: number; findings: RegisterFinding[] }> {
  const findings: RegisterFinding[] = [];
  const report = (code: RegisterFinding['code'], number: number) => findings.push({ code, number });
  const check = new LeafCheck(book.id);
  const sizes = new Set(checkpoints.map(({ size }) => size));
  const missing = new Set<number>();
  /** Numbers of which a correction is not as its leaf says; a restore may have lost it. */
  const uncorrected = new Set<number>();
  const statements: string[] = [];
  for await (const page of readLeafPages(db, book.id)) {
    const leaves = page.map((row) => {
      if (row.position !== check.tree.size || hashOf(row.leaf) !== row.hash) {
        report('leaf-altered', row.number ?? 0);
      }
      const leaf = check.add(row.leaf);
      if (leaf.kind === 'close') statements.push(leaf.statement);
      const { size } = check.tree;
      if (sizes.has(size) && !checkpoints.every((shown) => isRoot(check, shown))) {
        report('shown-otherwise', check.numbers.last);
      }
      return leaf;
    });
    const rows = await readRows(db, book.id, leaves);
    for (const leaf of leaves) judge(leaf, rows, { report, printed, missing, uncorrected });
  }
  findings.push(...check.findings);
  for (const number of missing) if (!check.lost.has(number)) report('entry-missing', number);
  for (const number of await listUnlogged(db, book.id)) report('entry-unlogged', number);
  for (const number of await listUnloggedVoids(db, book.id)) report('void-altered', number);
  for (const number of await listUnloggedCorrections(db, book.id)) uncorrected.add(number);
  for (const number of uncorrected) {
    if (!check.lost.has(number)) report('correction-altered', number);
  }
  const { last, count } = check.numbers;
  if (!(await isClosedAs(db, book, statements))) report('closing-altered', last);
  if (check.tree.size > 0 && book.lastNumber !== last) report('head-mismatch', book.lastNumber);
  else if (book.logSize !== check.tree.size) report('head-mismatch', book.lastNumber);
  if (checkpoints.some(({ size }) => size > check.tree.size)) report('behind-shown', last);
  return { entries: count, findings };
}

/** Whether a checkpoint of this size has this root; one of another size is not asked. */
function isRoot({ tree }: LeafCheck, { size, root }: Head): boolean {
  return size !== tree.size || areEqual(root, tree.root());
}

interface Rows {
  entries: ReadonlyMap<number, RegisterEntry>;
  voids: ReadonlyMap<number, RegisterVoid>;
  /** Hashes that stand for what was corrected, by number. */
  corrected: ReadonlyMap<number, ReadonlySet<string>>;
  /** The hash that the audit log knows of each entry, by its dossier. */
  audited: ReadonlyMap<string, AuditEvent['details']>;
}

function judge(
  leaf: Leaf,
  { entries, voids, corrected, audited }: Rows,
  to: {
    report: (code: RegisterFinding['code'], number: number) => void;
    printed: Set<string>;
    missing: Set<number>;
    uncorrected: Set<number>;
  },
): void {
  if (leaf.kind !== 'number' && leaf.kind !== 'void' && leaf.kind !== 'correction') return;
  const { number } = leaf;
  const entry = entries.get(number);
  if (leaf.kind === 'void') {
    const row = voids.get(number);
    if (!row || !entry) to.missing.add(number);
    else if (voidHash(entry.salt, row) !== leaf.entry) to.report('void-altered', number);
    return;
  }
  if (leaf.kind === 'correction') {
    if (!entry) to.missing.add(number);
    else if (!corrected.get(number)?.has(leaf.entry)) to.uncorrected.add(number);
    return;
  }
  if (to.printed.has(leaf.text)) to.report('duplicate', number);
  to.printed.add(leaf.text);
  if (!entry) {
    to.missing.add(number);
    return;
  }
  const { hash, numberText, certifiedOn } = entry;
  const isAsLogged =
    [hash, numberText, certifiedOn].join() === [leaf.entry, leaf.text, leaf.day].join();
  if (!isAsLogged || entryHash(entry) !== hash) to.report('entry-altered', number);
  const event = audited.get(entry.dossierId);
  if (event?.bookId !== leaf.book || event.number !== number || event.entryHash !== leaf.entry) {
    to.report('audit-disagrees', number);
  }
}

async function* readLeafPages(db: DataSource, bookId: string): AsyncGenerator<RegisterLeaf[]> {
  let from = 0;
  for (;;) {
    const page = await db.manager.find(RegisterLeaf, {
      where: { bookId, position: MoreThanOrEqual(from) },
      order: { position: 'ASC' },
      take: leavesAtOnce,
    });
    const last = page.at(-1);
    if (!last) return;
    yield page;
    from = last.position + 1;
  }
}

async function readRows({ manager }: DataSource, bookId: string, leaves: Leaf[]): Promise<Rows> {
  const numbers = leaves.flatMap((leaf) => ('number' in leaf ? [leaf.number] : []));
  const which = { bookId, number: In([...new Set(numbers)]) };
  const entries = await manager.findBy(RegisterEntry, which);
  const voids = await manager.findBy(RegisterVoid, which);
  const salts = new Map(entries.map(({ number, salt }) => [number, salt]));
  const corrected = new Map<number, Set<string>>();
  for (const row of await manager.findBy(RegisterCorrection, which)) {
    const hashes = corrected.get(row.number) ?? new Set<string>();
    corrected.set(row.number, hashes.add(correctionHash(salts.get(row.number) ?? '', row)));
  }
  const events = await manager.findBy(AuditEvent, {
    dossierId: In(entries.map(({ dossierId }) => dossierId)),
    action: 'number',
  });
  return {
    entries: new Map(entries.map((entry) => [entry.number, entry])),
    voids: new Map(voids.map((row) => [row.number, row])),
    corrected,
    audited: new Map(events.map(({ dossierId, details }) => [String(dossierId), details])),
  };
}

async function listUnlogged({ manager }: DataSource, bookId: string): Promise<number[]> {
  const rows = await manager.query<{ number: number }[]>(
    `SELECT e.number FROM register_entry e WHERE e.bookId = ? AND NOT EXISTS (
       SELECT 1 FROM register_leaf l
       WHERE l.bookId = e.bookId AND l.number = e.number AND l.leaf LIKE '{"kind":"number"%')`,
    [bookId],
  );
  return rows.map(({ number }) => number);
}

async function listUnloggedVoids({ manager }: DataSource, bookId: string): Promise<number[]> {
  const rows = await manager.query<{ number: number }[]>(
    `SELECT v.number FROM register_void v WHERE v.bookId = ? AND NOT EXISTS (
       SELECT 1 FROM register_leaf l
       WHERE l.bookId = v.bookId AND l.number = v.number AND l.leaf LIKE '{"kind":"void"%')`,
    [bookId],
  );
  return rows.map(({ number }) => number);
}

/** Numbers that have more corrections than leaves of them. */
async function listUnloggedCorrections({ manager }: DataSource, bookId: string): Promise<number[]> {
  const rows = await manager.query<{ number: number }[]>(
    `SELECT c.number FROM register_correction c WHERE c.bookId = ? GROUP BY c.bookId, c.number
      HAVING COUNT(*) <> (SELECT COUNT(*) FROM register_leaf l
        WHERE l.bookId = c.bookId AND l.number = c.number AND l.leaf LIKE '{"kind":"correction"%')`,
    [bookId],
  );
  return rows.map(({ number }) => number);
}

/** Whether book, statement and leaf say the same of its closing; a restore may have lost the statement alone. */
async function isClosedAs(
  { manager }: DataSource,
  { id: bookId, yearClosedAt }: Book,
  statements: readonly string[],
): Promise<boolean> {
  const row = await manager.findOneBy(RegisterClosing, { bookId });
  if (!row) return statements.length === (yearClosedAt === null ? 0 : 1);
  const isAsWritten = closingHash(row) === row.hash;
  return isAsWritten && yearClosedAt !== null && statements.join() === row.hash;
}

function hashOf(leaf: string): string {
  return hexOf(hashLeaf(new TextEncoder().encode(leaf)));
}
