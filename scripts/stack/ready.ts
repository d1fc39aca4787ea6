import { apiUrl } from './stack';
import { composeEnvironment, findOwnerUrl, listOwnParts, wantsProvince } from './environment';
import { measured, type Account, type Home, type Sample } from './home';
import type { Supervisor } from './supervisor';

/** What outside programs read in `$SAOY_HOME/ready.json`: kept stable (docs/operations.md). */
interface Ready {
  url: string;
  temporal: { address: string; namespace: string; ui: string | null };
  database: string;
  /** With the account that owns the tables. */
  databaseOwner: string;
  mail: { smtp: string; inbox: string | null };
  trustAnchors: string;
  /** Where each process answers Prometheus. */
  metrics: Record<(typeof measured)[number], string>;
  accounts: Account[];
  sample: Sample | null;
  processes: Record<string, number>;
}

export function describeReady(
  home: Home,
  supervisor: Supervisor,
  environment: NodeJS.ProcessEnv,
): Ready {
  const own = listOwnParts(environment);
  const env = composeEnvironment(home, environment);
  const { ports, accounts, sample } = home.state;
  return {
    url: apiUrl(home),
    temporal: {
      address: String(env.TEMPORAL_ADDRESS),
      namespace: env.TEMPORAL_NAMESPACE || 'default',
      ui: own.temporal ? `http://127.0.0.1:${ports['temporal-ui']}` : null,
    },
    database: String(env.DATABASE_URL),
    databaseOwner: findOwnerUrl(home, environment),
    mail: {
      smtp: String(env.SMTP_URL),
      inbox: own.mail ? `http://127.0.0.1:${ports.inbox}` : null,
    },
    trustAnchors: String(env.TRUST_ANCHORS_FILE),
    metrics: listMetrics(env),
    accounts: wantsProvince(environment) ? accounts : [],
    sample: sample ?? null,
    processes: { supervisor: process.pid, ...supervisor.pids() },
  };
}

function listMetrics(env: ReturnType<typeof composeEnvironment>): Ready['metrics'] {
  const addressOf = (name: (typeof measured)[number]) =>
    `http://${env.METRICS_HOST}:${env[`METRICS_PORT_${name.toUpperCase()}`]}/metrics`;
  const [api, worker, token] = measured;
  return { api: addressOf(api), worker: addressOf(worker), token: addressOf(token) };
}

const firstOffice =
  'There is nobody yet: “npx saoy setup” makes the first office and its administrator.';

export function printReady(ready: Ready): void {
  const lines = [
    '',
    `Sao Y       ${ready.url}`,
    `API         ${ready.url}/api/docs`,
    ...(ready.mail.inbox ? [`Mail        ${ready.mail.inbox}`] : []),
    ...(ready.temporal.ui ? [`Temporal    ${ready.temporal.ui}`] : []),
    '',
    ...ready.accounts.map(
      ({ role, username, password, tokenPin }) =>
        `${role.padEnd(19)} ${username.padEnd(17)} ${password}${tokenPin ? `   PIN ${tokenPin}` : ''}`,
    ),
    '',
    ...(ready.accounts.length === 0 ? [firstOffice] : []),
    'Ctrl-C ends it; the next start goes on where it was.',
  ];
  console.log(lines.join('\n'));
}
