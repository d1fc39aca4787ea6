import type { DataSource, EntityManager } from 'typeorm';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';
import { TokenHolder } from './entity';

/** Whose a token at our server is from now on. */
export interface HolderDeclared {
  label: string;
  officeId: string;
  /** Null: nobody's any more. */
  personId: string | null;
  /** Null at the server's own command line. */
  actorId: string | null;
  actKey: string;
  at: Date;
}

/** Writes down whose a leader's token at our server is; the audit log tells whose it was before. */
export async function recordTokenHolder(
  db: DataSource | EntityManager,
  { label, officeId, personId, actorId, actKey, at }: HolderDeclared,
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const before = await inside.findOne(TokenHolder, {
      where: { label },
      lock: { mode: 'pessimistic_write' },
    });
    if (personId === null) await inside.delete(TokenHolder, { label });
    else {
      const row = { label, personId, declaredBy: actorId, declaredAt: at };
      await inside.upsert(TokenHolder, row, ['label']);
    }
    await recordAudit(inside, {
      ...{ officeId, dossierId: null, actorId, action: 'token-holder', actKey, at },
      details: { token: label, personId, personIdBefore: before?.personId ?? null },
    });
  });
}

/** Whose the sample's token is, where nobody has declared it. */
export async function ensureTokenHolder(
  manager: EntityManager,
  label: string,
  personId: string,
  at: Date,
): Promise<void> {
  await manager
    .createQueryBuilder()
    .insert()
    .into(TokenHolder)
    .values({ label, personId, declaredBy: null, declaredAt: at })
    .orIgnore()
    .execute();
}
