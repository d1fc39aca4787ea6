import type { DataSource } from 'typeorm';
import { requesterKinds } from '../../domain/people';
import { foldText } from '../../domain/text';
import type { ListName } from '../../domain/work-lists';
import { type Stage, isFinal, stages } from '../../domain/process';
import {
  findHits,
  type Hit,
  type Hits,
  hitsMax,
  isOfName,
  numberSought,
  partOf,
  wholeConditions,
} from './find-hits';
import {
  type DossierLine,
  type RawLine,
  selectLines,
  selectLinesAnd,
  timeLeft,
  toLine,
} from './dossier-row';

export const subjects = [...requesterKinds, 'no-account'] as const;
export type Subject = (typeof subjects)[number];

export interface DossierFilter {
  officeId: string;
  list: ListName;
  /** Words in any order, each a part of the name, with digits of code or register number too, or a whole identifier, phone or e-mail [M-02]. */
  q?: string | undefined;
  subject?: Subject | undefined;
  /** Whose running step it is: this person's, or nobody's. */
  holder?: { personId: string } | 'none' | undefined;
  /** Accepted at or after; accepted before. */
  from?: Date | undefined;
  before?: Date | undefined;
}

/** The last line of the page before. */
export interface PageStart {
  at: Date;
  /** The dossier's: codes of an office go by arrival. */
  code: string;
}

export interface DossierPage {
  lines: DossierLine[];
  total: number;
  /** There are more than `total`. */
  isMore: boolean;
  next: PageStart | null;
}

/** Stages that a work list shows; `completing` is Sao Y's own work and on nobody's desk. */
export const stagesOfList: Record<Exclude<ListName, 'all'>, readonly Stage[]> = {
  create: ['accepted'],
  returned: ['returned'],
  sign: ['awaiting-signature'],
  seal: ['awaiting-seal'],
  open: stages.filter((stage) => !isFinal(stage)),
};

/**
 * A page of an office's dossiers by time left, the shortest first and of equal ones the first to
 * arrive; `all`: newest first. Paged by the
 * place of the last line, so that a dossier that leaves the list moves no other one past the reader.
 */
export async function listDossiers(
  db: DataSource,
  filter: DossierFilter,
  page: { after?: PageStart | undefined; offset?: number; limit: number },
): Promise<DossierPage> {
  const words = wordsOf(filter);
  // Work lists are short: what is searched for is looked for in them.
  const isSearched = filter.list === 'all' && words.length > 0;
  const hits = isSearched ? await findHits(db, filter.officeId, words) : null;
  if (hits?.found && hits.isWhole && !isNarrowed(filter)) return pageOf(db, hits.found, page);
  const { where, parameters } = conditionsOf(filter, words, hits);
  const newestFirst = filter.list === 'all';
  const sort = newestFirst ? 'd.acceptedAt' : timeLeft;
  const [beyond, order] = newestFirst ? ['<', 'DESC'] : ['>', 'ASC'];
  const after = page.after
    ? { sql: `AND (${sort} ${beyond} ? OR (${sort} = ? AND d.code ${beyond} ?))`, ...page.after }
    : { sql: '' };
  // The place of each line first, on narrow rows: far down a long list the whole ones would be sorted too.
  const rows = await db.query<(RawLine & { sort: Date })[]>(
    `${selectLinesAnd('place.sort')}
     JOIN (SELECT d.id, ${sort} AS sort ${joinsFor(filter)}
       WHERE ${where} ${after.sql} ORDER BY ${sort} ${order}, d.code ${order} LIMIT ? OFFSET ?)
       AS place ON place.id = d.id
     ORDER BY place.sort ${order}, d.code ${order}`,
    [
      ...parameters,
      ...('at' in after ? [after.at, after.at, after.code] : []),
      ...[page.limit + 1, page.offset ?? 0],
    ],
  );
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    lines: shown.map(({ sort: _, ...raw }) => toLine(raw)),
    ...(await countMatching(db, filter, { where, parameters, hits })),
    next: rows.length > page.limit && last ? { at: last.sort, code: last.code } : null,
  };
}

/** The tables that sorting and the conditions of a filter look at, and no others. */
function joinsFor({ list, q, subject, holder }: DossierFilter, isSorted = true): string {
  const hasClock = holder !== undefined || (isSorted && list !== 'all');
  return [
    'FROM dossier d',
    q || subject ? 'JOIN visit v ON v.id = d.visitId' : '',
    q && !foldText(q).split(' ').filter(Boolean).every(isOfName)
      ? 'LEFT JOIN register_entry e ON e.dossierId = d.id'
      : '',
    hasClock ? 'LEFT JOIN step_clock c ON c.dossierId = d.id AND c.endedAt IS NULL' : '',
    holder ? 'LEFT JOIN assignment held ON held.dossierId = d.id AND held.step = c.step' : '',
  ].join(' ');
}

