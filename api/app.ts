import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { Registry } from 'prom-client';
import { HttpMetrics } from '../ops/metrics/http-metrics';
import type { Tracing } from '../ops/traces/tracing';
import type { ApiDeps } from './http/deps';
import type { App, AppEnv } from './http/env';
import { clientAddress } from './http/client-address';
import { requireJson } from './http/json-body';
import { logRequests } from './http/log-requests';
import { measureRequests } from './http/metrics';
import { answerProblem, answerThrown, inputInvalid, problemResponse } from './http/problem';
import { boundBody } from './http/bound-body';
import { requestId } from './http/request-id';
import { sayLength } from './http/say-length';
import { securityHeaders } from './http/security-headers';
import { traceRequests } from './http/trace-requests';
import { session } from './http/session';
import { Uploads } from './http/uploads';
import * as agents from './agents';
import * as alerts from './alerts';
import * as assignments from './assignments';
import * as audit from './audit';
import * as batches from './batches';
import * as bookings from './bookings';
import * as books from './books';
import * as copies from './copies';
import * as correctionRequests from './correction-requests';
import * as counter from './counter';
import * as deskAccounts from './desk-accounts';
import * as dossiers from './dossiers';
import * as drawers from './drawers';
import * as events from './events';
import * as keys from './keys';
import * as letters from './letters';
import * as marks from './marks';
import * as notices from './notices';
import * as offices from './offices';
import * as papers from './papers';
import * as passkeys from './passkeys';
import * as passwords from './passwords';
import * as people from './people';
import * as platform from './platform';
import * as provider from './provider';
import * as registers from './registers';
import * as registration from './registration';
import * as reportSchedules from './report-schedules';
import * as reports from './reports';
import * as savedFilters from './saved-filters';
import * as targets from './targets';
import * as secondFactor from './second-factor';
import * as sessions from './sessions';
import * as signingKeys from './signing-keys';
import * as supervision from './supervision';
import * as vault from './vault';
import * as verify from './verify';

/** Answers shorter than this go as they are: one dossier does, a page of a list does not. */
const packedFromBytes = 8 * 1024;
/** JSON bodies are small; routes that take files have limits of their own. */
const jsonBytesMax = 64 * 1024;
/** A hundred signatures or encrypted PINs, or what an officer's tokens hold. */
const longBytesMax = 512 * 1024;

/** How the API is seen from outside. */
interface Observation {
  registry: Registry;
  tracing?: Pick<Tracing, 'request'> | undefined;
}

/** The whole API, without a socket. */
export function createApp(
  deps: ApiDeps,
  { registry, tracing }: Observation = { registry: new Registry() },
): App {
  const app: App = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw inputInvalid(result.error);
    },
  });
  app.onError(answerProblem(deps));
  app.notFound(() => problemResponse('not-found'));
  app.use(requestId());
  if (tracing) app.use(traceRequests(tracing));
  app.use(
    logRequests(deps.log),
    keepNowhere,
    clientAddress(deps.settings.trustedProxies),
    securityHeaders(),
    compress({ threshold: packedFromBytes }),
    sayLength(),
    answerThrown(deps),
  );
  app.use(measureRequests(new HttpMetrics(registry)));
  const uploads = new Uploads();
  app.use('/api/*', limitBody, declaredBody, session(deps), (c, next) => {
    c.set('uploads', uploads);
    return next();
  });
  for (const noun of nouns) {
    for (const mount of Object.values(noun)) mount(app, deps);
  }
  return app;
}

/** Each noun's index names its routes; the description comes last, and holds them all. */
const nouns = [
  agents,
  alerts,
  assignments,
  audit,
  batches,
  bookings,
  books,
  copies,
  correctionRequests,
  counter,
  deskAccounts,
  dossiers,
  drawers,
  events,
  keys,
  letters,
  marks,
  papers,
  passkeys,
  passwords,
  provider,
  registers,
  registration,
  savedFilters,
  secondFactor,
  notices,
  offices,
  people,
  sessions,
  signingKeys,
  reports,
  reportSchedules,
  targets,
  supervision,
  vault,
  verify,
  platform,
];

/** Answers of the API are personal or of the moment: no cache keeps them, no search engine shows them. */
const keepNowhere: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  if (!/^\/api(\/|$)/.test(c.req.path)) return;
  c.header('Cache-Control', 'no-store');
  c.header('X-Robots-Tag', 'noindex');
};

/** Routes that take files bound their bodies themselves, by the policy. */
const takesFile =
  /^\/api\/(verify|verify\/report|dossiers\/[^/]+\/scan|offices\/[^/]+\/(my-signature|seal-picture|import|people\/import|citizen-accounts))$/;

const limitBody: MiddlewareHandler<AppEnv> = (c, next) => {
  if (takesFile.test(c.req.path)) return next();
  const isLong = c.req.path.startsWith('/api/agent/') || c.req.path === '/api/batches';
  return isLong ? limitLong(c, next) : limitJson(c, next);
};

/** What the provider of identities sends by itself is a form, and proves itself. */
const takesForm = '/api/session/provider/logout';

const declaredBody: MiddlewareHandler<AppEnv> = (c, next) =>
  takesFile.test(c.req.path) || c.req.path === takesForm ? next() : requireJson(c, next);

const limitJson = boundBody(jsonBytesMax);
const limitLong = boundBody(longBytesMax);
