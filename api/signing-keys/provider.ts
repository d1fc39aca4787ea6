import { SaoyError } from '../../domain/problem';
import { CscClient } from '../../tokens/remote/csc-client';
import type { ApiDeps } from '../http/deps';

/** The provider of remote signatures. @throws SaoyError `remote-not-configured` */
export function providerOf({ settings }: Pick<ApiDeps, 'settings'>): CscClient {
  if (!settings.csc) throw new SaoyError('remote-not-configured');
  return new CscClient(settings.csc);
}
