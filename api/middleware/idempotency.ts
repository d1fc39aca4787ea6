import { createHash } from 'node:crypto';
import { QueryFailedError } from 'typeorm';
import { IdempotencyRecord } from '../../db/entities/trace';
import { SaoyError } from '../../domain/problem';
import type { ApiDeps } from '../deps';
import type { AppContext } from '../env';
import { requireSession } from './session';

/**
 * An action whose process died is taken over after this. Safe, since the key is also the id of the
 * workflow update: what the first try did, the second finds done.
 */
const abandonedAfterMs = 120_000;

/**
 * Runs an action once per person and `Idempotency-Key`. The same request sent again gets the answer
 * of the first. An action that fails gives its key free: nothing was answered, so nothing is repeated.
 * @param act does it; gets the key, which names the workflow update
 * @throws SaoyError `idempotency-key-missing`, `idempotency-key-reused` (another request under the
 *   same key), `dossier-busy` (the first is still being done).
 */
export async function withIdempotency<Answer>(
  c: AppContext,
  { db, now }: ApiDeps,
  act: (key: string) => Promise<Answer>,
): Promise<Answer> {
  const actorId = requireSession(c).personId;
  const key = c.req.header('idempotency-key') ?? '';
  if (!/^[\x21-\x7e]{8,80}$/.test(key)) throw new SaoyError('idempotency-key-missing');
  const requestHash = hashOfRequest(c.req.method, c.req.path, await c.req.text());
  const records = db.getRepository(IdempotencyRecord);
  const mine = { actorId, key };

  const known = await claim();
  if (known) return known.answer;
  try {
    const answer = await act(key);
    await records.update(mine, { status: 200, body: JSON.stringify(answer) });
    return answer;
  } catch (error) {
    await records.delete(mine);
    throw error;
  }

  /** Takes the key, or finds what it answered before. */
  async function claim(): Promise<{ answer: Answer } | undefined> {
    const at = new Date(now());
    try {
      await records.insert({ ...mine, requestHash, status: null, body: null, at });
      return undefined;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    const before = await records.findOneBy(mine);
    // Given free in between.
    if (!before) throw new SaoyError('dossier-busy');
    if (before.requestHash !== requestHash) throw new SaoyError('idempotency-key-reused');
    if (before.body !== null) return { answer: JSON.parse(before.body) as Answer };
    if (before.at.getTime() + abandonedAfterMs > now()) throw new SaoyError('dossier-busy');
    const taken = await records.update({ ...mine, at: before.at }, { at });
    if (taken.affected !== 1) throw new SaoyError('dossier-busy');
    return undefined;
  }
}

function hashOfRequest(method: string, path: string, body: string): string {
  return createHash('sha256')
    .update(JSON.stringify([method, path, body]))
    .digest('hex');
}

function isDuplicate(error: unknown): boolean {
  return (
    error instanceof QueryFailedError &&
    (error.driverError as NodeJS.ErrnoException).code === 'ER_DUP_ENTRY'
  );
}
