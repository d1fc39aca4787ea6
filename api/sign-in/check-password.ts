import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Person } from '../../db/people/entity';
import { findByUsername, getPerson } from '../../db/people/find-person';
import type { SignedIn } from '../../db/sessions/find-session';
import { SaoyError } from '../../domain/problem';
import { foldText } from '../../domain/text';
import type { ApiDeps } from '../http/deps';
import type { AppContext } from '../http/env';
import { KnownDevices } from '../http/known-devices';
import { Semaphore } from '../http/semaphore';
import { type Trier, TryLimit } from '../http/try-limit';
import { identityRulesAt } from '../../policies/identity-rules';
import { recordRefusedSignIn } from './open-session';
import { ProofOfWork } from './proof-of-work';

/** A hash takes a core and some 20 MB. Known devices do not wait behind strangers. */
const hashes = { known: { atOnce: 2, waitingMax: 100 }, others: { atOnce: 2, waitingMax: 100 } };

/** Compares passwords, within the limits of tries. */
export class PasswordCheck {
  readonly devices: KnownDevices;
  private readonly limit: TryLimit;
  private readonly known = new Semaphore(hashes.known);
  private readonly others = new Semaphore(hashes.others);
  private readonly proofs: ProofOfWork;

  constructor(private readonly deps: ApiDeps) {
    this.limit = new TryLimit(deps, 'sign-in-throttled');
    this.devices = new KnownDevices(deps.settings, deps.now);
    this.proofs = new ProofOfWork(deps);
  }

  /**
   * The person whose name and password these are.
   * @param session of which the person is asked again: it is counted alone
   * @throws SaoyError `sign-in-failed`, `sign-in-throttled`, `proof-needed` after failures from a strange browser
   */
  async run(
    c: AppContext,
    {
      username,
      password,
      proof,
    }: { username: string; password: string; proof?: string | undefined },
    session?: string,
  ): Promise<Person> {
    const found = await findByUsername(this.deps.db, username);
    const device = session ?? (found ? this.devices.find(c, found) : undefined);
    const compare = async () => {
      // An unknown name takes as long as a wrong password, so that names cannot be found by time.
      const expected = found?.passwordHash ?? (await hashOfNobody());
      const isRight = await (device === undefined ? this.others : this.known).run(() =>
        verify(expected, password),
      );
      if (found && isRight) return found;
      if (found) recordRefusedSignIn(c, this.deps, found.id, 'password');
      throw new SaoyError('sign-in-failed');
    };
    // All spellings of a name count together, whether it is somebody's or not: else a second count would
    // tell which names are.
    const account = foldText(found?.username ?? username);
    const trier = { account, address: c.var.clientAddress, device };
    if (device === undefined) await this.requireProof(trier, proof);
    return this.limit.run(trier, compare, isWrong);
  }

  private async requireProof(trier: Trier, proof: string | undefined): Promise<void> {
    const { rules, now } = this.deps;
    const { failedSignIns } = identityRulesAt(rules, now()).proofOfWork;
    if (failedSignIns === null || (await this.limit.countFailures(trier)) < failedSignIns) return;
    await this.proofs.require(proof);
  }

  /**
   * The same of who is signed in: whose name it is stands fast, and only the password can be wrong.
   * @throws SaoyError `password-wrong`, `sign-in-throttled`
   */
  async runAgain(c: AppContext, { personId, sessionId }: SignedIn, password: string) {
    const { username } = await getPerson(this.deps.db, personId);
    return this.run(c, { username, password }, `session ${sessionId}`).catch((error: unknown) => {
      throw isWrong(error) ? new SaoyError('password-wrong', {}, { cause: error }) : error;
    });
  }
}

function isWrong(error: unknown): boolean {
  return error instanceof SaoyError && error.code === 'sign-in-failed';
}

let nobody: Promise<string> | undefined;
function hashOfNobody(): Promise<string> {
  nobody ??= hash(randomBytes(16).toString('hex'));
  return nobody;
}
