import type { Settings } from '../../settings/settings';

/** Of every cookie of ours: no script reads it, and no other site's request carries it. */
export function cookieOptions({ publicUrl }: Pick<Settings, 'publicUrl'>) {
  const secure = publicUrl.startsWith('https:');
  return { path: '/', httpOnly: true, sameSite: 'Strict', secure } as const;
}

/**
 * The cookie's name. Browsers take a name with `__Host-` only over https, for our very host and all of
 * its paths: no neighbour under the same domain can plant one.
 */
export function cookieName({ publicUrl }: Pick<Settings, 'publicUrl'>, name: string): string {
  return publicUrl.startsWith('https:') ? `__Host-${name}` : name;
}
