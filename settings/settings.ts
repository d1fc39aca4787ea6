import { join } from 'node:path';
import { z } from 'zod';
import { SaoyError } from '../domain/problem';
import { absolute, checkout, readHome } from './home';
import { findPersonalKeys } from './personal-keys';
import { readRegisterDir } from './register-dir';
import { isAddressOrNetwork, trustProxies } from './trusted-proxies';

/**
 * What the processes `api`, `worker` and `token` are told by their environment.
 * This is the only place that reads `process.env`; each variable is described in docs/operations.md.
 */
export type Settings = ReturnType<typeof readSettings>;

const tokenSetting = z.object({
  /** Label of the PKCS#11 token. */
  label: z.string().min(1),
  /** Code of the office the token belongs to. */
  office: z.string().min(1),
  /** Whose signature its key makes. */
  purpose: z.enum(['leader', 'agency']),
});

const port = z.coerce.number().int().min(1).max(65535);
const file = z.string().min(1).transform(absolute);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});

/** `https:` is wanted where anybody may listen. */
const webhookSetting = z
  .object({
    /** Stands in the notices; keep it. */
    name: z.string().regex(/^[a-z0-9-]{1,40}$/),
    url: z.url({ protocol: /^https?$/ }),
    /** Of our signature. */
    secret: z.string().min(16),
    private: z.boolean().default(false),
  })
  .refine((webhook) => webhook.private || webhook.url.startsWith('https:'), {
    message: 'wants https://, or "private": true for an address of your own network',
  })
  .transform(({ private: isPrivate, ...webhook }) => ({ ...webhook, isPrivate }));

const witnessSetting = z.object({
  /** `name+hash+base64`, as the witness gives it out. */
  key: z.string().regex(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+$/, 'must be a verifier key'),
  /** What stands before `/add-checkpoint`. */
  url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
});

/** Name and password in an address are sent as they read once unescaped (RFC 7617). */
const readableCredentials = [
  (address: string) => {
    try {
      const { username, password } = new URL(address);
      return !decodeURIComponent(username).includes(':') && decodeURIComponent(password) !== null;
    } catch {
      return false;
    }
  },
  'has a name with a colon, or a “%” in name or password that is not written %25',
] as const;

/** What a provider says of people is believed: nobody may stand in between. */
const securelyReached = [
  (address: string) => {
    const { protocol, hostname } = new URL(address);
    return protocol === 'https:' || ['127.0.0.1', 'localhost'].includes(hostname);
  },
  'must be https, except at this machine',
] as const;

const environment = z.object({
  SAOY_HOST: z.string().min(1).default('127.0.0.1'),
  SAOY_PORT: port.default(8080),
  PUBLIC_URL: z.url().optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  METRICS_PORT_API: port.optional(),
  METRICS_PORT_WORKER: port.optional(),
  METRICS_PORT_TOKEN: port.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  HEALTH_HOST: z.string().min(1).default('127.0.0.1'),
  HEALTH_PORT: port.optional(),
  TRUSTED_PROXIES: list
    .pipe(z.array(z.string().refine(isAddressOrNetwork, 'must list addresses or networks')))
    .default([]),
  DATABASE_URL: z.url({ protocol: /^(mariadb|mysql)$/ }),
  DATABASE_OWNER_URL: z.url({ protocol: /^(mariadb|mysql)$/ }).optional(),
  TEMPORAL_ADDRESS: z.string().regex(/^[^\s:]+:\d+$/, 'must read host:port'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_CA_FILE: file.optional(),
  TEMPORAL_CERT_FILE: file.optional(),
  TEMPORAL_KEY_FILE: file.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  MAIL_FROM: z.string().min(3).default('"Sao Y" <khong-tra-loi@saoy.invalid>'),
  SMS_GATEWAY_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMS_GATEWAY_TOKEN: z.string().min(1).optional(),
  SUBSCRIBER_LOOKUP_URL: z
    .url({ protocol: /^https?$/ })
    .refine(...securelyReached)
    .optional(),
  SUBSCRIBER_LOOKUP_TOKEN: z.string().min(1).optional(),
  WEBHOOKS: json
    .pipe(z.array(webhookSetting))
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
      message: 'names a webhook twice',
    })
    .default([]),
  STORAGE_URL: z.url(),
  STORAGE_ROOM_MIN_MB: z.coerce.number().int().min(0).default(1_024),
  TSA_URLS: list.pipe(
    z.array(z.url({ protocol: /^https?$/ }).refine(...readableCredentials)).min(1),
  ),
  CSC_BASE_URL: z.url().optional(),
  CSC_CLIENT_ID: z.string().min(1).optional(),
  CSC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine(...securelyReached)
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_NAME: z.string().min(1).max(40).default('VNeID'),
  PKCS11_MODULE: file,
  SOFTHSM2_CONF: file.optional(),
  PKCS11_TOKENS: json.pipe(z.array(tokenSetting)),
  PIN_KEY_FILE: file,
  PIN_PUBLIC_KEY_FILE: file,
  AGENT_KEY_FILE: file.optional(),
  SECRETS_KEY_FILE: file.optional(),
  PERSONAL_KEYS: z.string().optional(),
  PERSONAL_KEYS_FILE: file.optional(),
  REGISTER_KEY_FILE: file.optional(),
  REGISTER_DIR: file.optional(),
  REGISTER_WITNESSES: json.pipe(z.array(witnessSetting)).default([]),
  TRUST_ANCHORS_FILE: file,
  TRUST_LIST_FILE: file.optional(),
  EVIDENCE_PRIVATE_HOSTS: list
    .pipe(z.array(z.string().regex(/^[^\s/@]+:\d+$/, 'must read host:port')))
    .default([]),
  ARCHIVE_RENEW_DAYS: z.coerce.number().int().min(1).max(3_660).default(365),
  IDENTITY_SCAN_DAYS: z.coerce.number().int().min(1).max(3_660).default(365),
  POLICIES_DIR: file.default(join(checkout(), 'policies', 'rules')),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});

