import { SaoyError } from '../domain/problem';
import { openSigner } from './open-signer';
import { readOffer } from './read-offer';

/**
 * The one library that sees a token with a certificate. One that was named is taken as it is: its token
 * may be plugged in later.
 * @throws SaoyError `agent-module-unusable`, `agent-no-token`, `agent-several-modules`
 */
export async function chooseModule(home: string, modules: string[]): Promise<string> {
  const [only, ...more] = modules;
  if (only !== undefined && more.length === 0) {
    await openSigner(home, only).close();
    return only;
  }
  const fit: string[] = [];
  for (const modulePath of modules) if (await seesToken(home, modulePath)) fit.push(modulePath);
  if (fit.length > 1) throw new SaoyError('agent-several-modules', { modules: fit.join(', ') });
  if (fit[0] === undefined) throw new SaoyError('agent-no-token');
  return fit[0];
}

/** A library of another maker may open and fail as it likes: it is not the one. */
async function seesToken(home: string, modulePath: string): Promise<boolean> {
  try {
    const { signer, close } = openSigner(home, modulePath);
    const offer = await readOffer(signer);
    await close();
    return offer.length > 0;
  } catch (error) {
    if (error instanceof SaoyError) return false;
    throw error;
  }
}
