import type { MiddlewareHandler } from 'hono';
import { SaoyError } from '../../domain/problem';
import type { AppContext, AppEnv } from './env';

const jsonType = /^application\/([\w.+-]+\+)?json\s*(;|$)/i;

/**
 * Bodies are JSON and say so. Pages of others cannot send that without asking first (CORS), and a
 * schema that needs nothing would else take any body for an empty one.
 * @throws SaoyError `body-not-json`
 */
export const requireJson: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
  const type = c.req.header('content-type');
  const isNamed = type !== undefined && type !== '';
  const hasBody =
    Number(c.req.header('content-length') ?? 0) > 0 || c.req.header('transfer-encoding');
  if (isNamed ? !jsonType.test(type) : hasBody) throw new SaoyError('body-not-json');
  return next();
};

/** @throws SaoyError `input-invalid` for what is no JSON. */
export async function readJson(c: AppContext): Promise<unknown> {
  try {
    return await c.req.json();
  } catch (cause) {
    throw new SaoyError('input-invalid', { field: 'body', reason: 'không phải JSON' }, { cause });
  }
}