/** Every variable that the processes know. */
export const settingNames: readonly string[] = [...Object.keys(environment.shape), 'SAOY_HOME'];

/** What to do about a variable that is missing, by name; those with a default are not here. */
const remedies: Record<string, string> = {
  DATABASE_URL: 'give the database as mariadb://user:password@host:port/name (or mysql://…)',
  TEMPORAL_ADDRESS: 'give the Temporal server as host:port',
  SMTP_URL: 'give the mail server as smtp://host:port or smtps://user:password@host:port',
  STORAGE_URL: 'give the place of scans and copies as file:///path or s3://KEY:SECRET@host/bucket',
  TSA_URLS:
    'give one or more time stamp authorities (RFC 3161), separated by commas; http://name:password@host/ where one wants that',
  PKCS11_MODULE: 'give the path of the PKCS#11 library of your token or HSM',
  PKCS11_TOKENS:
    'list the tokens as JSON: [{"label": "…", "office": "…", "purpose": "leader" or "agency"}]',
  PIN_KEY_FILE: 'give the PEM file of the private key that decrypts PINs',
  PIN_PUBLIC_KEY_FILE: 'give the PEM file of the public key that PINs are encrypted to',
  TRUST_ANCHORS_FILE: 'give a PEM file with the root certificates to trust',
  REGISTER_WITNESSES: 'list them as JSON: [{"key": "name+hash+base64", "url": "https://…"}]',
  WEBHOOKS:
    'list them as JSON: [{"name": "…", "url": "https://…", "secret": "16 characters or more"}]',
  TRUSTED_PROXIES: 'list addresses or networks of your proxies: 10.0.0.5, 10.1.0.0/16',
};

/**
 * Reads and checks the whole environment at once.
 * @throws SaoyError `setting-invalid` naming the first variable that is missing or wrong, and what to do.
 */
