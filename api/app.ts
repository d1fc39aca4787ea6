import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { mountActions } from './actions/mount';
import { mountAgentRoutes } from './agent/agent-routes';
import type { ApiDeps } from './deps';
import type { App, AppEnv } from './env';
import { clientAddress } from './middleware/client-address';
import { requireJson } from './middleware/json-body';
import { ApiMetrics } from './middleware/metrics';
import { answerProblem, answerThrown, inputInvalid, problemResponse } from './middleware/problem';
import { boundBody } from './middleware/bound-body';
import { requestId } from './middleware/request-id';
import { securityHeaders } from './middleware/security-headers';
import { session } from './middleware/session';
import { Uploads } from './middleware/uploads';
import { mountCountDossiers } from './routes/dossiers/counts';
import { mountGetDossier } from './routes/dossiers/get';
import { mountListDossiers } from './routes/dossiers/list';
import { mountOpenDossier } from './routes/dossiers/open';
import { mountDossierTimeline } from './routes/dossiers/timeline';
import { mountCreateSession } from './routes/session/create';
import { mountDeleteSession } from './routes/session/delete';
import { mountGetSession } from './routes/session/get';
import { mountListAgents } from './routes/agents/list';
import { mountRemoveAgent } from './routes/agents/remove';
import { mountCreateBatch } from './routes/batches/create';
import { mountGetBatch } from './routes/batches/get';
import { mountListBatches } from './routes/batches/list';
import { mountListBooks } from './routes/books/list';
import { mountResendMail } from './routes/dossiers/resend-mail';
import { mountExtensionOptions } from './routes/dossiers/extension-options';
import { mountEditLetter } from './routes/letters/edit';
import { mountGetLetter } from './routes/letters/get';
import { mountIssueLetter } from './routes/letters/issue';
import { mountListLetters } from './routes/letters/list';
import { mountFeeQuote } from './routes/fees/quote';
import { mountCounter } from './routes/offices/counter';
import { mountFindRequester } from './routes/requesters/find';
import { mountChooseSigningKey } from './routes/signing-keys/choose';
import { mountAnswerConsent } from './routes/signing-keys/answer-consent';
import { mountListRemoteKeys } from './routes/signing-keys/list-remote';
import { mountListSigningKeys } from './routes/signing-keys/list';
import { mountGetToken } from './routes/tokens/get';
import { mountTokenUnlocked } from './routes/tokens/unlocked';
import { mountPutScan } from './routes/dossiers/put-scan';
import { mountGetAttestation } from './routes/dossiers/get-attestation';
import { mountCorrect } from './routes/dossiers/correct';
import { mountGetSigned } from './routes/dossiers/get-signed';
import { mountGetScan } from './routes/dossiers/get-scan';
import { mountMarkPlaces } from './routes/marks/places';
import { mountSealPicture } from './routes/marks/seal';
import { mountSignaturePicture } from './routes/marks/signature';
import { mountOpenConsent } from './routes/dossiers/open-consent';
import { mountStopSigning } from './routes/dossiers/stop-signing';
import { mountGetCopy } from './routes/dossiers/get-copy';
import { mountListMyCopies } from './routes/my/list-copies';
import { mountGetMyCopy } from './routes/my/get-copy';
import { mountFollowLink } from './routes/copies/follow-link';
import { mountGetPublicCopy } from './routes/copies/get-public';
import { mountRevokeCopy } from './routes/copies/revoke';
import { mountVerify } from './routes/verify/create';
import { mountOfflineVerifier } from './routes/verify/offline-verifier';
import { mountListReferences } from './routes/vault/list';
import { mountResolveReference } from './routes/vault/resolve';
import { mountShareCopy } from './routes/vault/share';
import { mountUnshareCopy } from './routes/vault/unshare';
import { mountEvents } from './routes/events/stream';
import { mountDescription } from './routes/platform/describe';
import { mountHealth } from './routes/platform/health';
import { mountBoard } from './routes/supervision/board';
import { mountCompliance } from './routes/supervision/compliance';
import { mountWhatIf } from './routes/supervision/what-if';

/** JSON bodies are small; routes that take files have limits of their own. */
const jsonBytesMax = 64 * 1024;
/** A hundred signatures or sealed PINs, or what an officer's tokens hold. */
const longBytesMax = 512 * 1024;

/** The whole API, without a socket. */
export function createApp(deps: ApiDeps, metrics = new ApiMetrics()): App {
  const app: App = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw inputInvalid(result.error);
    },
  });
  app.onError(answerProblem(deps));
  app.notFound(() => problemResponse('not-found'));
  app.use(
    requestId(),
    keepNowhere,
    clientAddress(deps.settings.trustedProxies),
    securityHeaders(),
    compress(),
    answerThrown(deps),
  );
  app.use(metrics.measure());
  const uploads = new Uploads();
  app.use('/api/*', limitBody, declaredBody, session(deps), (c, next) => {
    c.set('uploads', uploads);
    return next();
  });
  for (const mount of mounts) mount(app, deps);
  mountActions(app, deps);
  mountAgentRoutes(app, deps);
  mountDescription(app, deps);
  return app;
}

const mounts = [
  mountCreateSession,
  mountGetSession,
  mountDeleteSession,
  mountListDossiers,
  mountCountDossiers,
  mountGetDossier,
  mountDossierTimeline,
  mountOpenDossier,
  mountCreateBatch,
  mountGetBatch,
  mountListBatches,
  mountListBooks,
  mountListLetters,
  mountGetLetter,
  mountEditLetter,
  mountIssueLetter,
  mountExtensionOptions,
  mountResendMail,
  mountFeeQuote,
  mountCounter,
  mountFindRequester,
  mountGetToken,
  mountTokenUnlocked,
  mountListSigningKeys,
  mountListRemoteKeys,
  mountChooseSigningKey,
  mountAnswerConsent,
  mountListAgents,
  mountRemoveAgent,
  mountPutScan,
  mountGetScan,
  mountGetSigned,
  mountCorrect,
  mountGetAttestation,
  mountMarkPlaces,
  mountSignaturePicture,
  mountSealPicture,
  mountOpenConsent,
  mountStopSigning,
  mountGetCopy,
  mountListMyCopies,
  mountGetMyCopy,
  mountGetPublicCopy,
  mountFollowLink,
  mountRevokeCopy,
  mountVerify,
  mountOfflineVerifier,
  mountShareCopy,
  mountListReferences,
  mountUnshareCopy,
  mountResolveReference,
  mountEvents,
  mountHealth,
  mountBoard,
  mountCompliance,
  mountWhatIf,
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
  /^\/api\/(verify|verify\/report|dossiers\/[^/]+\/scan|offices\/[^/]+\/(my-signature|seal-picture))$/;

const limitBody: MiddlewareHandler<AppEnv> = (c, next) => {
  if (takesFile.test(c.req.path)) return next();
  const isLong = c.req.path.startsWith('/api/agent/') || c.req.path === '/api/batches';
  return isLong ? limitLong(c, next) : limitJson(c, next);
};

const declaredBody: MiddlewareHandler<AppEnv> = (c, next) =>
  takesFile.test(c.req.path) ? next() : requireJson(c, next);

const limitJson = boundBody(jsonBytesMax);
const limitLong = boundBody(longBytesMax);
