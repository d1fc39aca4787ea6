import { byName, createActivities } from '../activities';
import { createSmtpMailer } from '../activities/notices/mailer';
import { createHttpGateway } from '../activities/notices/sms-gateway';
import { connectDatabase } from '../db/connect-database';
import { newestPersonalKey, usePersonalKeys } from '../db/personal/personal-keys';
import { SigningReadiness } from '../documents/copy/signing-readiness';
import { openEvidence } from '../documents/evidence/open-evidence';
import { listAnchors } from '../documents/verify/trust/list-anchors';
import { dropIdentityScans } from '../db/desk-accounts/drop-identity-scans';
import { prune } from '../db/prune';
import { msPerDay } from '../time/time';
import { parseKey } from '../domain/register-log/signed-note';
import { archiveOf } from '../db/rules/rule-versions';
import { LiveRules } from '../policies/live-rules';
import { watchRules } from '../policies/watch-rules';
import { reportReady } from '../settings/report-ready';
import { reachOf, readSettings } from '../settings/settings';
import { openStore } from '../storage/open-store';
import { RegisterFiles } from '../storage/register-files';
import { readServerKey } from '../tokens/agent/server-key';
import { HeartbeatInterceptor } from './heartbeat-interceptor';
import { actOnDossier } from './act-on-dossier';
import { applyCalendars } from './apply-calendars';
import { askWitnesses } from './ask-witnesses';
import { checkPolling } from './check-polling';
import { dropAlerts } from './drop-alerts';
import { ErrorCodeInterceptor } from './error-code-interceptor';
import { collectEarly } from './collect-early';
import { connect, runUntilSignal } from './connect';
import { createLog, endOnCrash } from '../ops/log';
import { keepUp } from './keep-up';
import { observeWorker } from './observe-worker';
import { openNextBooks } from './open-next-books';
import { PublishedRegisters } from './publish-registers';
import { carriedMax, relayOutbox } from './relay-outbox';
import { SecondPass } from './second-pass';
import { repeat } from './repeat';
import { scheduleNightly } from './schedule-nightly';
import { serveHealth } from './serve-health';
import { sendRederive } from './send-rederive';
import { batchTaskQueue, dossierTaskQueue } from '../workflows/engine/task-queues';
import { Worker, type WorkerOptions } from '@temporalio/worker';

const pruneEveryMs = 60_000;
const identityScansAtOnce = 200;
const openBooksEveryMs = 3_600_000;
/** A person waits for what is asked before a signature. */
const readinessTimeouts = { timeoutMs: 3_000, withinMs: 3_500 };

/** What this process does at once. Each may want a connection of its own, and finds one. */
const slots = { activities: 16, localActivities: 16, batches: 16, outbox: carriedMax };
const poolSize = Object.values(slots).reduce((sum, count) => sum + count);

