import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { acceptDossier, moveDossier } from '../test/fixtures/dossiers';
import { makeOffice } from '../test/fixtures/house';
import { startDatabase } from '../test/stack/database';
import { sharedTemporal } from '../test/stack/shared';
import { workflowIdOf } from '../workflows/dossiers/messages';
import { keepUp } from './keep-up';

test('an open dossier whose workflow was lost gets one again, without anybody’s act', async () => {
  const { address, namespace } = await sharedTemporal();
  const client = new Client({ connection: await Connection.connect({ address }), namespace });
  const database = await startDatabase();
  const office = await makeOffice(database.db, 'lac-01', 'UBND Phường Mẫu');
  const dossier = await acceptDossier(database.db, office, '2026-11-26T09:00:00+07:00');
  await moveDossier(database.db, dossier, '2026-11-26T09:05:00+07:00', { action: 'submit' });
  const told: object[] = [];
  const end = keepUp(database.db, client, { warn: (about: object) => told.push(about) }, 50);
  const handle = client.workflow.getHandle(workflowIdOf(dossier.id));
  const find = () =>
    handle.describe().catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    });
  let found;
  while (!(found = await find())) await sleep(50);
  expect(found.status.name).toBe('RUNNING');
  while (told.length === 0) await sleep(50);
  await end();
  expect(told[0]).toEqual({ dossierId: dossier.id });
  await handle.terminate();
  await client.connection.close();
  await database.stop();
}, 60_000);