/** A page of what a search found, the newest first; only its own lines are read whole. */
async function pageOf(
  db: DataSource,
  hits: readonly Hit[],
  { after, offset = 0, limit }: Parameters<typeof listDossiers>[2],
): Promise<DossierPage> {
  const newest = [...hits].sort((a, b) => -compare(a, b));
  const start = after && { acceptedAt: after.at, code: after.code };
  const rest = start ? newest.filter((hit) => compare(hit, start) < 0) : newest;
  const shown = rest.slice(offset, offset + limit);
  const ids = shown.map(({ id }) => id);
  const rows =
    ids.length === 0 ? [] : await db.query<RawLine[]>(`${selectLines} WHERE d.id IN (?)`, [ids]);
  const byId = new Map(rows.map((raw) => [raw.id, raw]));
  const last = shown.at(-1);
  return {
    lines: ids.flatMap((id) => {
      const raw = byId.get(id);
      return raw ? [toLine(raw)] : [];
    }),
    total: hits.length,
    isMore: false,
    next: rest.length > offset + limit && last ? { at: last.acceptedAt, code: last.code } : null,
  };
}

/** By the time of acceptance, of equal ones by code; codes of an office go by arrival. */
function compare(a: Omit<Hit, 'id'>, b: Omit<Hit, 'id'>): number {
  return +a.acceptedAt - +b.acceptedAt || (a.code < b.code ? -1 : Number(a.code > b.code));
}

/** Where too many have what is searched for, not all of them are counted. */
async function countMatching(
  db: DataSource,
  filter: DossierFilter,
  matching: { where: string; parameters: unknown[]; hits: Hits | null },
): Promise<Pick<DossierPage, 'total' | 'isMore'>> {
  const { where, parameters, hits } = matching;
  const isBounded = hits !== null && hits.found === null;
  if (isBounded && hits.isWhole && !isNarrowed(filter)) return { total: hitsMax, isMore: true };
  const matches = `SELECT d.id ${joinsFor(filter, false)} WHERE ${where}`;
  const [row] = await db.query<{ total: string }[]>(
    isBounded
      ? `SELECT COUNT(*) AS total FROM (${matches} LIMIT ${hitsMax + 1}) AS some`
      : matches.replace('d.id', 'COUNT(*) AS total'),
    parameters,
  );
  const total = Number(row?.total);
  const isMore = isBounded && total > hitsMax;
  return { total: isMore ? hitsMax : total, isMore };
}

/** Whether more than words and the office decide. */
function isNarrowed({ subject, holder, from, before }: DossierFilter): boolean {
  return [subject, holder, from, before].some((one) => one !== undefined);
}

function wordsOf({ q = '' }: DossierFilter): string[] {
  return foldText(q)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, wordsMax);
}

function conditionsOf(
  filter: DossierFilter,
  words: readonly string[],
  hits: Hits | null,
): { where: string; parameters: unknown[] } {
  const conditions: [sql: string, ...parameters: unknown[]][] = [
    ['d.officeId = ?', filter.officeId],
  ];
  // No dossier has this id: nothing was found.
  if (hits?.found) conditions.push(['d.id IN (?)', ['', ...hits.found.map(({ id }) => id)]]);
  if (filter.list !== 'all') conditions.push(['d.stage IN (?)', stagesOfList[filter.list]]);
  if (filter.from) conditions.push(['d.acceptedAt >= ?', filter.from]);
  if (filter.before) conditions.push(['d.acceptedAt < ?', filter.before]);
  if (filter.subject) conditions.push([subjectConditions[filter.subject]]);
  if (filter.holder === 'none') {
    conditions.push(['c.step IS NOT NULL AND held.personId IS NULL']);
  } else if (filter.holder) conditions.push(['held.personId = ?', filter.holder.personId]);
  conditions.push(...words.map(conditionOfWord));
  return {
    where: conditions.map(([sql]) => sql).join(' AND '),
    parameters: conditions.flatMap(([, ...parameters]) => parameters),
  };
}

/** More words than a name has are no search. */
const wordsMax = 12;

/** A word of a search, folded: letters are a part of the name, others of name, code or number, or the whole of one. */
function conditionOfWord(word: string): [sql: string, ...parameters: unknown[]] {
  const part = partOf(word);
  if (isOfName(word)) return ['v.requesterSought LIKE ?', part];
  const whole = wholeConditions(word);
  if (whole.length > 0) {
    const either = whole.map(([sql]) => sql).join(' OR ');
    return [`(${either})`, ...whole.flatMap(([, ...values]) => values)];
  }
  const fields = ['v.requesterSought', numberSought];
  // Columns of ASCII refuse to be compared with anything else.
  if (/^[\x21-\x7e]*$/.test(word)) fields.push('LOWER(d.code)');
  const sql = fields.map((field) => `${field} LIKE ?`).join(' OR ');
  return [`(${sql})`, ...fields.map(() => part)];
}

const subjectConditions: Record<Subject, string> = {
  citizen: "v.requesterKind = 'citizen'",
  enterprise: "v.requesterKind = 'enterprise'",
  'no-account': 'v.requesterIdentifier IS NULL',
};
