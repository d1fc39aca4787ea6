import { join } from 'node:path';
import { createDossierActivities } from '../activities/dossier-activities';
import { createSmtpMailer } from '../activities/mail/mailer';
import { createDataSource } from '../db/data-source';
import { httpRevocationSource } from '../documents/evidence/revocation-client';
import { httpTimestampSource } from '../documents/evidence/timestamp-client';
import { loadRules } from '../policies/load-rules';
import { reportReady } from '../settings/report-ready';
import { readSettings } from '../settings/settings';
import { openStore } from '../storage/content-store';
import { CodedFailures } from './coded-failures';
import { connect, runUntilSignal } from './connect';
import { createLog } from './log';
import { relayOutbox } from './relay-outbox';
import { dossierTaskQueue } from '../workflows/task-queues';
import { Worker } from '@temporalio/worker';

/** Process `worker`: workflows, their ordinary activities, and the relay of the outbox. */
async function main(): Promise<void> {
  const settings = readSettings();
  const log = createLog('worker', settings.logLevel);
  const db = await createDataSource(settings.databaseUrl).initialize();
  const deps = {
    db,
    store: openStore(settings.storageUrl),
    rules: loadRules(settings.policiesDir),
    timestamp: httpTimestampSource(settings.tsaUrls),
    revocation: httpRevocationSource(),
    mailer: createSmtpMailer(settings.smtpUrl, settings.mailFrom),
    publicUrl: settings.publicUrl,
    now: () => new Date(),
  };
  const { worker: connection, client } = await connect(settings.temporal, log);
  const worker = await Worker.create({
    connection,
    namespace: settings.temporal.namespace,
    taskQueue: dossierTaskQueue,
    workflowBundle: { codePath: join(__dirname, '..', 'workflow-bundle.js') },
    activities: createDossierActivities(deps),
    interceptors: { activity: [() => ({ inbound: new CodedFailures() })] },
    dataConverter: {
      failureConverterPath: require.resolve('./failure-converter'),
    },
    maxCachedWorkflows: 2_000,
    maxConcurrentActivityTaskExecutions: 16,
    maxConcurrentLocalActivityExecutions: 16,
    shutdownGraceTime: '10s',
  });
  const relay = relayOutbox(deps, client, log);
  log.info('worker ready');
  reportReady();
  await runUntilSignal(worker);
  await relay.stop();
  await connection.close();
  await db.destroy();
}

main().catch((error: unknown) => {
  createLog('worker', 'info').fatal({ err: error }, 'worker stopped');
  process.exitCode = 1;
});
