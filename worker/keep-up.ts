import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { startOf } from '../db/dossiers/workflow-start';
import { isFinal, stages } from '../domain/process';
import { catchUp } from '../workflows/dossiers/catch-up';

const minuteMs = 60_000;
const atOnce = 40;

/**
 * Looks each minute whether workflows of open dossiers are behind their records: first those that nobody's act would
 * find, then some of the others.
 * @returns ends it, and gives up what it asks just now: a question to a workflow without a worker takes half a minute
 */
export function keepUp(
  db: DataSource,
  client: Client,
  log: Pick<Logger, 'warn'>,
  everyMs = minuteMs,
): () => Promise<void> {
  let looking: Promise<void> | undefined;
  const ending = new AbortController();
  const look = async () => {
    for (const id of await someOpen(db)) {
      if (ending.signal.aborted) return;
      const wasBehind = await catchUp(client, id, () => startOf(db.manager, id));
      if (wasBehind) log.warn({ dossierId: id }, 'workflow was behind its record; started anew');
    }
  };
  const timer = setInterval(() => {
    looking ??= client
      .withAbortSignal(ending.signal, look)
      .catch((error: unknown) => {
        if (!ending.signal.aborted) log.warn({ err: error }, 'workflows not compared');
      })
      .finally(() => (looking = undefined));
  }, everyMs);
  return async () => {
    clearInterval(timer);
    ending.abort();
    await looking;
  };
}

async function someOpen(db: DataSource): Promise<string[]> {
  const rows = await db.query<{ id: string }[]>(
    `SELECT id FROM dossier WHERE stage IN (?)
      ORDER BY stage IN ('completing', 'delivering') DESC, RAND() LIMIT ?`,
    [stages.filter((stage) => !isFinal(stage)), atOnce],
  );
  return rows.map(({ id }) => id);
}
