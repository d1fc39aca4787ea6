import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { Worker } from '@temporalio/worker';
import { publishTokens } from '../activities/signing/publish-tokens';
import { byName, createTokenProcessActivities } from '../activities';
import { countUsableTokens } from '../db/signing/tokens';
import { connectDatabase } from '../db/connect-database';
import { newestPersonalKey, usePersonalKeys } from '../db/personal/personal-keys';
import { anyPublicHost } from '../documents/evidence/fetch-bounded';
import { httpIssuerSource } from '../documents/evidence/issuers';
import { listAnchors } from '../documents/verify/trust/list-anchors';
import { reportReady } from '../settings/report-ready';
import { readSettings, type Settings } from '../settings/settings';
import { readPinKey } from '../tokens/pin/pin-key';
import { decryptPin } from '../tokens/pin/decrypt-pin';
import { CscClient } from '../tokens/remote/csc-client';
import { openTokenModule } from '../tokens/pkcs11/token-module';
import { TokenSigner } from '../tokens/pkcs11/token-signer';
import { tokenTaskQueue } from '../workflows/engine/task-queues';
import { checkPolling } from './check-polling';
import { ErrorCodeInterceptor } from './error-code-interceptor';
import { connect, runUntilSignal } from './connect';
import { createLog, endOnCrash } from '../ops/log';
import { observeWorker } from './observe-worker';
import { serveHealth } from './serve-health';

/** How often what is known of the tokens is written anew: seen, tries left, certificates. */
const publishEveryMs = 15_000;
/** Signatures at once; the tokens' sessions are the limit behind it. */
const signaturesAtOnce = 8;

/** Process `token`: the only one that loads PKCS#11 and holds the key that decrypts PINs. */
async function main(): Promise<void> {
  const settings = readSettings();
  const log = createLog('token', settings.logLevel);
  endOnCrash(log);
  usePersonalKeys(settings.personalKeys);
  newestPersonalKey();
  const health = serveHealth(settings.health, log);
  const observation = await observeWorker('token', settings, log);
  const db = await connectDatabase(settings.databaseUrl, (reason) =>
    log.warn({ reason }, 'waiting for the database'),
  );
  const { module, softhsmConf, tokens } = settings.pkcs11;
  const signer = new TokenSigner(openTokenModule({ modulePath: module, softhsmConf }), {
    pinTriesFile: join(settings.home, 'tokens', 'pin-tries.json'),
    sessionsPerToken: signaturesAtOnce,
  });
  const pinKey = await readPinKey(settings.pinKeyFile);
  const now = () => new Date();
  const deps = {
    db,
    signer,
    provider: settings.csc && new CscClient(settings.csc),
    now,
    issuers: httpIssuerSource({
      policy: { ...anyPublicHost, privateHosts: settings.evidencePrivateHosts },
      refused: (reason) => log.warn({ reason }, 'evidence refused'),
    }),
    listAnchors: () => listAnchors(settings, Date.now()),
    decryptPin: (ciphertext: string, context: Parameters<typeof decryptPin>[2]) =>
      decryptPin(pinKey, ciphertext, context, Date.now()),
  };

  let publishedAt = 0;
  const publish = () =>
    publishTokens(deps, tokens).then(
      () => {
        publishedAt = Date.now();
      },
      (error: unknown) => log.warn({ err: error }, 'tokens not published'),
    );
  await publish();
  const timer = setInterval(() => {
    publish().catch(() => undefined);
  }, publishEveryMs);

  const { worker: connection, client } = await connect(
    settings.temporal,
    log,
    observation.clientInterceptors,
  );
  const worker = await Worker.create({
    connection,
    namespace: settings.temporal.namespace,
    taskQueue: tokenTaskQueue,
    activities: byName(createTokenProcessActivities(deps)),
    interceptors: {
      activity: [
        ...observation.activityInterceptors,
        () => ({ inbound: new ErrorCodeInterceptor(log) }),
      ],
    },
    dataConverter: { failureConverterPath: require.resolve('./failure-converter') },
    maxConcurrentActivityTaskExecutions: signaturesAtOnce,
    shutdownGraceTime: '5s',
  });
  health.begin({
    database: async () => void (await db.query('SELECT 1')),
    polling: () => checkPolling(client, [{ worker, types: ['activity'] }]),
    tokens: () => checkTokens(db, tokens, Date.now() - publishedAt),
  });
  log.info('token ready');
  reportReady();
  await runUntilSignal([worker]);
  health.end();
  clearInterval(timer);
  await signer.close();
  await connection.close();
  await db.destroy();
  await observation.stop();
}

/** What the tokens of this process said when they were last read. @throws Error where one cannot sign */
async function checkTokens(
  db: DataSource,
  tokens: Settings['pkcs11']['tokens'],
  ageMs: number,
): Promise<void> {
  if (ageMs > 4 * publishEveryMs) throw new Error('the tokens have not been read lately');
  const labels = tokens.map(({ label }) => label);
  const well = await countUsableTokens(db, labels);
  if (well < labels.length) throw new Error(`${labels.length - well} tokens cannot sign`);
}

main().catch((error: unknown) => {
  createLog('token', 'info').fatal({ err: error }, 'token process stopped');
  // What is still open, such as the pool of the database, would keep a dead process up.
  process.exit(1);
});
