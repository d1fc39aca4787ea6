import {
  findPasskey,
  listPasskeys,
  recordChallenge,
  recordUse,
  takeChallenge,
} from '../../db/passkeys/passkeys';
import { SaoyError } from '../../domain/problem';
import {
  askForPasskey,
  checkPasskey,
  type RequestOptions,
  siteOf,
} from '../../identity/passkeys/passkeys';
import type { ApiDeps } from '../http/deps';

/** How long somebody may take to touch a key. */
export const challengeMs = 5 * 60_000;

/** Takes passkeys in place of a code of the program. */
export class PasskeyCheck {
  constructor(private readonly deps: ApiDeps) {}

  /** @param holder to whom the challenge is bound: a session or a sign-in @throws SaoyError `passkey-unknown` */
  async ask(personId: string, holder: string): Promise<RequestOptions> {
    const { db, settings, now } = this.deps;
    const known = await listPasskeys(db.manager, personId);
    if (known.length === 0) throw new SaoyError('passkey-unknown');
    const options = await askForPasskey(siteOf(settings.publicUrl), known);
    const expiresAt = new Date(now() + challengeMs);
    await recordChallenge(db.manager, { holder, challenge: options.challenge, expiresAt });
    return options;
  }

  /** @throws SaoyError `passkey-refused` */
  async take(personId: string, holder: string, credential: { id: string }): Promise<void> {
    const { db, settings, now } = this.deps;
    const at = new Date(now());
    // Taken before it is looked at: what fails is not tried again.
    const challenge = await takeChallenge(db.manager, holder, at);
    const passkey = challenge && (await findPasskey(db.manager, personId, credential.id));
    const counter =
      passkey && (await checkPasskey(siteOf(settings.publicUrl), challenge, credential, passkey));
    if (!passkey || counter === null) throw new SaoyError('passkey-refused');
    await recordUse(db.manager, passkey, { counter: Number(counter), usedAt: at });
  }
}
