import { anyPublicHost } from '../../documents/evidence/fetch-bounded';
import {
  httpRevocationSource,
  type RevocationSource,
} from '../../documents/evidence/revocation-client';
import type { ApiDeps } from '../http/deps';

/** A person waits for it. */
const timeoutMs = 4_000;

/** Revocation data as the worker asks for it, within the same policy. */
export function revocationOf({
  settings,
  now,
}: Pick<ApiDeps, 'settings' | 'now'>): RevocationSource {
  const policy = { ...anyPublicHost, privateHosts: settings.evidencePrivateHosts };
  return httpRevocationSource({ policy, now, timeoutMs });
}
