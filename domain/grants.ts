/** Who may give rights to whom: each gives on what they may pass on, and only in their branch [AD-01, AD-14]. */
import { isInBranch } from './offices';
import { type Right, rights } from './process';

/** The rights that certify; of each an office has only so many holders [AD-16]. */
export const certifyingRights = ['create', 'sign', 'seal'] as const satisfies readonly Right[];

/** A person's right to administer a branch, in force. */
export interface Administration {
  /** Of the office at the top of the branch. */
  path: string;
  /** What they may give to others there. */
  passesOn: readonly Right[];
}

/** A right that is to be given, or ended. */
export interface Grant {
  personId: string;
  /** Of the office where it is held. */
  path: string;
  right: Right;
  /** Of `administer`: what its holder may give on; else empty. */
  passesOn: readonly Right[];
}

/**
 * Whether somebody may give a right, and likewise end it: by an administration of theirs at the office or
 * above it that may pass on this right and all that it passes on; `administer` only strictly below. Nobody
 * changes their own rights.
 */
export function mayGrant(
  granter: { personId: string; administrations: readonly Administration[] },
  grant: Grant,
): boolean {
  const { personId, path, right, passesOn } = grant;
  if (personId === granter.personId) return false;
  if (right !== 'administer' && passesOn.length > 0) return false;
  return granter.administrations.some(
    (own) =>
      isInBranch(path, own.path) &&
      (right !== 'administer' || path !== own.path) &&
      [right, ...passesOn].every((each) => own.passesOn.includes(each)),
  );
}

/** What somebody may give in an office, as its page offers it. */
export function listGrantable(
  administrations: readonly Administration[],
  path: string,
): { rights: Right[]; passesOn: Right[] } {
  const above = administrations.filter((own) => isInBranch(path, own.path));
  const of = (list: readonly Administration[]) =>
    rights.filter((right) => list.some(({ passesOn }) => passesOn.includes(right)));
  const strictlyAbove = above.filter((own) => own.path !== path);
  const mayMakeAdministrators = of(strictlyAbove).includes('administer');
  return {
    rights: of(above).filter((right) => right !== 'administer' || mayMakeAdministrators),
    passesOn: of(strictlyAbove.filter(({ passesOn }) => passesOn.includes('administer'))),
  };
}

/**
 * Whether somebody may manage an account itself: its password, its state, what it is called. Who could take over
 * an account would have its rights, so they must be able to give every one of them.
 */
export function mayManage(
  granter: Parameters<typeof mayGrant>[0],
  person: { personId: string; held: readonly Omit<Grant, 'personId'>[] },
): boolean {
  const { personId, held } = person;
  return (
    personId !== granter.personId && held.every((each) => mayGrant(granter, { ...each, personId }))
  );
}
