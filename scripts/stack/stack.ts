import { existsSync } from 'node:fs';
import { makeKeyFile } from '../../db/personal/key-file';
import {
  composeEnvironment,
  findOwnerUrl,
  listOwnParts,
  wantsProvince,
  sampleOffice,
} from './environment';
import { isFree, measured, type Home } from './home';
import { databaseAnswers, prepareMariadb } from './mariadb';
import { identityPart, mailPart, ownPart, pkiPart } from './parts';
import { runOnce } from './run-once';
import type { Part, Supervisor } from './supervisor';
import { keepHistories, prepareTemporal, temporalAnswers } from './temporal';

/** One line on the terminal. */
export interface Step {
  name: string;
  /** Answers with a word on what it found; throws with one sentence on what failed. */
  work: () => Promise<string | void>;
}

interface Context {
  home: Home;
  supervisor: Supervisor;
  env: NodeJS.ProcessEnv;
  /** The `temporal` program, where the stack runs a server of its own. */
  temporal: string | undefined;
}

/** What brings the stack up, in order. Parts that do not lean on each other come up side by side. */
export function listSteps(context: Context): Step[] {
  const { home, supervisor, env } = context;
  const own = listOwnParts(env);
  const coming = new Map<string, Promise<void>>();
  const launch = (name: string, part: () => Promise<Part>) => {
    const started = part().then((made) => supervisor.start(made));
    // Its own step awaits it; until then a failure is nobody's surprise.
    started.catch(() => undefined);
    coming.set(name, started);
  };
  return [
    {
      name: 'Home',
      work: async () => {
        const ended = await supervisor.endLeftovers();
        if (own.database) launch('mariadb', () => mariadbPart(home));
        if (own.temporal) launch('temporal', () => temporalPart(context));
        if (own.mail) launch('mail', () => mailPart(home));
        return ended.length > 0
          ? `${home.folder}; ended leftovers: ${ended.join(', ')}`
          : home.folder;
      },
    },
    {
      name: 'Keys and trust',
      work: async () => {
        await prepareTrust(context);
        if (own.pki) await supervisor.start(await pkiPart(home));
        return own.tokens ? 'development PKI, two soft tokens' : String(env.PKCS11_MODULE);
      },
    },
    {
      name: 'Mail',
      work: async () => {
        await coming.get('mail');
        return own.mail ? `inbox http://127.0.0.1:${home.state.ports.inbox}` : 'SMTP_URL';
      },
    },
    {
      name: 'Database',
      work: async () => {
        await coming.get('mariadb');
        await prepareDatabase(context);
        return own.database ? `127.0.0.1:${home.state.ports.mariadb}` : 'DATABASE_URL';
      },
    },
    {
      name: 'Temporal',
      work: async () => {
        await coming.get('temporal');
        const address = String(composeEnvironment(home, env).TEMPORAL_ADDRESS);
        if (!(await temporalAnswers(address)))
          throw new Error(`no Temporal server answers at ${address} (TEMPORAL_ADDRESS).`);
        if (own.temporal) await keepHistories(String(context.temporal), address);
        return address;
      },
    },
    { name: 'Sao Y', work: () => startProcesses(context) },
  ];
}

async function mariadbPart(home: Home): Promise<Part> {
  const port = await home.keepPort('mariadb');
  return prepareMariadb({
    folder: home.path('mariadb'),
    port,
    password: home.state.databasePassword,
  });
}

async function temporalPart({ home, temporal }: Context): Promise<Part> {
  if (!temporal) throw new Error('there is no “temporal” program; run the set-up again.');
  const port = await home.keepPort('temporal');
  const uiPort = await home.keepPort('temporal-ui');
  return prepareTemporal({ program: temporal, folder: home.path('temporal'), port, uiPort });
}

/** At the first start: the keys of personal data, the development PKI, the soft tokens, the key for PINs. */
async function prepareTrust({ home, env }: Context): Promise<void> {
  const own = listOwnParts(env);
  const composed = composeEnvironment(home, env);
  await makeKeyFile(String(composed.PERSONAL_KEYS_FILE), new Date());
  if (existsSync(home.path('trust.json'))) return;
  if (own.pki) await home.keepPort('pki');
  await runOnce('prepare-trust', 'scripts/stack/prepare-trust.js', {
    env: composed,
    logs: home.path('logs'),
    input: {
      home: home.folder,
      pkiUrl: own.pki ? `http://127.0.0.1:${home.state.ports.pki}` : null,
      tokens: own.tokens ? { module: composed.PKCS11_MODULE, pins: home.state.pins } : null,
      office: sampleOffice,
    },
  });
}

async function prepareDatabase({ home, env }: Context): Promise<void> {
  const composed = composeEnvironment(home, env);
  const databaseUrl = String(composed.DATABASE_URL);
  const ownerUrl = findOwnerUrl(home, env);
  await databaseAnswers(ownerUrl).catch((error: unknown) => {
    throw new Error(`the database does not answer (${(error as Error).message}).`);
  });
  const options = { env: composed, logs: home.path('logs') };
  await runOnce('migrate', 'scripts/stack/migrate-main.js', {
    ...options,
    input: { databaseUrl, ownerUrl, accounts: wantsProvince(env) ? home.state.accounts : null },
  });
}

async function startProcesses(context: Context): Promise<string> {
  const { home, supervisor, env } = context;
  const asked = Number(env.SAOY_PORT || 8080);
  for (const name of measured) await home.keepPort(`metrics-${name}`);
  const own = listOwnParts(env);
  if (own.identity) await home.keepPort('identity');
  await home.keepPort('api', asked);
  // The worker writes the API's address into mails, the identity provider sends people back to it: both wait until the
  // API has its port.
  const startRest = () =>
    Promise.all([
      supervisor.start(ownPart('worker', 'worker/main.js', processRest(context))),
      ...(own.identity ? [supervisor.start(identityPart(home, env))] : []),
    ]);
  await Promise.all([
    startApi(context, asked).then(startRest),
    supervisor.start(ownPart('token', 'worker/token.js', processRest(context))),
  ]);
  const url = apiUrl(home);
  return home.state.ports.api === asked ? url : `${url} (${asked} is taken)`;
}

/** Another program may take the port between the look and the start: then the next one is tried. */
async function startApi(context: Context, asked: number): Promise<void> {
  const { home, supervisor } = context;
  for (let triesLeft = 3; ; triesLeft -= 1) {
    const port = await home.keepPort('api', asked);
    const answers = () => isOk(`${apiUrl(home)}/readyz`);
    const part = ownPart('api', 'api/main.js', { ...processRest(context), answers });
    try {
      return await supervisor.start(part);
    } catch (error) {
      if (triesLeft === 1 || (await isFree(port))) throw error;
    }
  }
}

/** With the graces of what they lean on, all ends within 20 s. */
function processRest({ home, env }: Context): Partial<Part> {
  return { env: composeEnvironment(home, env), order: 2, graceMs: 11_000 };
}

export function apiUrl(home: Home): string {
  return `http://127.0.0.1:${home.state.ports.api}`;
}

async function isOk(url: string): Promise<boolean> {
  return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
}
