/**
 * A worker whose steps on documents and tokens do nothing: what is left is the engine, that is the API,
 * Temporal and the database. Started by bench/dossiers.ts.
 */
import 'reflect-metadata';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { ActivityDeps } from '../activities/deps';
import { createDossierActivities } from '../activities';
import { createDataSource } from '../db/data-source';
import { loadRules } from '../policies/load-rules';
import { mailedSignal, workflowIdOf } from '../workflows/dossiers/messages';
import { dossierTaskQueue, tokenTaskQueue } from '../workflows/task-queues';

const nothing = () => Promise.resolve();

async function main(): Promise<void> {
  Runtime.install({ shutdownSignals: ['SIGTERM'] });
  const db = await createDataSource(String(process.env.DATABASE_URL)).initialize();
  const connection = await NativeConnection.connect({
    address: String(process.env.TEMPORAL_ADDRESS),
  });
  const deps = { db, rules: loadRules(), now: () => new Date() } as unknown as ActivityDeps;
  const activities = createDossierActivities(deps);
  const client = new Client({
    connection: await Connection.connect({ address: String(process.env.TEMPORAL_ADDRESS) }),
  });
  // Here no relay sends mails and tells of them.
  const recordCompleted: typeof activities.recordCompleted = async (order) => {
    const moved = await activities.recordCompleted(order);
    await client.workflow.getHandle(workflowIdOf(order.dossierId)).signal(mailedSignal);
    return moved;
  };
  const steps = {
    recordCompleted,
    prepareCertification: nothing,
    prepareSeal: nothing,
    requireReady: nothing,
    completeSignature: () => Promise.resolve({ hash: '0'.repeat(64) }),
    completeProof: nothing,
  };
  const workers = [
    await Worker.create({
      connection,
      taskQueue: dossierTaskQueue,
      workflowBundle: { codePath: join(__dirname, '..', 'dist', 'workflow-bundle.js') },
      activities: { ...activities, ...steps },
      maxCachedWorkflows: 2_000,
    }),
    await Worker.create({
      connection,
      taskQueue: tokenTaskQueue,
      activities: { signWithToken: () => Promise.resolve({ signature: '' }) },
    }),
  ];
  process.send?.('ready');
  await Promise.all(workers.map((worker) => worker.run()));
}

void main();
