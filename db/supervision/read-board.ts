import type { DataSource } from 'typeorm';
import type { Stage, Step } from '../../domain/process';
import {
  type DossierLine,
  type RawLine,
  selectLinesAnd,
  timeLeft,
  toLine,
} from '../dossiers/dossier-row';
import { stagesOfList } from '../dossiers/list-dossiers';
import { readNames } from '../people/read-names';
import { decryptOrNone } from '../personal/personal-column';
import { minutesOf } from './fold-log';

/** An open dossier as its supervisor sees it. */
export interface BoardLine extends DossierLine {
  officeId: string;
  /** Who has it on their desk, where that is one person. */
  holder: string | null;
}

/** What is open in an office now. */
export interface OpenCounts {
  officeId: string;
  open: number;
  dueToday: number;
  near: number;
  late: number;
}

/** What happened in an office on a day. */
export interface DayLine {
  officeId: string;
  /** `YYYY-MM-DD` at UTC+7. */
  day: string;
  accepted: number;
  delivered: number;
  onTime: number;
  returned: number;
  refused: number;
}

/** The open dossiers of some offices by time left, the shortest first. */
export async function listOpenForBoard(
  db: DataSource,
  officeIds: readonly string[],
  limit: number,
  now: Date,
): Promise<BoardLine[]> {
  const rows = await db.query<(RawLine & { acceptor: string; officeId: string })[]>(
    `${selectLinesAnd('p.fullName AS acceptor', 'd.officeId')}
     LEFT JOIN person p ON p.id = v.acceptedBy
     WHERE d.officeId IN (?) AND d.stage IN (?) ORDER BY ${timeLeft}, d.id LIMIT ?`,
    [officeIds, stagesOfList.open, limit],
  );
  const soleHolders = await findSoleHolders(db, officeIds, now);
  return rows.map(({ acceptor, officeId, ...raw }) => ({
    ...toLine(raw),
    officeId,
    holder:
      raw.holderName ??
      holderOf(raw.stage, acceptor, (right) => soleHolders.get(`${officeId} ${right}`) ?? null),
  }));
}

/** Offices without an open dossier are left out. @param today its beginning and its end */
export async function countOpen(
  db: DataSource,
  officeIds: readonly string[],
  now: Date,
  today: [from: Date, before: Date],
): Promise<OpenCounts[]> {
  const rows = await db.query<Record<keyof OpenCounts, string>[]>(
    `SELECT d.officeId, COUNT(*) AS open, SUM(d.legalDue >= ? AND d.legalDue < ?) AS dueToday,
       SUM(COALESCE(c.due, d.legalDue) < ?) AS late,
       SUM(COALESCE(c.due, d.legalDue) >= ? AND c.noticeAt IS NOT NULL AND c.noticeAt <= ?) AS near
     FROM dossier d LEFT JOIN step_clock c ON c.dossierId = d.id AND c.endedAt IS NULL
     WHERE d.officeId IN (?) AND d.stage IN (?) GROUP BY d.officeId`,
    [...today, now, now, now, officeIds, stagesOfList.open],
  );
  return rows.map(({ officeId, open, dueToday, near, late }) => ({
    ...{ officeId, open: Number(open), dueToday: Number(dueToday) },
    ...{ near: Number(near), late: Number(late) },
  }));
}

/** Each day from one on (`YYYY-MM-DD`) on which something happened. Folded figures: see `foldLog`. */
export async function listDays(
  db: DataSource,
  officeIds: readonly string[],
  from: string,
): Promise<DayLine[]> {
  const rows = await db.query<Record<keyof DayLine, string>[]>(
    `SELECT officeId, day, SUM(accepted) AS accepted, SUM(delivered) AS delivered, SUM(onTime) AS onTime,
       SUM(returned) AS returned, SUM(refused) AS refused
     FROM folded_hour WHERE officeId IN (?) AND day >= ? GROUP BY officeId, day ORDER BY day`,
    [officeIds, from],
  );
  return rows.map(({ officeId, day, ...counts }) => ({
    ...{ officeId, day: String(day) },
    accepted: Number(counts.accepted),
    delivered: Number(counts.delivered),
    onTime: Number(counts.onTime),
    returned: Number(counts.returned),
    refused: Number(counts.refused),
  }));
}

/** Arrivals by weekday (0 = Sunday) and hour since a day. */
export async function listArrivals(
  db: DataSource,
  officeIds: readonly string[],
  from: string,
): Promise<{ weekday: number; hour: number; accepted: number }[]> {
  const rows = await db.query<{ weekday: string; hour: string; accepted: string }[]>(
    `SELECT DAYOFWEEK(day) - 1 AS weekday, hour, SUM(accepted) AS accepted FROM folded_hour
     WHERE officeId IN (?) AND day >= ? GROUP BY weekday, hour HAVING SUM(accepted) > 0`,
    [officeIds, from],
  );
  return rows.map(({ weekday, hour, accepted }) => ({
    ...{ weekday: Number(weekday), hour: Number(hour), accepted: Number(accepted) },
  }));
}

