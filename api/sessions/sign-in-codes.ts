import type { Person } from '../../db/people/entity';
import { SaoyError } from '../../domain/problem';
import { identityRulesAt } from '../../policies/identity-rules';
import type { ApiDeps } from '../http/deps';
import type { AppContext } from '../http/env';
import { maskAddressOf, OneTimeCodes } from '../sign-in/one-time-codes';
import type { NextStep } from './contract';
import { giveTicket } from './ticket';

/** The code after a citizen's password. */
export class SignInCodes {
  private readonly codes: OneTimeCodes;

  constructor(private readonly deps: ApiDeps) {
    this.codes = new OneTimeCodes(deps);
  }

  /** Whether a citizen's sign-in asks for one. @throws SaoyError `code-unreachable` where it must, and none can be sent */
  isWanted(person: Person): boolean {
    const { rules, now } = this.deps;
    const { citizenCode } = identityRulesAt(rules, now());
    if (person.kind !== 'citizen' || citizenCode === 'off') return false;
    const isReached = this.codes.addressOf(person) !== null;
    if (!isReached && citizenCode === 'required') throw new SaoyError('code-unreachable');
    return isReached;
  }

  async begin(c: AppContext, person: Person): Promise<NextStep> {
    return this.send(c, person, await giveTicket(c, this.deps, person.id));
  }

  /** @param ticket of the browser that gave the password */
  async send(c: AppContext, person: Person, ticket: string): Promise<NextStep> {
    const address = this.codes.addressOf(person);
    if (address === null) throw new SaoyError('code-unreachable');
    const sent = await this.codes.send({
      ...{ purpose: 'sign-in', owner: person.id, personId: person.id, address, ticket },
      clientAddress: c.var.clientAddress,
    });
    return { next: 'one-time-code', ...sent, sentTo: maskAddressOf(address) };
  }

  /** Takes a code. @throws SaoyError `code-wrong`, `code-throttled` */
  async take(c: AppContext, ticket: string, code: string): Promise<'code'> {
    const held = { purpose: 'sign-in', ticket } as const;
    const row = await this.codes.check(held, code, c.var.clientAddress);
    await this.codes.spend(this.deps.db.manager, row);
    return 'code';
  }
}
