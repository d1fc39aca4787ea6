import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ZodError } from 'zod';
import { isDatabaseAway } from '../../db/is-database-away';
import {
  type ProblemCode,
  type ProblemParams,
  SaoyError,
  problems,
  sentence,
} from '../../domain/problem';
import { isRepeatable } from '../../db/transaction';
import { isTemporalAway } from './connect-temporal';
import type { Problem } from './contract';
import type { ApiDeps } from './deps';
import type { AppContext, AppEnv } from './env';
import { patternOf } from './route-pattern';
import { sayIssue } from './say-issue';

/** Turns anything thrown into an RFC 9457 problem; an unknown error gets an incident id. */
export function answerProblem({ log }: ApiDeps) {
  return (error: unknown, c: AppContext): Response => {
    const problem = toSaoyError(error);
    const route = `${c.req.method} ${patternOf(c)}`;
    const about = { address: c.var.clientAddress, route, code: problem.code };
    if (problem.code === 'internal-error') {
      log.error({ ...about, incident: problem.params.incident, err: error }, 'incident');
    } else {
      log.info(about, 'refused');
    }
    return problemResponse(problem.code, problem.params);
  };
}

/** Hono handles only instances of its own realm's Error; anything else that is thrown is answered here. */
export function answerThrown(deps: ApiDeps): MiddlewareHandler<AppEnv> {
  const answer = answerProblem(deps);
  return async (c, next) => {
    try {
      await next();
    } catch (thrown) {
      c.res = answer(thrown, c);
    }
  };
}

/** The problem document of a code (RFC 9457); its `type` is a tag URI that never moves. */
export function problemResponse(code: ProblemCode, params: ProblemParams = {}): Response {
  const { status } = problems[code];
  const body: Problem = {
    type: `urn:saoy:problem:${code}`,
    title: sentence(code, 'en', params),
    status,
    code,
    detail: sentence(code, 'vi', params),
    ...(Object.keys(params).length > 0 ? { params } : {}),
  };
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  if (typeof params.retryAfterSeconds === 'number') {
    headers['retry-after'] = String(params.retryAfterSeconds);
  }
  return new Response(JSON.stringify(body), { status, headers });
}

/** What a schema refused, as the first field that is wrong. Never repeats the value. */
export function inputInvalid(error: ZodError): SaoyError {
  const issue = error.issues[0];
  return new SaoyError('input-invalid', {
    field: issue?.path.join('.') || 'body',
    reason: issue ? sayIssue(issue) : 'không đúng dạng',
  });
}

/** A field that this act cannot do without, where the schema cannot know. */
export function inputMissing(field: string): SaoyError {
  return new SaoyError('input-invalid', { field, reason: 'chưa có' });
}

function toSaoyError(error: unknown): SaoyError {
  if (error instanceof SaoyError) return error;
  if (error instanceof HTTPException && error.status < 500) {
    // Hono throws these for bodies that are no JSON or no form.
    return new SaoyError(
      'input-invalid',
      { field: 'body', reason: 'không đọc được theo dạng đã khai' },
      { cause: error },
    );
  }
  if (isRepeatable(error)) return new SaoyError('database-busy', {}, { cause: error });
  if (isDatabaseAway(error)) {
    return new SaoyError('database-unavailable', {}, { cause: error });
  }
  if (isTemporalAway(error)) return new SaoyError('process-unavailable', {}, { cause: error });
  return new SaoyError('internal-error', { incident: randomUUID().slice(0, 8) }, { cause: error });
}
