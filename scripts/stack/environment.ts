import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { sampleOffices } from '../sample/offices';
import { measured, type Home } from './home';
import { databaseUrl, ownerUrl } from './mariadb';

/** The office of the sample that certifies, and has tokens. */
export const sampleOffice = {
  code: sampleOffices.ward.code,
  name: sampleOffices.ward.name,
  parentName: sampleOffices.province.name,
};

const softhsmPaths = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
];

export function findSoftHsm(): string {
  return softhsmPaths.find((path) => existsSync(path)) ?? 'libsofthsm2.so';
}

/** Parts that the environment already names: the stack starts none of its own in their place. */
export function listOwnParts(env: NodeJS.ProcessEnv) {
  return {
    database: !env.DATABASE_URL,
    temporal: !env.TEMPORAL_ADDRESS,
    mail: !env.SMTP_URL,
    /** Soft tokens with certificates of the development PKI. */
    tokens: !env.PKCS11_MODULE,
    pki: !env.PKCS11_MODULE || !env.TSA_URLS,
    /** A provider of identities for development. */
    identity: !env.OIDC_ISSUER,
  };
}

/** Whether there is to be an invented province: with SAOY_SAMPLE=0 `saoy setup` makes the first office. */
export function wantsProvince(env: NodeJS.ProcessEnv): boolean {
  return env.SAOY_SAMPLE !== '0';
}

/** The account that makes the tables: our own server's, else what is set, else the processes'. */
export function findOwnerUrl(home: Home, env: NodeJS.ProcessEnv): string {
  if (env.DATABASE_URL) return env.DATABASE_OWNER_URL || env.DATABASE_URL;
  const { ports, databasePassword: password } = home.state;
  return ownerUrl({ port: ports.mariadb ?? 0, password });
}

/** What is composed here whatever is set; of the hosts, what is set stands beside our own PKI's. */
const composedHere = new Set(['SAOY_PORT', 'SAOY_HOME']);

/** The environment of `api`, `worker` and `token` (settings/settings.ts); what is set already stays. */
export function composeEnvironment(
  home: Home,
  env: NodeJS.ProcessEnv,
): Record<string, string | undefined> {
  const { ports } = home.state;
  const own = listOwnParts(env);
  const composed: Record<string, string> = {
    SAOY_HOME: home.folder,
    SAOY_HOST: env.SAOY_HOST || '127.0.0.1',
    SAOY_PORT: String(ports.api),
    STORAGE_URL: pathToFileURL(home.path('storage')).href,
    DATABASE_URL: databaseUrl({
      port: ports.mariadb ?? 0,
      password: home.state.databasePassword,
    }),
    TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    ...(own.mail && {
      SMS_GATEWAY_URL: `http://127.0.0.1:${ports.inbox}/texts`,
      SUBSCRIBER_LOOKUP_URL: `http://127.0.0.1:${ports.inbox}/subscribers`,
    }),
    TSA_URLS: `http://127.0.0.1:${ports.pki}/tsa`,
    PIN_KEY_FILE: home.path('pin', 'private.pem'),
    PIN_PUBLIC_KEY_FILE: home.path('pin', 'public.pem'),
    PERSONAL_KEYS_FILE: home.path('identity', 'personal-keys.json'),
    TRUST_ANCHORS_FILE: home.path('pki', 'root.pem'),
    METRICS_HOST: '127.0.0.1',
    ...Object.fromEntries(
      measured.map((name) => [
        `METRICS_PORT_${name.toUpperCase()}`,
        String(ports[`metrics-${name}`]),
      ]),
    ),
    ...(own.identity && {
      OIDC_ISSUER: `http://127.0.0.1:${ports.identity}`,
      OIDC_CLIENT_ID: 'sao-y',
      OIDC_CLIENT_SECRET: createHash('sha256')
        .update(`identity ${home.state.databasePassword}`)
        .digest('hex'),
      OIDC_NAME: 'định danh thử nghiệm',
    }),
    ...(own.pki && {
      EVIDENCE_PRIVATE_HOSTS: [`127.0.0.1:${ports.pki}`, env.EVIDENCE_PRIVATE_HOSTS ?? '']
        .filter((host) => host !== '')
        .join(','),
    }),
    ...(own.tokens && {
      PKCS11_MODULE: findSoftHsm(),
      SOFTHSM2_CONF: home.path('tokens', 'softhsm2.conf'),
      PKCS11_TOKENS: JSON.stringify(
        (['leader', 'agency'] as const).map((purpose) => ({
          label: purpose,
          office: sampleOffice.code,
          purpose,
        })),
      ),
    }),
  };
  const set = Object.entries(env).filter(([name, value]) => value !== '' && !(name in composed));
  const replaced = Object.entries(composed).map(([name, value]) => [
    name,
    // The port that is free, not the one that was asked for; our own PKI beside others.
    composedHere.has(name) || (name === 'EVIDENCE_PRIVATE_HOSTS' && own.pki)
      ? value
      : env[name] || value,
  ]);
  return Object.fromEntries([...set, ...replaced]) as Record<string, string | undefined>;
}