/** How long a step took, by office and person. Working minutes, to a tenth of themselves. */
export interface LostTime {
  step: Step;
  officeId: string | null;
  personId: string | null;
  /** Null where it is not one person. */
  name: string | null;
  rounds: number;
  late: number;
  median: number;
  p90: number;
}

/** Where time goes: each step in all, by office, and by person, since a day. */
export async function listLostTime(
  db: DataSource,
  officeIds: readonly string[],
  from: string,
): Promise<LostTime[]> {
  const rows = await db.query<
    {
      step: Step;
      officeId: string;
      personId: string;
      bucket: number;
      rounds: string;
      late: string;
    }[]
  >(
    `SELECT step, officeId, personId, bucket, SUM(rounds) AS rounds, SUM(late) AS late FROM folded_step
     WHERE officeId IN (?) AND day >= ? GROUP BY step, officeId, personId, bucket ORDER BY bucket`,
    [officeIds, from],
  );
  const groups = new Map<
    string,
    Omit<LostTime, 'median' | 'p90'> & { buckets: [number, number][] }
  >();
  const add = (row: (typeof rows)[number], officeId: string | null, personId: string | null) => {
    const key = `${row.step} ${officeId} ${personId}`;
    const { step } = row;
    const group = groups.get(key) ?? {
      step,
      officeId,
      personId,
      name: null,
      rounds: 0,
      late: 0,
      buckets: [],
    };
    groups.set(key, group);
    group.rounds += Number(row.rounds);
    group.late += Number(row.late);
    group.buckets.push([row.bucket, Number(row.rounds)]);
  };
  for (const row of rows) {
    add(row, null, null);
    add(row, row.officeId, null);
    if (row.personId !== '') add(row, row.officeId, row.personId);
  }
  const names = await readNames(db, [...new Set(rows.map(({ personId }) => personId))]);
  return [...groups.values()].map(({ buckets, ...group }) => ({
    ...group,
    name: group.personId === null ? null : (names.get(group.personId) ?? null),
    median: percentile(buckets, group.rounds, 50),
    p90: percentile(buckets, group.rounds, 90),
  }));
}

/** Buckets in their order, a bucket perhaps several times. */
function percentile(buckets: readonly [number, number][], rounds: number, percent: number): number {
  let left = Math.ceil((rounds * percent) / 100);
  for (const [bucket, count] of buckets) {
    left -= count;
    if (left <= 0) return minutesOf(bucket);
  }
  return 0;
}

/** Why dossiers came back since an instant, what is said most first. */
export async function listReturnReasons(
  db: DataSource,
  officeIds: readonly string[],
  from: Date,
  limit: number,
): Promise<{ words: string; count: number }[]> {
  const rows = await db.query<{ words: string | null }[]>(
    `SELECT r.words FROM audit_event a JOIN remark r ON r.id =
       CONVERT(JSON_UNQUOTE(JSON_EXTRACT(a.details, '$.remarkId')) USING ascii) COLLATE ascii_bin
     WHERE a.officeId IN (?) AND a.action = 'return' AND a.at >= ? ORDER BY a.at DESC LIMIT 1000`,
    [officeIds, from],
  );
  const counts = new Map<string, number>();
  for (const { words } of rows) {
    const plain = decryptOrNone('words', words) ?? '';
    counts.set(plain, (counts.get(plain) ?? 0) + 1);
  }
  const lines = [...counts].map(([words, count]) => ({ words, count }));
  return lines.sort((one, other) => other.count - one.count).slice(0, limit);
}

/** The one active person with a right in an office, for the rights that one person alone has there now. */
async function findSoleHolders(
  db: DataSource,
  officeIds: readonly string[],
  now: Date,
): Promise<Map<string, string>> {
  const rows = await db.query<{ officeId: string; held: string; fullName: string }[]>(
    `SELECT r.officeId, r.held, MIN(p.fullName) AS fullName FROM office_right r
     JOIN person p ON p.id = r.personId AND p.state = 'active'
     WHERE r.officeId IN (?) AND r.fromAt <= ? AND (r.untilAt IS NULL OR r.untilAt > ?)
     GROUP BY r.officeId, r.held HAVING COUNT(DISTINCT r.personId) = 1`,
    [officeIds, now, now],
  );
  return new Map(rows.map(({ officeId, held, fullName }) => [`${officeId} ${held}`, fullName]));
}

function holderOf(
  stage: Stage,
  acceptor: string | null,
  soleHolder: (right: 'sign' | 'seal') => string | null,
): string | null {
  if (stage === 'accepted' || stage === 'returned') return acceptor;
  if (stage === 'awaiting-signature') return soleHolder('sign');
  if (stage === 'awaiting-seal') return soleHolder('seal');
  return null;
}
