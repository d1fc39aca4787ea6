import type { DataSource, EntityManager } from 'typeorm';
import { alertKinds, type AlertKind, type AlertRule, usualRule } from '../../domain/alert-rules';
import { recordAudit } from '../audit/record-audit';
import { readFlag } from '../read-flag';
import { inTransaction } from '../transaction';
import { AlertRuleRow } from './entity';

export type OfficeRule = AlertRule & Pick<AlertRuleRow, 'changedAt' | 'changedBy'>;

/** What an office has set, by kind. */
export async function readRules(
  { manager }: { manager: EntityManager },
  officeId: string,
): Promise<Map<AlertKind, OfficeRule>> {
  const rows = await manager.findBy(AlertRuleRow, { officeId });
  return new Map(
    rows.map(({ officeId: _office, ...row }) => [
      row.kind,
      {
        ...row,
        isOn: readFlag(row.isOn),
        onPage: readFlag(row.onPage),
        byMail: readFlag(row.byMail),
        byWebhook: readFlag(row.byWebhook),
      },
    ]),
  );
}

/** Every rule of an office as it holds now. */
export async function listRules(
  db: { manager: EntityManager },
  officeId: string,
): Promise<AlertRule[]> {
  const set = await readRules(db, officeId);
  return alertKinds.map((kind) => set.get(kind) ?? usualRule(kind));
}

/** Sets a rule of an office, in place of the one before; the log keeps both. */
export async function recordRule(
  db: DataSource,
  rule: AlertRule,
  {
    officeId,
    actorId,
    actKey,
    at,
  }: Record<'officeId' | 'actorId' | 'actKey', string> & { at: Date },
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const before = (await readRules({ manager: inside }, officeId)).get(rule.kind);
    const { isOn, threshold } = before ?? usualRule(rule.kind);
    const row = { ...rule, officeId, changedBy: actorId, changedAt: at };
    await inside.upsert(AlertRuleRow, row, ['officeId', 'kind']);
    await recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId, action: 'alert-rule', actKey, at },
      details: { ...rule, wasOn: isOn, wasThreshold: threshold },
    });
  });
}
