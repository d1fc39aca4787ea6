import { createRequire } from 'node:module';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildServer } from '../../scripts/setup/build-server.mjs';
import { buildWorkflows } from '../../scripts/setup/build-workflows.mjs';
import { root } from '../../scripts/setup/paths.mjs';
import { s3ServerProgram } from '../../scripts/setup/s3-server.mjs';
import { findTemporal } from '../../scripts/setup/temporal-server.mjs';
import { timeSkippingServer } from '../../scripts/setup/time-skipping.mjs';
import { makeSchema, readSchema } from './copy-schema.mjs';

const require = createRequire(import.meta.url);
const built = (path) => require(join(root, 'dist', path));

/** The parts of one test run, each made once, at the first asking, in a temporary folder. */
export function createParts() {
  const made = new Map();
  const endings = [];
  const once = (name, make) => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name);
  };

  const prepare = () =>
    once('prepare', async () => {
      await buildServer.work();
      const folder = await mkdtemp(join(tmpdir(), 'saoy-test-'));
      endings.push(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
      const folders = { logs: join(folder, 'logs'), run: join(folder, 'run') };
      for (const path of Object.values(folders)) await mkdir(path);
      const { Supervisor } = built('scripts/stack/supervisor.js');
      const { findFreePort } = built('scripts/stack/home.js');
      const supervisor = new Supervisor(folders, console.error);
      endings.push(() => supervisor.stop());
      return { folder, folders, supervisor, findFreePort };
    });

  const mariadb = () =>
    once('mariadb', async () => {
      // To try the suites on another server: a URL of an account that may make databases.
      if (process.env['SAOY_TEST_DATABASE_URL']) return process.env['SAOY_TEST_DATABASE_URL'];
      const { folder, supervisor, findFreePort } = await prepare();
      const { prepareMariadb, databaseUrl } = built('scripts/stack/mariadb.js');
      const options = { port: await findFreePort(), password: 'for-tests', fast: true };
      await supervisor.start(await prepareMariadb({ ...options, folder: join(folder, 'mariadb') }));
      return databaseUrl(options);
    });

  const connect = async () => {
    const { default: mysql } = await import('mysql2/promise');
    const uri = (await mariadb()).replace(/^mariadb:/, 'mysql:');
    return mysql.createConnection({ uri, multipleStatements: true });
  };

  let databases = 0;
  const makeDatabase = async (connection) => {
    const name = `test_${process.pid}_${(databases += 1)}`;
    await connection.query(`CREATE DATABASE ${name}`);
    return { name, url: (await mariadb()).replace(/[^/]*$/, name) };
  };

  const newestSchema = () =>
    once('newest schema', async () => {
      const connection = await connect();
      const { name, url } = await makeDatabase(connection);
      const { createDataSource } = built('db/data-source.js');
      const db = await createDataSource(url).initialize();
      await db.runMigrations();
      await db.destroy();
      const schema = await readSchema(connection, name);
      await connection.end();
      return schema;
    });

  const services = {
    /** A database of its own for each asking, empty. */
    database: async () => {
      const connection = await connect();
      const { url } = await makeDatabase(connection);
      await connection.end();
      return { url };
    },

    /** A database of its own for each asking, with the newest schema. */
    'migrated-database': async () => {
      const schema = await newestSchema();
      const connection = await connect();
      const { name, url } = await makeDatabase(connection);
      await makeSchema(connection, name, schema);
      await connection.end();
      return { url };
    },

    temporal: () =>
      once('temporal', async () => {
        const { folder, supervisor, findFreePort } = await prepare();
        await buildWorkflows.work({ log: () => undefined, say: () => undefined });
        const { prepareTemporal } = built('scripts/stack/temporal.js');
        const program = findTemporal();
        if (!program) throw new Error('there is no Temporal server; run “npm test” once');
        const port = await findFreePort();
        await supervisor.start(
          await prepareTemporal({ program, folder: join(folder, 'temporal'), port }),
        );
        return { address: `127.0.0.1:${port}`, namespace: 'default' };
      }),

    mail: () =>
      once('mail', async () => {
        const { folder } = await prepare();
        const { startMailSink } = built('scripts/stack/mail-sink.js');
        const sink = await startMailSink({
          folder: join(folder, 'mail'),
          smtpPort: 0,
          inboxPort: 0,
        });
        endings.push(() => sink.close());
        return { smtp: sink.smtpUrl, inbox: sink.inboxUrl };
      }),

    /** The development PKI, served, with two soft tokens and a PIN key. */
    trust: () =>
      once('trust', async () => {
        const { folder, folders, findFreePort } = await prepare();
        const { runOnce } = built('scripts/stack/run-once.js');
        const { sampleOffice, findSoftHsm } = built('scripts/stack/environment.js');
        const { startPkiServices } = built('tokens/pki/services.js');
        const port = await findFreePort();
        const pkiUrl = `http://127.0.0.1:${port}`;
        const pins = { leader: '12345678', agency: '87654321' };
        const module = findSoftHsm();
        await runOnce('prepare-trust', 'scripts/stack/prepare-trust.js', {
          env: process.env,
          logs: folders.logs,
          input: { home: folder, pkiUrl, tokens: { module, pins }, office: sampleOffice },
        });
        const pki = await startPkiServices({ dir: join(folder, 'pki'), port });
        endings.push(() => pki.close());
        return {
          pkiFolder: join(folder, 'pki'),
          pkiUrl,
          tsaUrl: `${pkiUrl}/tsa`,
          trustAnchors: join(folder, 'pki', 'root.pem'),
          pkcs11Module: module,
          softhsmConf: join(folder, 'tokens', 'softhsm2.conf'),
          pins,
          pinKey: join(folder, 'pin', 'private.pem'),
          pinPublicKey: join(folder, 'pin', 'public.pem'),
        };
      }),

    s3: () =>
      once('s3', async () => {
        const { folder, supervisor, findFreePort } = await prepare();
        const data = join(folder, 's3', 'data');
        const bucket = 'saoy-test';
        await mkdir(join(data, bucket), { recursive: true });
        const port = await findFreePort();
        const account = { key: 'test-key', secret: 'test/secret+key' };
        const properties = join(folder, 's3', 's3proxy.conf');
        await writeFile(properties, s3Properties({ port, data, ...account }));
        await supervisor.start({
          ...{ name: 's3', command: s3ServerProgram, args: [properties] },
          answers: () => fetch(`http://127.0.0.1:${port}/`).then(Boolean, () => false),
          ...{ readyWithinMs: 60_000, order: 0, graceMs: 5_000 },
        });
        return { port, bucket, folder: join(data, bucket), ...account };
      }),

    timeSkipping: async () => ({ program: timeSkippingServer }),
  };

  return {
    get: (name) => {
      if (!Object.hasOwn(services, name)) throw new Error(`there is no part “${name}”`);
      return services[name]();
    },
    /** The last made ends first; the folder goes when nothing uses it any more. */
    end: async () => {
      for (const end of endings.toReversed()) await end();
    },
  };
}

function s3Properties({ port, data, key, secret }) {
  return `s3proxy.endpoint=http://127.0.0.1:${port}
s3proxy.authorization=aws-v2-or-v4
s3proxy.identity=${key}
s3proxy.credential=${secret}
s3proxy.v4-max-non-chunked-request-size=67108864
jclouds.provider=filesystem-nio2
jclouds.filesystem.basedir=${data}
`;
}