export function readSettings(env: Record<string, string | undefined> = process.env) {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(set);
  if (!parsed.success) throw explain(parsed.error, set);
  const e = parsed.data;
  return {
    home: readHome(env),
    host: e.SAOY_HOST,
    port: e.SAOY_PORT,
    /** Where people and QR codes find us; without a trailing slash. */
    publicUrl: (e.PUBLIC_URL ?? `http://${e.SAOY_HOST}:${e.SAOY_PORT}`).replace(/\/+$/, ''),
    /** Where each process answers `/metrics`; none: nowhere. */
    metrics: {
      api: metricsAt(e.METRICS_HOST, e.METRICS_PORT_API),
      worker: metricsAt(e.METRICS_HOST, e.METRICS_PORT_WORKER),
      token: metricsAt(e.METRICS_HOST, e.METRICS_PORT_TOKEN),
    },
    /** Where traces are sent (OTLP over HTTP, without `/v1/traces`); none: its SDK is not even loaded. */
    tracesEndpoint: e.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, ''),
    /** Where `worker` and `token` answer `/healthz` and `/readyz`; none: nowhere. */
    health: e.HEALTH_PORT ? { host: e.HEALTH_HOST, port: e.HEALTH_PORT } : undefined,
    /** Whose `X-Forwarded-For` is believed. */
    trustedProxies: trustProxies(e.TRUSTED_PROXIES),
    databaseUrl: e.DATABASE_URL,
    temporal: {
      address: e.TEMPORAL_ADDRESS,
      namespace: e.TEMPORAL_NAMESPACE,
      /** PEM files: who signed the server's certificate, and our own with its key (mutual TLS). */
      caFile: e.TEMPORAL_CA_FILE,
      certFile: e.TEMPORAL_CERT_FILE,
      keyFile: e.TEMPORAL_KEY_FILE,
    },
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM,
    /** Where text messages are handed in; none: none are sent. */
    smsGateway:
      e.SMS_GATEWAY_URL === undefined
        ? undefined
        : { url: e.SMS_GATEWAY_URL, token: e.SMS_GATEWAY_TOKEN },
    /** Who knows in whose name a number is registered; none: citizens make no accounts by themselves. */
    subscriberLookup:
      e.SUBSCRIBER_LOOKUP_URL === undefined
        ? undefined
        : { url: e.SUBSCRIBER_LOOKUP_URL, token: e.SUBSCRIBER_LOOKUP_TOKEN },
    /** Other systems that hear of every outcome. */
    webhooks: e.WEBHOOKS,
    storageUrl: e.STORAGE_URL,
    /** Bytes of room in the storage below which it is said. */
    storageRoomMin: e.STORAGE_ROOM_MIN_MB * 1024 * 1024,
    tsaUrls: e.TSA_URLS,
    /** Our account at a provider of remote signatures; none: nobody signs by one. */
    csc: readCsc(e),
    /** Our account at a provider of identities; none: people sign in by password alone. */
    oidc: readOidc(e),
    pkcs11: {
      module: e.PKCS11_MODULE,
      softhsmConf: e.SOFTHSM2_CONF,
      tokens: e.PKCS11_TOKENS,
    },
    /** PEM file of the private key that decrypts PINs; for the token process alone. */
    pinKeyFile: e.PIN_KEY_FILE,
    /** PEM file of the public key that PINs are encrypted to. */
    pinPublicKeyFile: e.PIN_PUBLIC_KEY_FILE,
    /** PEM file of the key that officers' computers know us by; made where there is none. */
    agentKeyFile: e.AGENT_KEY_FILE ?? join(readHome(env), 'agent', 'server-key.pem'),
    /** Key that secrets of second factors are encrypted with; made where there is none. */
    secretsKeyFile: e.SECRETS_KEY_FILE ?? join(readHome(env), 'identity', 'secrets-key'),
    /** Keys that personal data in the database is encrypted with. */
    personalKeys: findPersonalKeys(env),
    /** PEM of the Ed25519 key that signs the books' public logs; made where there is none. */
    registerKeyFile: e.REGISTER_KEY_FILE ?? join(readHome(env), 'register', 'key.pem'),
    /** Where the books' public logs are written, outside the database. */
    registerDir: readRegisterDir(env),
    /** Other houses that cosign those logs. */
    registerWitnesses: e.REGISTER_WITNESSES,
    trustAnchorsFile: e.TRUST_ANCHORS_FILE,
    /** Trust list as JSON (docs/verification.md); none: the anchors alone. */
    trustListFile: e.TRUST_LIST_FILE,
    /** `host:port` of OCSP and CRL that may stand at private addresses: a development PKI's. */
    evidencePrivateHosts: e.EVIDENCE_PRIVATE_HOSTS,
    /** Copies are renewed so many days before their last time stamp stops proving anything. */
    archiveRenewDays: e.ARCHIVE_RENEW_DAYS,
    identityScanDays: e.IDENTITY_SCAN_DAYS,
    policiesDir: e.POLICIES_DIR,
    logLevel: e.LOG_LEVEL,
  };
}

/** By which ways outcomes are told of. */
export function reachOf({ smsGateway, webhooks }: Pick<Settings, 'smsGateway' | 'webhooks'>) {
  return { sms: smsGateway !== undefined, webhooks: webhooks.map(({ name }) => name) };
}

function metricsAt(host: string, port: number | undefined) {
  return port === undefined ? undefined : { host, port };
}

/** @throws SaoyError `setting-invalid` where only a part of the account is given. */
function readCsc(e: z.infer<typeof environment>) {
  const account = {
    CSC_BASE_URL: e.CSC_BASE_URL,
    CSC_CLIENT_ID: e.CSC_CLIENT_ID,
    CSC_CLIENT_SECRET: e.CSC_CLIENT_SECRET,
  };
  const missing = Object.entries(account).find(([, value]) => value === undefined)?.[0];
  const {
    CSC_BASE_URL: baseUrl,
    CSC_CLIENT_ID: clientId,
    CSC_CLIENT_SECRET: clientSecret,
  } = account;
  if (baseUrl && clientId && clientSecret) return { baseUrl, clientId, clientSecret };
  if (!baseUrl && !clientId && !clientSecret) return undefined;
  const reason = 'give address, client id and secret of the provider, or none of them.';
  throw new SaoyError('setting-invalid', { name: String(missing), reason });
}

/** @throws SaoyError `setting-invalid` where only a part of the account is given. */
function readOidc(e: z.infer<typeof environment>) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = e;
  if (issuer && clientId && clientSecret)
    return { issuer, clientId, clientSecret, name: e.OIDC_NAME };
  if (!issuer && !clientId && !clientSecret) return undefined;
  const account = {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
  };
  const missing = Object.entries(account).find(([, value]) => value === undefined)?.[0];
  const reason =
    'give issuer, client id and secret of the provider of identities, or none of them.';
  throw new SaoyError('setting-invalid', { name: String(missing), reason });
}

function explain(error: z.ZodError, set: Record<string, unknown>): SaoyError {
  const issue = error.issues[0];
  const name = String(issue?.path[0]);
  const remedy = remedies[name] ?? 'see docs/operations.md';
  const reason = name in set ? `${issue?.message} (${remedy}).` : `${remedy}.`;
  return new SaoyError('setting-invalid', { name, reason });
}
