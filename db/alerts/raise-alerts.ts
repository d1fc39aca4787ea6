import { randomUUID } from 'node:crypto';
import { type DataSource, In, IsNull } from 'typeorm';
import type { AlertKind, AlertRule } from '../../domain/alert-rules';
import type { NewNotice } from '../../domain/notices';
import { enqueue } from '../notices/outbox';
import { inTransaction } from '../transaction';
import { Alert } from './entity';

/** Something that stands as a rule says. */
export type Found = Pick<Alert, 'subject' | 'dossierId' | 'value'>;

/**
 * Notes what stands as an office's rule says, and leaves word of what is new; what stands so no more is cleared.
 * The same again changes nothing.
 * @param webhooks names of those that hear of alerts
 * @returns how many are new
 */
export function raiseAlerts(
  db: DataSource,
  officeId: string,
  rule: AlertRule,
  found: readonly Found[],
  { webhooks, at }: { webhooks: readonly string[]; at: Date },
): Promise<number> {
  const { kind, threshold, isOn } = rule;
  return inTransaction(db, async (inside) => {
    const open = await inside.findBy(Alert, { officeId, kind, clearedAt: IsNull() });
    const standing = new Set(isOn ? found.map(({ subject }) => subject) : []);
    const gone = open.filter(({ subject }) => !standing.has(subject)).map(({ id }) => id);
    if (gone.length > 0) await inside.update(Alert, { id: In(gone) }, { clearedAt: at });
    const known = new Set(open.map(({ subject }) => subject));
    const fresh = isOn ? found.filter(({ subject }) => !known.has(subject)) : [];
    if (fresh.length === 0) return 0;
    await inside.insert(
      Alert,
      fresh.map((each) => ({
        ...{ ...each, id: randomUUID(), officeId, kind, raisedAt: at, clearedAt: null },
        ...{ toMail: rule.byMail, mailedAt: null },
      })),
    );
    const data = { kind, count: fresh.length, ...(threshold === null ? {} : { threshold }) };
    const notices: NewNotice[] = [];
    if (rule.onPage) {
      notices.push({
        ...{ channel: 'portal', template: 'alert', recipientKind: 'right', recipient: 'supervise' },
        data,
      });
    }
    if (rule.byWebhook) {
      for (const recipient of webhooks) {
        notices.push({
          ...{ channel: 'webhook', template: 'alert', recipientKind: 'webhook', recipient, data },
        });
      }
    }
    const about = { officeId, subjectKind: 'alert', subjectId: randomUUID(), at } as const;
    await enqueue(inside, about, notices);
    return fresh.length;
  });
}

const digestEveryMs = 3_600_000;

/**
 * Leaves one mail with all alerts of an office that no mail has told yet, to each who oversees it; an hour after the
 * one before at the earliest.
 */
export async function leaveDigest(db: DataSource, officeId: string, at: Date): Promise<void> {
  await inTransaction(db, async (inside) => {
    const waiting = await inside.findBy(Alert, { officeId, toMail: true, mailedAt: IsNull() });
    if (waiting.length === 0) return;
    const [last] = await inside.query<{ mailedAt: Date | null }[]>(
      'SELECT MAX(mailedAt) AS mailedAt FROM alert WHERE officeId = ? AND toMail = 1',
      [officeId],
    );
    if (last?.mailedAt && at.getTime() - last.mailedAt.getTime() < digestEveryMs) return;
    const people = await inside.query<{ personId: string }[]>(
      `SELECT DISTINCT r.personId FROM office_right r
        JOIN person p ON p.id = r.personId AND p.state = 'active' AND p.email IS NOT NULL
        WHERE r.officeId = ? AND r.held = 'supervise' AND r.fromAt <= ? AND (r.untilAt IS NULL OR r.untilAt > ?)`,
      [officeId, at, at],
    );
    const data: Record<string, number> = {};
    for (const { kind } of waiting) data[kind] = (data[kind] ?? 0) + 1;
    const about = { officeId, subjectKind: 'alert', subjectId: randomUUID(), at } as const;
    await enqueue(
      inside,
      about,
      people.map(({ personId }): NewNotice => ({
        ...{ channel: 'mail', template: 'alert-digest', recipientKind: 'person' },
        ...{ recipient: personId, data },
      })),
    );
    await inside.update(Alert, { id: In(waiting.map(({ id }) => id)) }, { mailedAt: at });
  });
}

export interface AlertLine {
  kind: AlertKind;
  subject: string;
  dossierId: string | null;
  dossierCode: string | null;
  value: number | null;
  raisedAt: Date;
}

/** What stands now as the rules of an office say, the newest first. */
export function listAlerts(db: DataSource, officeId: string, limit: number): Promise<AlertLine[]> {
  return db.query<AlertLine[]>(
    `SELECT a.kind, a.subject, a.dossierId, d.code AS dossierCode, a.value, a.raisedAt
      FROM alert a LEFT JOIN dossier d ON d.id = a.dossierId
      WHERE a.officeId = ? AND a.clearedAt IS NULL ORDER BY a.raisedAt DESC, a.id LIMIT ?`,
    [officeId, limit],
  );
}
