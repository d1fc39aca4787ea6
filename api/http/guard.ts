import type { Dossier } from '../../db/dossiers/entity';
import { findDossier } from '../../db/dossiers/find-dossier';
import { getMyCopy } from '../../db/copies/list-my-copies';
import { getLetter, type WholeLetter } from '../../db/letters/list-letters';
import type { Notice } from '../../db/notices/entity';
import { getPaper, type PaperLine } from '../../db/papers/list-papers';
import { getNotice } from '../../db/notices/list-notices';
import type { Office } from '../../db/offices/entity';
import { findOffice } from '../../db/offices/get-office';
import type { Person } from '../../db/people/entity';
import { findMember } from '../../db/people/find-member';
import type { OfficeRights, SignedIn } from '../../db/sessions/find-session';
import type { ApiKey, VaultReference } from '../../db/vault/entity';
import { findReference } from '../../db/vault/vault-references';
import {
  type Permission,
  type PermissionName,
  type Subject,
  isPermitted,
  permissions,
} from '../../domain/permissions';
import type { Administration } from '../../domain/grants';
import { isInBranch } from '../../domain/offices';
import { SaoyError, problems } from '../../domain/problem';
import { addCorrelation } from '../../ops/correlation/correlation';
import { getKey } from './bearer-key';
import type { ApiDeps } from './deps';
import type { AppContext } from './env';
import { requireSession } from './session';

interface Asking {
  signedIn: SignedIn;
}

interface Administering extends Asking {
  /** Where the asking person administers, in offices that stand. */
  administrations: (Administration & Pick<OfficeRights, 'id'>)[];
}

/** What a handler is given: who asks, and the thing that they were found to have to do with. */
export interface FoundOn extends Record<Subject, object> {
  nobody: object;
  account: Asking;
  citizen: Asking;
  office: Asking & { officeId: string };
  /** Where the handler's own statement looks in the person's offices; it calls `permitInOffice` then. */
  offices: Asking;
  unit: Administering & { unit: Office };
  overseen: Asking & { office: Office };
  member: Administering & { member: Person };
  dossier: Asking & { dossier: Dossier };
  letter: Asking & { whole: WholeLetter };
  paper: Asking & { paper: PaperLine };
  notice: Asking & { notice: Notice };
  copy: Asking & { dossierId: string };
  reference: Asking & { reference: VaultReference };
  key: { key: ApiKey };
}

/** The fields of a request by which the things are named. */
export const fieldOf = {
  office: 'officeId',
  unit: 'officeId',
  overseen: 'officeId',
  member: 'id',
  dossier: 'id',
  letter: 'id',
  paper: 'id',
  notice: 'id',
  copy: 'dossierId',
  reference: 'id',
} as const satisfies Partial<Record<Subject, string>>;

/** Where a subject has a field, `id` is what stands in it. */
type Find<On extends Subject> = (
  c: AppContext,
  deps: ApiDeps,
  name: PermissionName,
  id: string,
) => FoundOn[On] | Promise<FoundOn[On]>;

