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
const abandonedAfterMs = 60_000;
/** The same request sent again while the first still runs waits this long for its answer. */
const waitMsMax = 5_000;
const lookEveryMs = 150;

/**
 * Runs an action once per person and `Idempotency-Key`. The same request sent again gets the answer
 * of the first. An action that fails gives its key free: nothing was answered, so nothing is repeated.
 * @param act does it; gets the key, which names the workflow update
 * @throws SaoyError `idempotency-key-missing`, `idempotency-key-reused` (another request under the
 *   same key), `dossier-busy` (the first is still being done).
 */
export async function withIdempotency<Answer>(
  c: AppContext,
  { db, now, log }: ApiDeps,
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
    // Where not even this succeeds, the key is taken over once it counts as abandoned.
    await records.delete(mine).catch((reason: unknown) => log.warn({ err: reason }));
    throw error;
  }

  /** Takes the key, or finds what it answered before. */
  async function claim(): Promise<{ answer: Answer } | undefined> {
    const until = performance.now() + waitMsMax;
    for (;;) {
      if (await take()) return undefined;
      const before = await records.findOneBy(mine);
      if (before) {
        if (before.requestHash !== requestHash) throw new SaoyError('idempotency-key-reused');
        if (before.body !== null) return { answer: JSON.parse(before.body) as Answer };
        if (await takeOver(before.at)) return undefined;
      }
      if (performance.now() > until) throw new SaoyError('dossier-busy');
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  async function take(): Promise<boolean> {
    try {
      await records.insert({ ...mine, requestHash, status: null, body: null, at: new Date(now()) });
      return true;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return false;
    }
  }

  async function takeOver(startedAt: Date): Promise<boolean> {
    if (startedAt.getTime() + abandonedAfterMs > now()) return false;
    const taken = await records.update({ ...mine, at: startedAt }, { at: new Date(now()) });
    return taken.affected === 1;
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
