import type { DataSource } from 'typeorm';
import { requesterKinds } from '../../domain/people';
import { foldText } from '../../domain/text';
import { type Stage, isFinal, stages } from '../../domain/process';
import { personalCondition } from '../personal/personal-column';
import { type DossierLine, type RawLine, selectLines, timeLeft, toLine } from './dossier-row';

export const dossierLists = ['create', 'returned', 'sign', 'seal', 'open', 'all'] as const;
export type DossierListName = (typeof dossierLists)[number];

export const subjects = [...requesterKinds, 'no-account'] as const;
export type Subject = (typeof subjects)[number];

export interface DossierFilter {
  officeId: string;
  list: DossierListName;
  /** Words in any order, each a part of code, name or register number, or a whole identifier, phone or e-mail [M-02]. */
  q?: string | undefined;
  subject?: Subject | undefined;
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
export const stagesOfList: Record<Exclude<DossierListName, 'all'>, readonly Stage[]> = {
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
  page: { after?: PageStart | undefined; limit: number },
): Promise<DossierPage> {
  const { where, parameters } = conditionsOf(filter);
  const newestFirst = filter.list === 'all';
  const sort = newestFirst ? 'd.acceptedAt' : timeLeft;
  const [beyond, order] = newestFirst ? ['<', 'DESC'] : ['>', 'ASC'];
  const after = page.after
    ? { sql: `AND (${sort} ${beyond} ? OR (${sort} = ? AND d.code ${beyond} ?))`, ...page.after }
    : { sql: '' };
  const rows = await db.query<(RawLine & { sort: Date })[]>(
    `${selectLines.replace('FROM', `, ${sort} AS sort FROM`)}
     WHERE ${where} ${after.sql} ORDER BY ${sort} ${order}, d.code ${order} LIMIT ?`,
    [...parameters, ...('at' in after ? [after.at, after.at, after.code] : []), page.limit + 1],
  );
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    lines: shown.map(({ sort: _, ...raw }) => toLine(raw)),
    total: await countMatching(db, where, parameters),
    next: rows.length > page.limit && last ? { at: last.sort, code: last.code } : null,
  };
}

async function countMatching(db: DataSource, where: string, parameters: unknown[]) {
  const [row] = await db.query<{ total: string }[]>(
    `SELECT COUNT(*) AS total FROM dossier d JOIN visit v ON v.id = d.visitId
     LEFT JOIN register_entry e ON e.dossierId = d.id WHERE ${where}`,
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
