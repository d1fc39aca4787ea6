import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import { SaoyError } from '../domain/problem';

/** Tries after the first one. */
const repeatsMax = 3;
/** Before the first repeat; doubled for each further one, with some chance so that two do not meet again. */
const pauseMs = 20;

/** A deadlock, and a lock that was not had in time: run again, the same work succeeds. */
const repeatable = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT']);

const running = new AsyncLocalStorage<{ isOpen: boolean }>();
let repeated = 0;

/**
 * Runs `work` in one transaction at READ COMMITTED, on the manager that it is given and on no other. What
 * InnoDB ends by a deadlock or a lock wait is run again, up to three times: `work` must have no effect
 * outside the database, and waits for nothing but the database. Inside a transaction it joins that one.
 * @throws SaoyError `database-busy` where the last try ended so too
 */
export async function inTransaction<Result>(
  on: DataSource | EntityManager,
  work: (inside: EntityManager) => Promise<Result>,
): Promise<Result> {
  if ('queryRunner' in on && on.queryRunner?.isTransactionActive) return work(on);
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await run(on, 'READ COMMITTED', work);
    } catch (error) {
      if (!isRepeatable(error)) throw error;
      if (repeats === repeatsMax) throw new SaoyError('database-busy', {}, { cause: error });
      repeated += 1;
      await sleep(pauseMs * 2 ** repeats * (0.5 + Math.random()));
    }
  }
}

/** Reads several tables as they were at one instant. `read` changes nothing. */
export function inSnapshot<Result>(
  db: DataSource,
  read: (snapshot: EntityManager) => Promise<Result>,
): Promise<Result> {
  return run(db, 'REPEATABLE READ', read);
}

/** Transactions of this process that were run again. */
export function countRepeated(): number {
  return repeated;
}

/**
 * Throws where the caller is inside a transaction: a pool whose connections each wait for another one
 * of the same pool stands still and stays so.
 */
export function refuseInTransaction(): void {
  if (running.getStore()?.isOpen) {
    throw new Error('a second connection was asked for inside a transaction');
  }
}

/** Whether a statement failed only by what others did at the same moment. */
export function isRepeatable(error: unknown): boolean {
  const inner: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return repeatable.has((inner as NodeJS.ErrnoException | undefined)?.code ?? '');
}

function run<Result>(
  on: DataSource | EntityManager,
  isolation: 'READ COMMITTED' | 'REPEATABLE READ',
  work: (inside: EntityManager) => Promise<Result>,
): Promise<Result> {
  const inside = async (manager: EntityManager): Promise<Result> => {
    const state = { isOpen: true };
    try {
      return await running.run(state, () => work(manager));
    } finally {
      state.isOpen = false;
    }
  };
  // READ COMMITTED is what each session has from its start: it need not be said again.
  if (isolation === 'READ COMMITTED') return on.transaction(inside);
  return on.transaction(isolation, inside);
}
