import { getPerson } from '../../db/people/find-person';
import {
  type HeldRight as Held,
  listBelongings,
  listRights,
  notOver,
} from '../../db/people/find-member';
import { maskEmail, maskNumber, maskOrNone, maskUsername } from '../../domain/mask';
import { mayGrant, mayManage } from '../../domain/grants';
import { isInBranch } from '../../domain/offices';
import { SaoyError } from '../../domain/problem';
import type { Person } from '../../db/people/entity';
import type { ApiDeps } from '../http/deps';
import type { FoundOn } from '../http/guard';
import type { HeldRight, WholePerson } from './contract';

/** Who asks, as the rules of granting see them. */
export function granterOf({ signedIn, administrations }: FoundOn['unit' | 'member']) {
  return { personId: signedIn.personId, administrations };
}

/** Somebody with their rights, as far as they lie where the asker administers. */
export async function getPersonView(
  { db, now }: Pick<ApiDeps, 'db' | 'now'>,
  found: FoundOn['member'],
): Promise<WholePerson> {
  const { id } = found.member;
  const [person, held, belongings] = await Promise.all([
    getPerson(db, id),
    listRights(db, id),
    listBelongings(db, id),
  ]);
  const at = new Date(now());
  const isHere = ({ path }: { path: string }) =>
    found.administrations.some((own) => isInBranch(path, own.path));
  const { fullName, title, state, mustChangePassword } = person;
  return {
    ...{ id, ...maskPerson(person), fullName, title, state, mustChangePassword },
    mayManage: mayManage(granterOf(found), { personId: id, held: notOver(held, at) }),
    belongsTo: belongings
      .filter(isHere)
      .map(({ officeId, code, name }) => ({ id: officeId, code, name })),
    rights: held.filter(isHere).map((one) => viewRight(one, granterOf(found), at)),
  };
}

/** What the pages of administration show of a person's numbers and addresses. */
export function maskPerson<P extends Pick<Person, 'username' | 'phone' | 'email' | 'identifier'>>({
  username,
  phone,
  email,
  identifier,
}: P) {
  return {
    username: maskUsername(username),
    phone: maskOrNone(maskNumber, phone),
    email: maskOrNone(maskEmail, email),
    identifier: maskOrNone(maskNumber, identifier),
  };
}

export function viewRight(held: Held, granter: ReturnType<typeof granterOf>, now: Date): HeldRight {
  const { id, officeId, officeName, right, passesOn, fromAt, untilAt } = held;
  const { basisNumber, basisDay } = held;
  const isOver = untilAt !== null && untilAt <= now;
  return {
    ...{ id, officeId, officeName, right, passesOn },
    from: fromAt.toISOString(),
    until: untilAt?.toISOString() ?? null,
    basis:
      basisNumber !== null && basisDay !== null ? { number: basisNumber, day: basisDay } : null,
    state: isOver ? 'over' : fromAt > now ? 'later' : 'now',
    mayEnd: !isOver && mayGrant(granter, held),
  };
}

/** @throws SaoyError `person-out-of-reach` where they hold what the asker may not give */
export async function requireManaged(
  { db, now }: Pick<ApiDeps, 'db' | 'now'>,
  found: FoundOn['member'],
): Promise<void> {
  const { id } = found.member;
  const held = notOver(await listRights(db, id), new Date(now()));
  if (!mayManage(granterOf(found), { personId: id, held })) {
    throw new SaoyError('person-out-of-reach');
  }
}

/**
 * The office in whose log an act on an account stands: where they belong, as far as the asker administers it.
 * @throws SaoyError `person-unknown`
 */
export async function officeOfAct(
  { db }: Pick<ApiDeps, 'db'>,
  { member, administrations }: FoundOn['member'],
): Promise<string> {
  const [belongings, held] = await Promise.all([
    listBelongings(db, member.id),
    listRights(db, member.id),
  ]);
  const place = [...belongings, ...held].find(({ path }) =>
    administrations.some((own) => isInBranch(path, own.path)),
  );
  const officeId = place?.officeId ?? administrations[0]?.id;
  if (officeId === undefined) throw new SaoyError('person-unknown');
  return officeId;
}