/** Process `worker`: workflows, their ordinary activities, and the relay of the outbox. */
async function main(): Promise<void> {
  collectEarly();
  const settings = readSettings();
  const log = createLog('worker', settings.logLevel);
  endOnCrash(log);
  usePersonalKeys(settings.personalKeys);
  newestPersonalKey();
  const health = serveHealth(settings.health, log);
  const observation = await observeWorker('worker', settings, log);
  const db = await connectDatabase(
    settings.databaseUrl,
    (reason) => log.warn({ reason }, 'waiting for the database'),
    poolSize,
  );
  const rules = new LiveRules(settings.policiesDir);
  const { worker: connection, client } = await connect(
    settings.temporal,
    log,
    observation.clientInterceptors,
  );
  const registerFiles = new RegisterFiles(settings.registerDir);
  const registers = new PublishedRegisters({
    db,
    files: registerFiles,
    key: await readServerKey(settings.registerKeyFile),
    now: () => new Date(),
    log,
  });
  await registers.readShown();
  const refused = (reason: string) => log.warn({ reason }, 'evidence refused');
  const listOurAnchors = () => listAnchors(settings, Date.now());
  const deps = {
    db,
    store: openStore(settings.storageUrl),
    rules,
    ...openEvidence(settings, { refused }),
    readiness: new SigningReadiness({
      ...openEvidence(settings, { refused, ...readinessTimeouts }),
      listAnchors: listOurAnchors,
      now: Date.now,
    }),
    mailer: createSmtpMailer(settings.smtpUrl, settings.mailFrom),
    sms: settings.smsGateway ? createHttpGateway(settings.smsGateway) : null,
    webhooks: settings.webhooks,
    reach: reachOf(settings),
    secretsKeyFile: settings.secretsKeyFile,
    publicUrl: settings.publicUrl,
    sendRederive: sendRederive(client),
    actOnDossier: actOnDossier(client),
    listAnchors: listOurAnchors,
    publishedSizeOf: registers.sizeOf,
    archiveRenewDays: settings.archiveRenewDays,
    now: () => new Date(),
  };
  const secondPass = new SecondPass(() => applyCalendars(client, rules), log);
  const endWatch = await watchRules(rules, archiveOf(db), {
    changed: async () => {
      log.info('rules changed; applying calendars');
      await applyCalendars(client, rules);
      // Whoever accepted under the old rules a moment ago is found by it.
      secondPass.soon();
    },
    refused: (error) => log.error({ err: error }, 'changed rules refused'),
  });
  const shared: Pick<WorkerOptions, 'connection' | 'namespace' | 'interceptors' | 'dataConverter'> =
    {
      connection,
      namespace: settings.temporal.namespace,
      interceptors: {
        activity: [
          ...observation.activityInterceptors,
          () => ({ inbound: new ErrorCodeInterceptor(log) }),
          () => ({ inbound: new HeartbeatInterceptor() }),
        ],
      },
      dataConverter: {
        failureConverterPath: require.resolve('./failure-converter'),
      },
    };
  const { batches: batchActivities, ...activities } = createActivities(deps);
  const worker = await Worker.create({
    ...shared,
    taskQueue: dossierTaskQueue,
    ...observation.workflows,
    activities: byName(activities),
    // Half a megabyte each; those beyond are replayed from their short histories when they are needed.
    maxCachedWorkflows: 500,
    // A task that waits for a worker that died goes to another, or to its successor, this soon.
    stickyQueueScheduleToStartTimeout: '2s',
    maxConcurrentActivityTaskExecutions: slots.activities,
    maxConcurrentLocalActivityExecutions: slots.localActivities,
    shutdownGraceTime: '10s',
  });
  const batches = await Worker.create({
    ...shared,
    taskQueue: batchTaskQueue,
    activities: batchActivities,
    maxConcurrentActivityTaskExecutions: slots.batches,
    shutdownGraceTime: '10s',
  });
  await applyCalendars(client, rules);
  await scheduleNightly(client);
  const relay = relayOutbox(deps, client, log);
  const openBooks = async () => void (await openNextBooks(db, rules, Date.now()));
  await openBooks();
  const endOpening = repeat(openBooks, openBooksEveryMs, (error) =>
    log.warn({ err: error }, 'books of the next year not opened'),
  );
  const endShowing = registers.start();
  const endWitnessing = askWitnesses({
    ...{ db, files: registerFiles, log, now: deps.now },
    witnesses: settings.registerWitnesses.map(({ key, url }) => ({ key: parseKey(key), url })),
  });
  const endKeepUp = keepUp(db, client, log);
  const dropScans = () => {
    const at = deps.now();
    const before = new Date(at.getTime() - settings.identityScanDays * msPerDay);
    return dropIdentityScans(db, { before, at, limit: identityScansAtOnce });
  };
  const pruning = setInterval(() => {
    const at = deps.now();
    Promise.all([prune(db.manager, at), dropScans(), dropAlerts(db, rules, at)]).catch(
      (error: unknown) => log.warn({ err: error }, 'not pruned'),
    );
  }, pruneEveryMs);
  health.begin({
    database: async () => void (await db.query('SELECT 1')),
    polling: () =>
      checkPolling(client, [
        { worker, types: ['workflow', 'activity'] },
        { worker: batches, types: ['activity'] },
      ]),
  });
  log.info('worker ready');
  reportReady();
  await runUntilSignal([worker, batches], [relay]);
  health.end();
  endWatch();
  secondPass.stop();
  clearInterval(pruning);
  await endKeepUp();
  await Promise.all([endOpening(), endShowing(), endWitnessing()]);
  await connection.close();
  await db.destroy();
  await observation.stop();
}

main().catch((error: unknown) => {
  createLog('worker', 'info').fatal({ err: error }, 'worker stopped');
  // What is still open, such as the pool of the database, would keep a dead process up.
  process.exit(1);
});
