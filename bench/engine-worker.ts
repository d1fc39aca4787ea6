/**
 * A worker whose steps on documents and tokens do nothing: what is left is the engine, that is the API,
 * Temporal and the database. Started by bench/dossiers.ts.
 */
import 'reflect-metadata';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { ActivityDeps } from '../activities/deps';
import { byName, createActivities, type Activities } from '../activities';
import { assignNumberTo } from '../activities/registers/assign-number';
import { createDataSource } from '../db/data-source';
import { usePersonalKeys } from '../db/personal/personal-keys';
import { findPersonalKeys } from '../settings/personal-keys';
import { loadRules } from '../policies/load-rules';
import { deliverCopy } from '../test/fixtures/deliver-copy';
import { withoutDocuments } from '../test/fixtures/without-documents';
import { dossierTaskQueue, tokenTaskQueue } from '../workflows/engine/task-queues';

async function main(): Promise<void> {
  Runtime.install({ shutdownSignals: ['SIGTERM'] });
  usePersonalKeys(findPersonalKeys());
  const db = await createDataSource(String(process.env.DATABASE_URL)).initialize();
  const connection = await NativeConnection.connect({
    address: String(process.env.TEMPORAL_ADDRESS),
  });
  const deps = {
    ...{ db, rules: loadRules(), reach: { sms: false, webhooks: [] } },
    now: () => new Date(),
  } as unknown as ActivityDeps;
  const client = new Client({
    connection: await Connection.connect({ address: String(process.env.TEMPORAL_ADDRESS) }),
  });
  const mailCopy = (dossierId: string, at: Date) => deliverCopy(deps, client, dossierId, at);
  const steps = {
    ...withoutDocuments(deps, mailCopy),
    // The number is taken, as it is by the real one.
    prepareSeal: (input: Parameters<Activities['short']['prepareSeal']>[0]) =>
      assignNumberTo(deps, input),
  };
  const workers = [
    await Worker.create({
      connection,
      taskQueue: dossierTaskQueue,
      workflowBundle: { codePath: join(__dirname, '..', 'dist', 'workflow-bundle.js') },
      activities: { ...byName(createActivities(deps)), ...steps },
      maxCachedWorkflows: 2_000,
    }),
    await Worker.create({
      connection,
      taskQueue: tokenTaskQueue,
      activities: { signWithToken: steps.signWithToken },
    }),
  ];
  process.send?.('ready');
  await Promise.all(workers.map((worker) => worker.run()));
}

void main();
