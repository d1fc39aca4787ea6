import type { ApiKey } from '../../db/vault/entity';
import { findKey } from '../../db/vault/find-key';
import { SaoyError } from '../../domain/problem';
import type { Scope } from '../../domain/scopes';
import type { ApiDeps } from './deps';
import type { AppContext } from './env';
import { hashOfToken } from './session';

/**
 * The program's key in `Authorization: Bearer`, with a scope. Keys are looked up by the hash of the secret, so
 * that the time it takes tells nothing about it.
 * @throws SaoyError `key-invalid` (401), `key-scope-missing` (403)
 */
export async function getKey(c: AppContext, deps: ApiDeps, scope: Scope): Promise<ApiKey> {
  const [, secret] =
    /^Bearer ([\x21-\x7e]{20,200})$/i.exec(c.req.header('authorization') ?? '') ?? [];
  const now = new Date(deps.now());
  const key =
    secret === undefined ? null : await findKey(deps.db.manager, hashOfToken(secret), now);
  if (!key) throw new SaoyError('key-invalid');
  if (!key.scopes.split(' ').includes(scope)) throw new SaoyError('key-scope-missing', { scope });
  return key;
}
