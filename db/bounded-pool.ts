import * as mysql from 'mysql2';
import type { Pool, PoolConnection, PoolOptions } from 'mysql2';
import { SaoyError } from '../domain/problem';
import { refuseInTransaction } from './transaction';

/** mysql2 itself would wait for a free connection without end. */
const connectionWaitMs = 10_000;

/** What each session begins with. A lock is held for milliseconds: who waits for seconds is told. */
const sessionBegin = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  'SET SESSION innodb_lock_wait_timeout = 5',
];

type GetConnection = Pool['getConnection'];
type Callback = (error: NodeJS.ErrnoException | null, connection?: PoolConnection) => void;

/**
 * mysql2 for TypeORM, with pools that answer within bounds: who gets no connection in time is told so,
 * and none is given to whoever has a transaction open.
 */
export const boundedDriver = {
  ...mysql,
  createPool(options: PoolOptions): Pool {
    const pool = mysql.createPool(options);
    pool.on('connection', (connection) => {
      for (const statement of sessionBegin) {
        connection.query(statement, (error) => {
          if (error) connection.destroy();
        });
      }
    });
    const getConnection = pool.getConnection.bind(pool);
    pool.getConnection = (callback) => waitBounded(getConnection, callback as Callback);
    return pool;
  },
};

type WaitEnded = (seconds: number, outcome: 'had' | 'given-up') => void;
let waitEnded: WaitEnded = () => undefined;

/** Has each wait for a connection of this process told, in seconds. One listener; a second takes its place. */
export function onPoolWait(listener: WaitEnded): void {
  waitEnded = listener;
}

function waitBounded(getConnection: GetConnection, callback: Callback): void {
  try {
    refuseInTransaction();
  } catch (error) {
    callback(error as Error);
    return;
  }
  let isLate = false;
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  const timer = setTimeout(() => {
    isLate = true;
    waitEnded(seconds(), 'given-up');
    callback(new SaoyError('database-busy'));
  }, connectionWaitMs);
  getConnection((error, connection) => {
    clearTimeout(timer);
    if (!isLate) waitEnded(seconds(), error ? 'given-up' : 'had');
    if (!isLate) callback(error, connection);
    else if (!error) connection.release();
  });
}
