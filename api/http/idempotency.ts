import { createHash, randomUUID } from 'node:crypto';
import { findKey, takeKey, takeOverKey, updateKey } from '../../db/idempotency/idempotency-records';
import { problems, SaoyError } from '../../domain/problem';
import type { ApiDeps } from './deps';
import type { AppContext } from './env';
import { requireSession } from './session';

/**
 * A process renews the lease on what it does; one that died is taken over when its lease ends. Safe, since
 * the key also names the workflow update: what the first try did, the second finds done.
 */
const leaseMs = 6_000;
const renewEveryMs = 2_000;
/** The same request sent again while the first still runs waits this long for its answer. */
const waitMsMax = 8_000;
const lookEveryMs = 150;

/** Refusals that decide nothing about the act itself: the same request may be answered otherwise soon. */
const decidesNothing: ReadonlySet<number> = new Set([401, 429]);

/**
 * Runs an action once per person and `Idempotency-Key`. The same request sent again gets the answer of the
 * first, a refusal too. Where a part was away nothing was answered: the same request acts then.
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
  const mine = { actorId, key, holder: randomUUID() };
  const leaseEnd = (ms: number) => new Date(now() + ms);
  const warn = (reason: unknown) => log.warn({ err: reason }, 'idempotency not written');

  const known = await claim();
  if (known) return answerOf<Answer>(known);
  const renewal = setInterval(() => {
    updateKey(db, mine, { leaseEndsAt: leaseEnd(leaseMs) }).catch(warn);
  }, renewEveryMs);
  try {
    const answer = await act(key);
    await updateKey(db, mine, { status: 200, body: JSON.stringify(answer) });
    return answer;
  } catch (error) {
    // Where not even this succeeds, the key is taken over when its lease has ended.
    await updateKey(db, mine, keptOf(error) ?? { leaseEndsAt: leaseEnd(0) }).catch(warn);
    throw error;
  } finally {
    clearInterval(renewal);
  }

  /** Takes the key, or finds what was answered under it before. */
  async function claim(): Promise<Kept | undefined> {
    const until = performance.now() + waitMsMax;
    for (;;) {
      if (await take()) return undefined;
      const before = await findKey(db, mine);
      if (before) {
        if (before.requestHash !== requestHash) throw new SaoyError('idempotency-key-reused');
        const { status, body } = before;
        if (status !== null && body !== null) return { status, body };
        if (await takeOver(before.leaseEndsAt)) return undefined;
      }
      if (performance.now() > until) throw new SaoyError('dossier-busy');
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  function take(): Promise<boolean> {
    const at = new Date(now());
    return takeKey(db, mine, { requestHash, leaseEndsAt: leaseEnd(leaseMs), at });
  }

  async function takeOver(leaseEndedAt: Date): Promise<boolean> {
    if (leaseEndedAt.getTime() > now()) return false;
    return takeOverKey(db, mine, leaseEndedAt, leaseEnd(leaseMs));
  }
}

/** What is kept under a key: the answer as JSON, or the refusal's code and parameters. */
interface Kept {
  status: number;
  body: string;
}

function keptOf(error: unknown): Kept | undefined {
  if (!(error instanceof SaoyError)) return undefined;
  const { code, params } = error;
  const { status } = problems[code];
  if (status >= 500 || decidesNothing.has(status)) return undefined;
  return { status, body: JSON.stringify({ code, params }) };
}

function answerOf<Answer>({ status, body }: Kept): Answer {
  if (status === 200) return JSON.parse(body) as Answer;
  const { code, params } = JSON.parse(body) as Pick<SaoyError, 'code' | 'params'>;
  throw new SaoyError(code, params);
}

function hashOfRequest(method: string, path: string, body: string): string {
  return createHash('sha256')
    .update(JSON.stringify([method, path, body]))
    .digest('hex');
}
