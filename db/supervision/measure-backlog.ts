import type { DataSource } from 'typeorm';
import type { Lane } from '../../domain/notices';
import type { NoticeStatus } from '../notices/entity';

export interface OutboxBacklog {
  lane: Lane;
  status: Exclude<NoticeStatus, 'sent'>;
  items: number;
  /** Seconds since the oldest of them was written. */
  oldestSeconds: number;
}

/** What waits in the outbox, by lane and status; what was carried is not in it. */
export async function measureOutbox(db: DataSource, now: Date): Promise<OutboxBacklog[]> {
  const rows: (Pick<OutboxBacklog, 'lane' | 'status'> & { items: string; oldest: Date })[] =
    await db.query(
      `SELECT channel AS lane, status, COUNT(*) AS items, MIN(createdAt) AS oldest FROM notice
        WHERE status IN ('pending', 'sending', 'uncertain', 'failed') GROUP BY channel, status`,
    );
  return rows.map(({ lane, status, items, oldest }) => ({
    ...{ lane, status, items: Number(items) },
    oldestSeconds: Math.max(0, (now.getTime() - oldest.getTime()) / 1000),
  }));
}

export interface OverdueAlarms {
  /** Alarms of running steps whose instant has passed and which are not written. */
  alarms: number;
  /** Seconds since the first of them should have sounded; 0 where there is none. */
  oldestSeconds: number;
}

/** Alarms that should have sounded. A pause ends the round of its step: open rounds run. */
export async function measureOverdueAlarms(db: DataSource, now: Date): Promise<OverdueAlarms> {
  const [row]: [{ alarms: string; oldest: Date | null }] = await db.query(
    `SELECT COUNT(*) AS alarms, MIN(at) AS oldest FROM (
       SELECT noticeAt AS at FROM step_clock WHERE endedAt IS NULL AND noticeAt <= ? AND noticedAt IS NULL
       UNION ALL
       SELECT due FROM step_clock WHERE endedAt IS NULL AND due <= ? AND breachedAt IS NULL
       UNION ALL
       SELECT escalateAt FROM step_clock
        WHERE endedAt IS NULL AND escalateAt <= ? AND breachedAt IS NOT NULL AND escalatedAt IS NULL
     ) AS unsounded`,
    [now, now, now],
  );
  const oldestSeconds = row.oldest === null ? 0 : (now.getTime() - row.oldest.getTime()) / 1000;
  return { alarms: Number(row.alarms), oldestSeconds };
}
