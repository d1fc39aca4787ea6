import type { DataSource } from 'typeorm';
import { requesterKinds } from '../../domain/people';
import { foldText } from '../../domain/text';
import type { ListName } from '../../domain/work-lists';
import { type Stage, isFinal, stages } from '../../domain/process';
import { personalCondition } from '../personal/personal-column';
import { type DossierLine, type RawLine, selectLines, timeLeft, toLine } from './dossier-row';

export const subjects = [...requesterKinds, 'no-account'] as const;
export type Subject = (typeof subjects)[number];

export interface DossierFilter {
  officeId: string;
  list: ListName;
  /** Words in any order, each a part of code, name or register number, or a whole identifier, phone or e-mail [M-02]. */
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
  const { where, parameters } = conditionsOf(filter);
  const newestFirst = filter.list === 'all';
  const sort = newestFirst ? 'd.acceptedAt' : timeLeft;
  const [beyond, order] = newestFirst ? ['<', 'DESC'] : ['>', 'ASC'];
  const after = page.after
    ? { sql: `AND (${sort} ${beyond} ? OR (${sort} = ? AND d.code ${beyond} ?))`, ...page.after }
    : { sql: '' };
  // The place of each line first, on narrow rows: far down a long list the whole ones would be sorted too.
  const rows = await db.query<(RawLine & { sort: Date })[]>(
    `${selectLines.replace('FROM', ', place.sort FROM')}
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
    total: await countMatching(db, filter, where, parameters),
    next: rows.length > page.limit && last ? { at: last.sort, code: last.code } : null,
  };
}

/** The tables that sorting and the conditions of a filter look at, and no others. */
function joinsFor({ list, q, subject, holder }: DossierFilter, isSorted = true): string {
  const hasClock = holder !== undefined || (isSorted && list !== 'all');
  return [
    'FROM dossier d',
    q || subject ? 'JOIN visit v ON v.id = d.visitId' : '',
    q ? 'LEFT JOIN register_entry e ON e.dossierId = d.id' : '',
    hasClock ? 'LEFT JOIN step_clock c ON c.dossierId = d.id AND c.endedAt IS NULL' : '',
    holder ? 'LEFT JOIN assignment held ON held.dossierId = d.id AND held.step = c.step' : '',
  ].join(' ');
}

async function countMatching(
  db: DataSource,
  filter: DossierFilter,
  where: string,
  parameters: unknown[],
) {
  const [row] = await db.query<{ total: string }[]>(
    `SELECT COUNT(*) AS total ${joinsFor(filter, false)} WHERE ${where}`,
    parameters,
  );
  return Number(row?.total);
}

function conditionsOf(filter: DossierFilter): { where: string; parameters: unknown[] } {
  const conditions: [sql: string, ...parameters: unknown[]][] = [
    ['d.officeId = ?', filter.officeId],
  ];
  if (filter.list !== 'all') conditions.push(['d.stage IN (?)', stagesOfList[filter.list]]);
  if (filter.from) conditions.push(['d.acceptedAt >= ?', filter.from]);
  if (filter.before) conditions.push(['d.acceptedAt < ?', filter.before]);
  if (filter.subject) conditions.push([subjectConditions[filter.subject]]);
  if (filter.holder === 'none') {
    conditions.push(['c.step IS NOT NULL AND held.personId IS NULL']);
  } else if (filter.holder) conditions.push(['held.personId = ?', filter.holder.personId]);
  for (const word of foldText(filter.q ?? '')
    .split(' ')
    .slice(0, wordsMax)) {
    if (word !== '') conditions.push(conditionOfWord(word));
  }
  return {
    where: conditions.map(([sql]) => sql).join(' AND '),
    parameters: conditions.flatMap(([, ...parameters]) => parameters),
  };
}

/** More words than a name has are no search. */
const wordsMax = 12;

/** A word of a search, folded: somewhere in the name, the code, the numbers or the address. */
function conditionOfWord(word: string): [sql: string, ...parameters: unknown[]] {
  const part = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  const fields = [
    'v.requesterSought',
    // The one letter beyond ASCII of a number: `001/ĐT`.
    "REPLACE(LOWER(e.numberText), 'đ', 'd')",
  ];
  // Columns of ASCII refuse to be compared with anything else.
  if (/^[\x21-\x7e]*$/.test(word)) fields.push('LOWER(d.code)');
  const whole = wholeValuesOf(word);
  const sql = [...fields.map((field) => `${field} LIKE ?`), ...whole.map((one) => one.sql)];
  const parameters = [...fields.map(() => part), ...whole.flatMap((one) => one.parameters)];
  return [`(${sql.join(' OR ')})`, ...parameters];
}

/** Encrypted values are found whole or not at all. */
function wholeValuesOf(word: string) {
  if (word.includes('@')) return [personalCondition('v.requesterEmail', 'email', word)];
  if (!/^\+?\d{9,13}$/.test(word)) return [];
  return [
    personalCondition('v.requesterIdentifier', 'identifier', word),
    personalCondition('v.requesterPhone', 'phone', word),
  ];
}

const subjectConditions: Record<Subject, string> = {
  citizen: "v.requesterKind = 'citizen'",
  enterprise: "v.requesterKind = 'enterprise'",
  'no-account': 'v.requesterIdentifier IS NULL',
};
