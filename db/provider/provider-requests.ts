import { type DataSource, type EntityManager, In } from 'typeorm';
import { Session } from '../sessions/entity';
import { isPersonal } from '../personal/personal-column';
import { inTransaction } from '../transaction';
import { ProviderRequest } from './entity';

export async function recordProviderRequest(
  manager: EntityManager,
  request: ProviderRequest,
): Promise<void> {
  await manager.insert(ProviderRequest, request);
}

/** Takes a request, once. @returns undefined for none, one of another browser, one that is over or was taken */
export async function takeProviderRequest(
  db: DataSource,
  stateHash: string,
  browserHash: string,
  now: Date,
): Promise<ProviderRequest | undefined> {
  return inTransaction(db, async (inside) => {
    const found = await inside.findOne(ProviderRequest, {
      where: { stateHash, browserHash },
      lock: { mode: 'pessimistic_write' },
    });
    if (!found) return undefined;
    await inside.delete(ProviderRequest, { stateHash });
    return found.expiresAt > now ? found : undefined;
  });
}

/** Ends the sessions that a provider opened: the one that it names, or all of a person. @returns how many */
export async function endProviderSessions(
  manager: EntityManager,
  { subject, providerSession }: { subject: string | null; providerSession: string | null },
): Promise<number> {
  const where = {
    ...(subject !== null && { providerSubject: isPersonal('subject', subject) }),
    ...(providerSession !== null && { providerSession }),
  };
  const ended = await manager.find(Session, { where, select: { tokenHash: true } });
  if (Object.keys(where).length === 0 || ended.length === 0) return 0;
  await manager.delete(Session, { tokenHash: In(ended.map(({ tokenHash }) => tokenHash)) });
  return ended.length;
}
