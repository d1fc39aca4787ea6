import type { MiddlewareHandler } from 'hono';
import { SaoyError } from '../../domain/problem';
import type { AppEnv } from './env';
import { readBody } from './read-body';

/** Reads the bodies of all routes that take no files, before anything else is done for them. */
export function boundBody(bytesMax: number): MiddlewareHandler<AppEnv> {
  const tooLarge = () => new SaoyError('request-too-large', { bytesMax });
  return async (c, next) => {
    const { raw } = c.req;
    if (!raw.body) return next();
    if (Number(raw.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge();
    const body = await readBody(raw.body, { bytesMax, tooLarge });
    const { method, headers } = raw;
    c.req.raw = new Request(raw.url, { method, headers, body });
    return next();
  };
}
