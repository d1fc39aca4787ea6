import type { DataSource } from 'typeorm';
import { foldText } from '../../domain/text';
import type { Office } from './entity';

/** An office as the tree shows it. */
export type OfficeLine = Pick<
  Office,
  'id' | 'code' | 'name' | 'kind' | 'parentId' | 'path' | 'validFrom' | 'validTo' | 'successorId'
> & {
  /** Of the office above; null for the root. */
  above: string | null;
  successor: string | null;
  /** Offices right below it, those included that stand no more. */
  children: number;
};

export interface OfficeFilter {
  /** The office at the top of the branch; itself is listed too unless only its children are. */
  branch: Pick<Office, 'id' | 'path'>;
  /** Only those right below it. */
  childrenOnly: boolean;
  /** Words, each a part of the name or the identifier, without regard to accents. */
  q: string;
  /** Those that stand, those that stand no more, or all. */
  standing: 'yes' | 'no' | 'all';
}

/** The last line of the page before. */
export interface OfficesAfter {
  nameFolded: string;
  id: string;
}

/** More words than a name has are no search. */
const wordsMax = 12;

const lineColumns = `o.id, o.code, o.name, o.kind, o.parentId, o.path, o.validFrom, o.validTo, o.successorId,
  above.name AS above, successor.name AS successor,
  (SELECT COUNT(*) FROM office child WHERE child.parentId = o.id) AS children`;
const lineJoins = `LEFT JOIN office above ON above.id = o.parentId
  LEFT JOIN office successor ON successor.id = o.successorId`;

/** A page of a branch by name, and how many there are in all. */
export async function listOffices(
  db: DataSource,
  filter: OfficeFilter,
  page: { after?: OfficesAfter | undefined; limit: number },
): Promise<{ lines: OfficeLine[]; total: number; next: OfficesAfter | null }> {
  const { where, parameters } = conditionsOf(filter);
  const { after, limit } = page;
  const beyond = after ? 'AND (o.nameFolded > ? OR (o.nameFolded = ? AND o.id > ?))' : '';
  const place = after ? [after.nameFolded, after.nameFolded, after.id] : [];
  const rows = await db.query<(OfficeLine & { nameFolded: string })[]>(
    // What stands around an office is looked up for those of the page alone.
    `SELECT ${lineColumns}, o.nameFolded FROM
       (SELECT * FROM office o WHERE ${where} ${beyond} ORDER BY o.nameFolded, o.id LIMIT ?) o
     ${lineJoins} ORDER BY o.nameFolded, o.id`,
    [...parameters, ...place, limit + 1],
  );
  const [counted] = await db.query<{ total: string }[]>(
    `SELECT COUNT(*) AS total FROM office o WHERE ${where}`,
    parameters,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    lines: shown.map(({ nameFolded: _, ...line }) => toLine(line)),
    total: Number(counted?.total),
    next: rows.length > limit && last ? { nameFolded: last.nameFolded, id: last.id } : null,
  };
}

/** The whole branch by its tree, for export: each office after the one above it. */
export function listBranch(db: DataSource, { path }: Pick<Office, 'path'>): Promise<BranchRow[]> {
  return db.query<BranchRow[]>(
    `SELECT o.*, above.code AS parentCode, successor.code AS successorCode FROM office o ${lineJoins}
     WHERE o.path = ? OR o.path LIKE ? ORDER BY CHAR_LENGTH(o.path), o.code`,
    [path, `${path}/%`],
  );
}

export type BranchRow = Office & { parentCode: string | null; successorCode: string | null };

/** What stands around one office. */
export interface OfficePlace {
  line: OfficeLine;
  predecessors: Pick<Office, 'id' | 'code' | 'name' | 'validTo'>[];
  /** From the root to the one above it. */
  above: Pick<Office, 'id' | 'name'>[];
}

export async function getOfficePlace(
  db: DataSource,
  office: Pick<Office, 'id' | 'path'>,
): Promise<OfficePlace> {
  const ids = office.path.split('/').slice(0, -1);
  const [[line], predecessors, above] = await Promise.all([
    db.query<OfficeLine[]>(`SELECT ${lineColumns} FROM office o ${lineJoins} WHERE o.id = ?`, [
      office.id,
    ]),
    db.query<OfficePlace['predecessors']>(
      'SELECT id, code, name, validTo FROM office WHERE successorId = ? ORDER BY validTo, name',
      [office.id],
    ),
    db.query<OfficePlace['above']>(
      'SELECT id, name FROM office WHERE id IN (?) ORDER BY CHAR_LENGTH(path)',
      [ids.length > 0 ? ids : ['']],
    ),
  ]);
  if (!line) throw new Error('the office is gone');
  return { line: toLine(line), predecessors, above };
}

function toLine(row: OfficeLine): OfficeLine {
  return { ...row, children: Number(row.children) };
}

function conditionsOf(filter: OfficeFilter): { where: string; parameters: unknown[] } {
  const { branch, childrenOnly, q, standing } = filter;
  const conditions: [sql: string, ...parameters: unknown[]][] = [
    childrenOnly
      ? ['o.parentId = ?', branch.id]
      : ['(o.path = ? OR o.path LIKE ?)', branch.path, `${branch.path}/%`],
  ];
  if (standing !== 'all') conditions.push([`o.validTo IS ${standing === 'yes' ? '' : 'NOT '}NULL`]);
  for (const word of foldText(q).split(' ').slice(0, wordsMax)) {
    if (word === '') continue;
    const part = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    // Columns of ASCII refuse to be compared with anything else.
    const isAscii = /^[\x21-\x7e]*$/.test(word);
    if (isAscii) conditions.push(['(o.nameFolded LIKE ? OR LOWER(o.code) LIKE ?)', part, part]);
    else conditions.push(['o.nameFolded LIKE ?', part]);
  }
  return {
    where: conditions.map(([sql]) => sql).join(' AND '),
    parameters: conditions.flatMap(([, ...parameters]) => parameters),
  };
}
