import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction } from '../transaction';

/**
 * The figures of the board are folded from the audit log: each office's from where it was folded to, by whoever
 * looks next. Nothing is counted while people act, and folded anew the log gives the same.
 */

/** Day and hour at UTC+7. */
const localAt = 'a.at + INTERVAL 7 HOUR';

/**
 * Rounds by how long they took, on a scale where four steps double the minutes: exact enough for a median, and as
 * few rows however many dossiers there are. A round of less than a minute is in the first.
 */
const bucketOf = 'LEAST(60, FLOOR(4 * LOG2(GREATEST(1, c.usedMs / 60000))))';

/** Working minutes in the middle of a bucket. */
export function minutesOf(bucket: number): number {
  return 2 ** ((bucket + 0.5) / 4);
}

const within = 'a.officeId = ? AND a.sequence > ? AND a.sequence <= ?';

function countHours(into: string, onDuplicate: string): string {
  return `INSERT INTO ${into} (officeId, day, hour, accepted, delivered, onTime, returned, refused, dropped)
    SELECT officeId, day, hour, SUM(action = 'accept'), SUM(action IN ('deliver', 'hand-over')),
      SUM(action IN ('deliver', 'hand-over') AND isInTime), SUM(action = 'return'),
      SUM(action = 'refuse'), SUM(action IN ('cancel', 'withdraw'))
    FROM (
      SELECT a.officeId, DATE(${localAt}) AS day, HOUR(${localAt}) AS hour, a.action,
        a.at <= d.legalDue AS isInTime
      FROM audit_event a JOIN dossier d ON d.id = a.dossierId
      WHERE ${within} AND a.action IN
        ('accept', 'deliver', 'hand-over', 'return', 'refuse', 'cancel', 'withdraw')
    ) AS counted GROUP BY officeId, day, hour ${onDuplicate}`;
}

/** Of the seal its sealer: the proof ends that step by itself. */
function countSteps(into: string, onDuplicate: string): string {
  return `INSERT INTO ${into} (officeId, day, step, personId, bucket, rounds, late)
    SELECT officeId, day, step, personId, bucket, COUNT(*), SUM(late) FROM (
      SELECT a.officeId, DATE(${localAt}) AS day, c.step, COALESCE(c.actorId, s.actorId, '') AS personId,
        ${bucketOf} AS bucket, c.endedAt > c.due AS late
      FROM audit_event a
      JOIN step_clock c ON c.dossierId = a.dossierId AND c.endedAt = a.at
        AND c.step = ELT(FIELD(a.action, 'submit', 'sign', 'complete'), 'create', 'sign', 'seal')
      LEFT JOIN audit_event s ON a.action = 'complete' AND s.dossierId = a.dossierId AND s.action = 'seal'
        AND s.sequence = (SELECT MAX(sequence) FROM audit_event
          WHERE dossierId = a.dossierId AND action = 'seal' AND sequence < a.sequence)
      WHERE ${within} AND a.action IN ('submit', 'sign', 'complete')
    ) AS ended GROUP BY officeId, day, step, personId, bucket ${onDuplicate}`;
}

const addUp = (columns: readonly string[]) =>
  `ON DUPLICATE KEY UPDATE ${columns.map((column) => `${column} = ${column} + VALUES(${column})`).join()}`;
const addHours = countHours(
  'folded_hour',
  addUp(['accepted', 'delivered', 'onTime', 'returned', 'refused', 'dropped']),
);
const addSteps = countSteps('folded_step', addUp(['rounds', 'late']));

/** Folds what the log of these offices holds beyond what was folded. @returns offices in which something was new */
export async function foldLog(db: DataSource, officeIds: readonly string[]): Promise<number> {
  if (officeIds.length === 0) return 0;
  const behind = await db.query<{ officeId: string }[]>(
    `SELECT h.officeId FROM audit_head h LEFT JOIN folded_head f ON f.officeId = h.officeId
     WHERE h.officeId IN (?) AND h.sequence > COALESCE(f.sequence, 0)`,
    [officeIds],
  );
  for (const { officeId } of behind) await inTransaction(db, (inside) => fold(inside, officeId));
  return behind.length;
}

async function fold(inside: EntityManager, officeId: string): Promise<void> {
  // The row must be there before it is locked: two who look at once fold one after the other.
  await inside.query('INSERT IGNORE INTO folded_head (officeId, sequence) VALUES (?, 0)', [
    officeId,
  ]);
  const [head] = await inside.query<{ sequence: string }[]>(
    'SELECT sequence FROM folded_head WHERE officeId = ? FOR UPDATE',
    [officeId],
  );
  const [log] = await inside.query<{ sequence: string }[]>(
    'SELECT sequence FROM audit_head WHERE officeId = ?',
    [officeId],
  );
  const part = [officeId, Number(head?.sequence), Number(log?.sequence)];
  await inside.query(addHours, part);
  await inside.query(addSteps, part);
  await inside.query('UPDATE folded_head SET sequence = ? WHERE officeId = ?', [part[2], officeId]);
}

/** Throws away what was folded, and folds the whole log. @returns offices */
export async function refold(db: DataSource): Promise<number> {
  const offices = await db.query<{ officeId: string }[]>('SELECT officeId FROM audit_head');
  for (const { officeId } of offices) {
    await inTransaction(db, async (inside) => {
      for (const name of ['folded_hour', 'folded_step', 'folded_head']) {
        await inside.query(`DELETE FROM ${name} WHERE officeId = ?`, [officeId]);
      }
      await fold(inside, officeId);
    });
  }
  return offices.length;
}

/**
 * Counts every office's log anew and compares: what was folded, up to where it was folded to.
 * @returns ids of offices whose figures differ
 */
export async function findMisfolded(db: DataSource): Promise<string[]> {
  const heads = await db.query<{ officeId: string; sequence: string }[]>(
    'SELECT officeId, sequence FROM folded_head ORDER BY officeId',
  );
  const wrong: string[] = [];
  for (const { officeId, sequence } of heads) {
    const isRight = await inTransaction(db, async (inside) => {
      const part = [officeId, 0, Number(sequence)];
      const pairs = [
        ['folded_hour', countHours('anew_hour', '')],
        ['folded_step', countSteps('anew_step', '')],
      ] as const;
      for (const [name, count] of pairs) {
        const anew = name.replace('folded', 'anew');
        await inside.query(`CREATE TEMPORARY TABLE ${anew} LIKE ${name}`);
        try {
          await inside.query(count, part);
          const sql = (table: string) =>
            `SELECT * FROM ${table} WHERE officeId = ? ORDER BY 1, 2, 3, 4, 5`;
          const [folded, counted] = [
            await inside.query<object[]>(sql(name), [officeId]),
            await inside.query<object[]>(sql(anew), [officeId]),
          ];
          if (JSON.stringify(folded) !== JSON.stringify(counted)) return false;
        } finally {
          await inside.query(`DROP TEMPORARY TABLE ${anew}`);
        }
      }
      return true;
    });
    if (!isRight) wrong.push(officeId);
  }
  return wrong;
}
