import { matchedRoutes } from 'hono/route';
import type { AppContext } from './env';

/**
 * The route of a request as it was declared: `/api/public/copy-links/:token`. Logs and metrics name it and never
 * the path, which may hold a secret.
 */
export function patternOf(c: AppContext): string {
  return matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none';
}
