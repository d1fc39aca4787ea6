import { getConnInfo } from '@hono/node-server/conninfo';
import type { AppContext } from '../env';

/** Whence a request came. Behind a proxy this is the proxy's, which then has to slow guessing itself. */
export function addressOf(c: AppContext): string {
  // Requests made inside a test have no connection.
  return (c.env as object | undefined) && 'incoming' in (c.env as object)
    ? (getConnInfo(c).remote.address ?? 'unknown')
    : 'inside';
}
