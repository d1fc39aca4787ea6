import type { DataSource } from 'typeorm';
import { SigningKey } from './entity';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';

type Holder = Pick<SigningKey, 'personId' | 'officeId' | 'step'>;

/** What a person chose to sign a step with in an office; null: the office's token at our server. */
export function findSigningKey(
  { manager }: Pick<DataSource, 'manager'>,
  { personId, officeId, step }: Holder,
): Promise<SigningKey | null> {
  return manager.findOneBy(SigningKey, { personId, officeId, step });
}

/**
 * Sets what a person signs a step with in an office, in place of what it was; null: the office's token
 * at our server again. The choice stands in the audit log, by the certificate's fingerprint.
 */
export async function recordSigningKey(
  db: DataSource,
  holder: Holder,
  key: Omit<SigningKey, keyof Holder | 'chosenAt'> | null,
  facts: { fingerprint: string | null; actKey: string; at: Date },
): Promise<void> {
  const { fingerprint, actKey, at } = facts;
  await inTransaction(db, async (inside) => {
    if (key === null) await inside.delete(SigningKey, holder);
    else {
      const row = { ...holder, ...key, chosenAt: at };
      await inside.upsert(SigningKey, row, ['personId', 'officeId', 'step']);
    }
    await recordAudit(inside, {
      officeId: holder.officeId,
      dossierId: null,
      actorId: holder.personId,
      action: 'choose-key',
      actKey,
      details: { step: holder.step, method: key?.method ?? 'token', fingerprint },
      at,
    });
  });
}
