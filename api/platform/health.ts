import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { readStorageState } from '../preflight/check-storage';

/** A part that does not answer within this is not there. */
const answerMsMax = 2_500;

/** `/healthz`: this process runs. `/readyz`: it and the servers that it needs answer. */
export const mountHealth: Mount = (app, deps) => {
  app.get('/healthz', (c) => c.json({ status: 'ok' }, 200));
  app.get('/readyz', async (c) => {
    const [database, temporal, storage] = await Promise.all([
      answersInTime(deps.db.query('SELECT 1')),
      answersInTime(askTemporal(deps)),
      readStorageState(deps),
    ]);
    // With little room left the API still works; the alarm tells the operator.
    const ready = database && temporal && (storage === 'ok' || storage === 'low');
    const word = (well: boolean) => (well ? 'ok' : 'unavailable');
    return c.json(
      {
        status: ready && storage === 'low' ? 'degraded' : word(ready),
        database: word(database),
        temporal: word(temporal),
        storage,
      },
      ready ? 200 : 503,
    );
  });
};

async function askTemporal({ temporal }: ApiDeps): Promise<void> {
  const { connection } = await temporal();
  await connection.workflowService.getSystemInfo({});
}

async function answersInTime(question: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), answerMsMax);
  });
  const answered = question.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