/** How each thing is found: with the asking person's offices in the query. */
export const finders: { [On in Subject]: Find<On> } = {
  nobody: () => ({}),
  account: (c, _deps, name) => {
    const signedIn = requireSession(c);
    if (!signedIn.offices.some((office) => isPermitted(name, office.rights))) {
      if (permissions[name].rights.length > 0) throw new SaoyError('right-missing');
    }
    return { signedIn };
  },
  citizen: (c) => {
    const signedIn = requireSession(c);
    if (signedIn.kind !== 'citizen') throw new SaoyError('right-missing');
    return { signedIn };
  },
  office: (c, _deps, name, officeId) => {
    const signedIn = requireSession(c);
    permitInOffice(signedIn, name, officeId);
    return { signedIn, officeId };
  },
  offices: (c) => ({ signedIn: requireSession(c) }),
  unit: async (c, { db }, name, officeId) => {
    const signedIn = requireSession(c);
    const administrations = administrationsOf(signedIn);
    const unit = await findOffice(db, officeId);
    if (unit === null || !administrations.some(({ path }) => isInBranch(unit.path, path))) {
      permitInOffice(signedIn, name, officeId);
      throw new SaoyError('office-unknown');
    }
    return { signedIn, unit, administrations };
  },
  overseen: async (c, { db }, name, officeId) => {
    const signedIn = requireSession(c);
    const office = await findOffice(db, officeId);
    const isOverseen = signedIn.offices.some(
      ({ path, rights, validTo }) =>
        validTo === null && isPermitted(name, rights) && isInBranch(office?.path ?? '', path),
    );
    if (!isOverseen) permitInOffice(signedIn, name, officeId);
    if (!office) throw new SaoyError('office-unknown');
    return { signedIn, office };
  },
  member: async (c, { db }, _name, id) => {
    const signedIn = requireSession(c);
    const administrations = administrationsOf(signedIn);
    if (administrations.length === 0) throw new SaoyError('right-missing');
    const paths = administrations.map(({ path }) => path);
    const member = await findMember(db, paths, id);
    if (!member) throw new SaoyError('person-unknown');
    return { signedIn, member, administrations };
  },
  dossier: async (c, deps, name, id) => {
    const signedIn = requireSession(c);
    return { signedIn, dossier: await getPermittedDossier(deps, signedIn, name, id) };
  },
  letter: async (c, { db }, name, id) => {
    const signedIn = requireSession(c);
    const whole = await getLetter(db, officeIdsOf(signedIn), id);
    permitInOffice(signedIn, name, whole.letter.officeId);
    return { signedIn, whole };
  },
  paper: async (c, { db }, name, id) => {
    const signedIn = requireSession(c);
    const paper = await getPaper(db, officeIdsOf(signedIn), id);
    permitInOffice(signedIn, name, paper.officeId);
    return { signedIn, paper };
  },
  notice: async (c, { db }, name, id) => {
    const signedIn = requireSession(c);
    const { notice } = await getNotice(db, officeIdsOf(signedIn), id);
    permitInOffice(signedIn, name, notice.officeId ?? '');
    return { signedIn, notice };
  },
  copy: async (c, deps, name, dossierId) => {
    const signedIn = requireSession(c);
    await permitCopy(deps, signedIn, name, dossierId);
    return { signedIn, dossierId };
  },
  reference: async (c, deps, name, id) => {
    const signedIn = requireSession(c);
    const reference = await findReference(deps.db, id);
    if (!reference) throw new SaoyError('reference-unknown');
    // Another's reference answers as one that is not there.
    await permitCopy(deps, signedIn, name, reference.dossierId).catch((cause: unknown) => {
      const isHidden = cause instanceof SaoyError && problems[cause.code].status === 404;
      throw isHidden ? new SaoyError('reference-unknown', {}, { cause }) : cause;
    });
    return { signedIn, reference };
  },
  key: async (c, deps, name) => {
    const { scope }: Permission = permissions[name];
    if (scope === null) throw new Error(`${name} names no scope.`);
    return { key: await getKey(c, deps, scope) };
  },
};

/**
 * Holds a person to an office.
 * @throws SaoyError `office-unknown` where they have nothing to do with it (it is not said whether it
 *   exists); `right-missing`
 */
export function permitInOffice(signedIn: SignedIn, name: PermissionName, officeId: string): void {
  const office = signedIn.offices.find(({ id }) => id === officeId);
  if (!office) throw new SaoyError('office-unknown');
  if (!isPermitted(name, office.rights)) throw new SaoyError('right-missing');
}

/** Where somebody administers: an office that was merged is administered in its new place alone. */
export function administrationsOf({ offices }: SignedIn): (Administration & OfficeRights)[] {
  return offices.filter(({ rights, validTo }) => rights.includes('administer') && validTo === null);
}

/**
 * A dossier of the person's offices, by one statement.
 * @throws SaoyError `dossier-unknown` (404) for none and for another office's; `right-missing` (403)
 */
export async function getPermittedDossier(
  { db }: Pick<ApiDeps, 'db'>,
  signedIn: SignedIn,
  name: PermissionName,
  id: string,
): Promise<Dossier> {
  const officeIds = officeIdsOf(signedIn);
  if (officeIds.length === 0) throw new SaoyError('dossier-unknown');
  const dossier = await findDossier(db, officeIds, id);
  if (!dossier) throw new SaoyError('dossier-unknown');
  addCorrelation({ dossier: dossier.code });
  permitInOffice(signedIn, name, dossier.officeId);
  return dossier;
}

/**
 * Whose copy it is: its citizen's, or of an office of the person's, where it may not be finished yet.
 * @throws SaoyError `copy-unknown` or `dossier-unknown` where it is not theirs; `right-missing`
 */
async function permitCopy(
  deps: ApiDeps,
  signedIn: SignedIn,
  name: PermissionName,
  dossierId: string,
): Promise<void> {
  if (signedIn.kind === 'citizen') {
    await getMyCopy(deps.db, signedIn.personId, dossierId);
  } else {
    await getPermittedDossier(deps, signedIn, name, dossierId);
  }
}

function officeIdsOf({ offices }: SignedIn): string[] {
  return offices.map(({ id }) => id);
}
