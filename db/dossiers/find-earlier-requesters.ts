import type { DataSource } from 'typeorm';
import { personalCondition, decryptOrNone } from '../personal/personal-column';
import { soughtAs } from '../sought-as';

/** Who came before, as they were taken down the last time. */
export interface EarlierRequester {
  visitId: string;
  fullName: string;
  identifier: string | null;
  email: string | null;
  phone: string | null;
  acceptedAt: Date;
}

interface Row {
  id: string;
  requesterName: string;
  requesterIdentifier: string | null;
  requesterEmail: string | null;
  requesterPhone: string | null;
  acceptedAt: Date;
}

const selectVisits = `SELECT id, requesterName, requesterIdentifier, requesterEmail, requesterPhone, acceptedAt
  FROM visit WHERE officeId = ?`;

/** Visits that are read for one question: a name that many have is typed further. */
const visitsMax = 200;

/**
 * Requesters of an office's own visits since an instant: by a whole identifier, phone number or e-mail address, else
 * by the beginning of the name, without accents. Each once, the latest first.
 */
export async function findEarlierRequesters(
  db: DataSource,
  { officeId, sought, since, limit }: Sought,
): Promise<EarlierRequester[]> {
  const { sql, parameters } = conditionOf(sought);
  const rows = await db.query<Row[]>(
    `${selectVisits} AND acceptedAt >= ? AND ${sql} LIMIT ${visitsMax}`,
    [officeId, since, ...parameters],
  );
  const latest = rows.map(toRequester).sort((one, other) => +other.acceptedAt - +one.acceptedAt);
  const found = new Map<string, EarlierRequester>();
  for (const each of latest) {
    const who = each.identifier ?? `${soughtAs(each.fullName)} ${each.email?.toLowerCase() ?? ''}`;
    if (!found.has(who)) found.set(who, each);
  }
  return [...found.values()].slice(0, limit);
}

interface Sought {
  officeId: string;
  sought: string;
  since: Date;
  limit: number;
}

/** The requester of one visit of an office. */
export async function findEarlierRequester(
  db: DataSource,
  officeId: string,
  visitId: string,
): Promise<EarlierRequester | undefined> {
  const [row] = await db.query<Row[]>(`${selectVisits} AND id = ?`, [officeId, visitId]);
  return row && toRequester(row);
}

/** Encrypted values are found whole or not at all; a name by how it begins. */
function conditionOf(sought: string): { sql: string; parameters: string[] } {
  const word = sought.trim();
  if (word.includes('@')) return personalCondition('requesterEmail', 'email', word);
  if (/^\+?[\d\s.]+$/.test(word)) {
    const digits = word.replace(/[\s.]/g, '');
    const identifier = personalCondition('requesterIdentifier', 'identifier', digits);
    const phone = personalCondition('requesterPhone', 'phone', digits);
    return {
      sql: `(${identifier.sql} OR ${phone.sql})`,
      parameters: [...identifier.parameters, ...phone.parameters],
    };
  }
  return {
    sql: 'requesterSought LIKE ?',
    parameters: [`${soughtAs(word).replace(/[\\%_]/g, '\\$&')}%`],
  };
}

function toRequester(row: Row): EarlierRequester {
  return {
    visitId: row.id,
    fullName: row.requesterName,
    identifier: decryptOrNone('identifier', row.requesterIdentifier),
    email: decryptOrNone('email', row.requesterEmail),
    phone: decryptOrNone('phone', row.requesterPhone),
    acceptedAt: row.acceptedAt,
  };
}
