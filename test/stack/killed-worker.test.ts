import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { expect, test } from '@jest/globals';
import { prepareTemporal } from '../../cli/prepare-temporal';
import { startOf } from '../../db/dossiers/workflow-start';
import { findFreePort } from '../../scripts/stack/home';
import { extendUpdate, stateQuery, workflowIdOf } from '../../workflows/dossiers/messages';
import { startDossier } from '../../workflows/dossiers/start-dossier';
import { acceptDossier } from '../fixtures/dossiers';
import { makeOffice } from '../fixtures/house';
import { startDatabase } from './database';
import { sharedTemporal } from './shared';
import { startProcess } from './start-process';

/** Until another worker takes over, Temporal keeps what is next for the one that knew the dossier (its own: 10 s). */
const takenOverWithinMs = 6_000;

test('an act goes on with another worker where the one that knew the dossier was just killed', async () => {
  const { address } = await sharedTemporal();
  // Of its own: other suites' workers must not see these dossiers.
  const namespace = `killed-${randomUUID()}`;
  const plain = { caFile: undefined, certFile: undefined, keyFile: undefined };
  await prepareTemporal({ address, namespace, ...plain }, () => undefined);
  const client = new Client({ connection: await Connection.connect({ address }), namespace });
  const database = await startDatabase();
  const home = await mkdtemp(join(tmpdir(), 'saoy-killed-'));
  const startWorker = async () => {
    const health = String(await findFreePort());
    const own = { SAOY_HOME: home, DATABASE_URL: database.url, TEMPORAL_NAMESPACE: namespace };
    const child = await startProcess('dist/worker/main.js', { ...own, HEALTH_PORT: health });
    child.stdout.resume();
    const isReady = () =>
      fetch(`http://127.0.0.1:${health}/readyz`).then(
        (a) => a.ok,
        () => false,
      );
    while (!(await isReady())) await sleep(100);
    return child;
  };
  const office = await makeOffice(database.db, 'lac-01', 'UBND Phường Mẫu');
  const dossier = await acceptDossier(database.db, office, new Date().toISOString());
  const handle = client.workflow.getHandle(workflowIdOf(dossier.id));
  const extend = () =>
    handle.executeUpdate(extendUpdate, {
      args: [{ actorId: office.staff.officer, ground: 'many-pages', days: 1, agreedUntil: null }],
      updateId: randomUUID(),
    });

  const first = await startWorker();
  await startDossier(client, await startOf(database.db.manager, dossier.id));
  await extend();
  const second = await startWorker();
  // What it has polled for just now counts as alive for another 10 s.
  await handle.query(stateQuery);
  first.kill('SIGKILL');
  await once(first, 'exit');
  // Until the server has seen its line closed, it still hands it tasks, which come back after their 5 s.
  await sleep(500);
  const killedAt = performance.now();
  await extend();
  expect(performance.now() - killedAt).toBeLessThan(takenOverWithinMs);

  second.kill('SIGTERM');
  await once(second, 'exit');
  await client.connection.close();
  await database.stop();
  await rm(home, { recursive: true, force: true });
}, 120_000);
