import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { OneTimeCode } from '../../db/codes/entity';
import { countTry, recordCode, spendCode } from '../../db/codes/one-time-codes';
import { enqueue } from '../../db/notices/outbox';
import type { Person } from '../../db/people/entity';
import { inTransaction } from '../../db/transaction';
import { changeCounters } from '../../db/tries/change-counters';
import { SaoyError } from '../../domain/problem';
import { codeOf, maskEmail, maskNumber } from '../../identity/codes/one-time-code';
import { admitSend, type SendBound, sendWindowMs } from '../../identity/limits/sends';
import { keyedHash, keyFor } from '../../identity/secrets/key-for';
import { messageOf } from '../../policies/plan-notices';
import { policyInForce } from '../../policies/policy-in-force';
import { reachOf } from '../../settings/settings';
import { networkOf } from '../http/client-address';
import type { ApiDeps } from '../http/deps';
import { TryLimit } from '../http/try-limit';

/** What a code lets somebody do; a code for one thing is none for another. */
export type CodePurpose = 'sign-in' | 'registration' | 'password' | 'desk' | 'booking';
/** Where only a code of somebody's account is ever right. */
const ofAccounts: ReadonlySet<CodePurpose> = new Set<CodePurpose>(['sign-in', 'password']);

/** A way to somebody. */
interface Address {
  channel: 'sms' | 'mail';
  to: string;
}

/** What a code was asked with, and has to be given with. */
export interface Ticket {
  purpose: CodePurpose;
  /** Random, of the browser that asked. */
  ticket: string;
  /** What was typed beside it, and is not to change. */
  bound?: readonly string[];
}

interface CodeRequest extends Ticket {
  /** One name for whom it is for. Nobody's, too: they are counted alike, so that nothing tells them apart. */
  owner: string;
  personId: string | null;
  /** Null: nobody is there to be sent it. */
  address: Address | null;
  /** Of the client. */
  clientAddress: string;
  officeId?: string;
}

/** What the page is told of a code that was asked for. */
export interface CodeSent {
  validSeconds: number;
  resendSeconds: number;
}

/** Sends one-time codes and takes them: the newest alone, once, within its minutes and the limits of the policy. */
export class OneTimeCodes {
  private readonly limit: TryLimit;

  constructor(private readonly deps: ApiDeps) {
    this.limit = new TryLimit(deps, 'code-throttled');
  }

  /** The first of the policy's ways that reaches somebody here. */
  addressOf({ phone, email }: Pick<Person, 'phone' | 'email'>): Address | null {
    const { channels } = messageOf(this.policy(), 'one-time-code');
    for (const channel of channels) {
      if (channel === 'sms' && phone && reachOf(this.deps.settings).sms) {
        return { channel, to: phone };
      }
      if (channel === 'mail' && email) return { channel, to: email };
    }
    return null;
  }

  /** @throws SaoyError `codes-too-many` */
  async send(request: CodeRequest): Promise<CodeSent> {
    await this.countSend(request);
    const { otp } = this.policy();
    const { db, now } = this.deps;
    const { purpose, owner, personId, address, officeId = null } = request;
    const [key, id, at] = [await this.key(), randomUUID(), now()];
    await inTransaction(db, async (inside) => {
      await recordCode(inside, {
        ownerHash: keyedHash(key, 'owner', purpose, owner),
        ticketHash: ticketHashOf(key, request),
        validUntil: new Date(at + otp.validSeconds * 1000),
        ...{ id, personId },
      });
      if (address === null) return;
      const occasion = { officeId, subjectKind: 'code' as const, subjectId: id, at: new Date(at) };
      const { channel, to: recipient } = address;
      const notice = { channel, template: 'one-time-code' as const, recipient };
      await enqueue(inside, occasion, [{ ...notice, recipientKind: 'address' }]);
    });
    return { validSeconds: otp.validSeconds, resendSeconds: otp.resendSeconds };
  }

  /**
   * Compares a code; it stays good until it is spent.
   * @throws SaoyError `code-wrong`, `code-throttled`
   */
  async check(ticket: Ticket, code: string, clientAddress: string): Promise<OneTimeCode> {
    const key = await this.key();
    const ticketHash = ticketHashOf(key, ticket);
    const { digits, triesMax } = this.policy().otp;
    const compare = async () => {
      const now = new Date(this.deps.now());
      const row = await countTry(this.deps.db, { ticketHash, triesMax, now });
      const isRight = row !== null && isEqual(code, codeOf(key, row.id, digits));
      if (!isRight) throw new SaoyError('code-wrong');
      if (row.personId === null && ofAccounts.has(ticket.purpose)) {
        throw new SaoyError('code-wrong');
      }
      return row;
    };
    return this.limit.run({ account: ticketHash, address: clientAddress }, compare, isWrong);
  }

  /** Takes a code that was compared, with the act that it is for. @throws SaoyError `code-wrong` where it was taken before */
  async spend(inside: EntityManager, { id }: OneTimeCode): Promise<void> {
    if (!(await spendCode(inside, id))) throw new SaoyError('code-wrong');
  }

  private async countSend({ purpose, owner, address, clientAddress }: CodeRequest): Promise<void> {
    const { perHourMax, resendSeconds } = this.policy().otp;
    const pauseMs = resendSeconds * 1000;
    const bounds: SendBound[] = [
      { key: `person ${owner}`, max: perHourMax.person, pauseMs },
      { key: `number ${address?.to ?? owner}`, max: perHourMax.number, pauseMs },
      { key: `network ${networkOf(clientAddress)}`, max: perHourMax.network, pauseMs: 0 },
    ];
    const { db, settings, now } = this.deps;
    const made = { id: randomUUID(), at: now() };
    // Each purpose alone: who asks for others' codes at the open door uses up nothing of those who have the password.
    const counting = { limit: `codes ${purpose}`, keys: bounds.map(({ key }) => key) };
    const secret = await keyFor(settings.secretsKeyFile, 'try-counters');
    const waitMs = await changeCounters(
      db,
      { ...counting, secret, now: made.at, keptMs: sendWindowMs },
      (counters) => admitSend(counters, bounds, made),
    );
    if (waitMs === null) return;
    throw new SaoyError('codes-too-many', { retryAfterSeconds: Math.ceil(waitMs / 1000) });
  }

  private policy() {
    const { rules, now } = this.deps;
    return policyInForce(rules, rules.defaultPolicy.id, now());
  }

  private key(): Promise<Buffer> {
    return keyFor(this.deps.settings.secretsKeyFile, 'one-time-codes');
  }
}

/** An address that its person knows, and a stranger learns little from. */
export function maskAddressOf({ channel, to }: Address): string {
  return channel === 'sms' ? maskNumber(to) : maskEmail(to);
}

function ticketHashOf(key: Buffer, { purpose, ticket, bound = [] }: Ticket): string {
  return keyedHash(key, 'ticket', purpose, ticket, ...bound);
}

function isEqual(typed: string, expected: string): boolean {
  const plain = Buffer.from(typed.replace(/\s/g, ''));
  const wanted = Buffer.from(expected);
  return plain.length === wanted.length && timingSafeEqual(plain, wanted);
}

function isWrong(error: unknown): boolean {
  return error instanceof SaoyError && error.code === 'code-wrong';
}
