import { type DataSource, type EntityManager, Not } from 'typeorm';
import { maskEmail, maskNumber } from '../../domain/mask';
import type { PersonState } from '../../domain/people';
import { SaoyError } from '../../domain/problem';
import { recordAudit } from '../audit/record-audit';
import { isPersonal } from '../personal/personal-column';
import { Session } from '../sessions/entity';
import { endOtherSessions } from '../sessions/record-session';
import { soughtAs } from '../sought-as';
import { inTransaction } from '../transaction';
import { Membership, OfficeRight, Person } from './entity';

/** Who acts on whom, and the office in whose log it stands. */
export interface PersonAct {
  personId: string;
  officeId: string;
  actorId: string;
  at: Date;
}

/** What an account says of its person. */
type PersonChange = Partial<Pick<Person, 'fullName' | 'title' | 'email' | 'phone' | 'identifier'>>;

/** The log tells what stood there before; numbers and addresses as pages show them to those who did not ask. */
const masks: Record<keyof PersonChange, (value: string) => string> = {
  fullName: String,
  title: String,
  email: maskEmail,
  phone: maskNumber,
  identifier: maskNumber,
};

/** @throws SaoyError `person-taken` where the identifier is somebody else's */
export async function changePerson(
  db: DataSource,
  act: PersonAct,
  change: PersonChange,
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const { identifier } = change;
    if (identifier) {
      const others = { id: Not(act.personId), identifier: isPersonal('identifier', identifier) };
      if (await inside.existsBy(Person, others)) throw new SaoyError('person-taken');
    }
    const folded = change.fullName === undefined ? {} : { nameFolded: soughtAs(change.fullName) };
    const before = await inside.findOneByOrFail(Person, { id: act.personId });
    await inside.update(Person, { id: act.personId }, { ...change, ...folded });
    await audit(inside, act, 'person-changed', differences(before, change));
  });
}

/** `x` and `xBefore` of each field that is another now; empty where there was or is nothing. */
function differences(before: Person, change: PersonChange): Record<string, string> {
  const fields = (Object.keys(masks) as (keyof PersonChange)[]).filter(
    (field) => change[field] !== undefined && change[field] !== before[field],
  );
  const shown = (field: keyof PersonChange, value: string | null | undefined) =>
    value ? masks[field](value) : '';
  return Object.fromEntries(
    fields.flatMap((field) => [
      [field, shown(field, change[field])],
      [`${field}Before`, shown(field, before[field])],
    ]),
  );
}

/** Who is not active is signed out with the next request [AD-09, AD-12]. */
export async function setState(
  db: DataSource,
  act: PersonAct,
  state: Exclude<PersonState, 'new'>,
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const { personId: id } = act;
    const { state: before } = await inside.findOneByOrFail(Person, { id });
    if (before === state) return;
    await inside.update(Person, { id }, { state });
    if (state === 'inactive') await inside.delete(Session, { personId: id });
    await audit(inside, act, 'person-state', { before, state });
  });
}

/** Gives a password of one use; all sessions of the person end. @param passwordHash argon2 */
export async function resetPassword(
  db: DataSource,
  act: PersonAct,
  passwordHash: string,
): Promise<void> {
  await inTransaction(db, async (inside) => {
    const { personId: id } = act;
    await inside.update(Person, { id }, { passwordHash, mustChangePassword: true });
    await inside.delete(Session, { personId: id });
    await audit(inside, act, 'password-reset', {});
  });
}

/** A new password for one that was forgotten, in the caller's transaction; all sessions end. @param passwordHash argon2 */
export async function renewPassword(
  manager: EntityManager,
  personId: string,
  passwordHash: string,
): Promise<void> {
  await manager.update(Person, { id: personId }, { passwordHash, mustChangePassword: false });
  await manager.delete(Session, { personId });
}

/** One's own new password; one's other sessions end. @param passwordHash argon2 */
export async function changePassword(
  db: DataSource,
  personId: string,
  passwordHash: string,
  tokenHash: string,
): Promise<void> {
  await inTransaction(db, async (inside) => {
    await inside.update(Person, { id: personId }, { passwordHash, mustChangePassword: false });
    await endOtherSessions(inside, personId, tokenHash);
  });
}

/** Makes somebody of the directory belong to an office, too [AD-13]. */
export async function recordMembership(db: DataSource, act: PersonAct): Promise<void> {
  await inTransaction(db, async (inside) => {
    const place = { personId: act.personId, officeId: act.officeId };
    const known = await inside.findOneBy(Membership, place);
    if (known?.endedAt === null) return;
    const fresh = { ...place, since: act.at, endedAt: null };
    if (known) await inside.update(Membership, place, fresh);
    else await inside.insert(Membership, fresh);
    await audit(inside, act, 'member-added', {});
  });
}

/** @throws SaoyError `member-has-rights` while a right there is not over */
export async function endMembership(db: DataSource, act: PersonAct): Promise<void> {
  await inTransaction(db, async (inside) => {
    const { personId, officeId, at } = act;
    const count = await inside
      .createQueryBuilder(OfficeRight, 'r')
      .where('r.personId = :personId AND r.officeId = :officeId', { personId, officeId })
      .andWhere('(r.untilAt IS NULL OR r.untilAt > :at)', { at })
      .getCount();
    if (count > 0) throw new SaoyError('member-has-rights', { count });
    await inside.update(Membership, { personId, officeId }, { endedAt: at });
    await audit(inside, act, 'member-removed', {});
  });
}

function audit(
  manager: EntityManager,
  { personId, officeId, actorId, at }: PersonAct,
  action: string,
  details: Record<string, string>,
): Promise<void> {
  return recordAudit(manager, {
    ...{ officeId, dossierId: null, actorId, action, at },
    ...{ actKey: `${action} ${personId} ${at.getTime()}`, details: { personId, ...details } },
  });
}
