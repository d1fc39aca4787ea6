/** States of an account [AD-09]: a new one is not activated yet. */
export const personStates = ['new', 'inactive', 'active'] as const;
export type PersonState = (typeof personStates)[number];

export const personStateDeclarations: Record<PersonState, { vi: string; en: string }> = {
  new: { vi: 'Chưa kích hoạt', en: 'Not activated yet' },
  inactive: { vi: 'Không kích hoạt', en: 'Not active' },
  active: { vi: 'Kích hoạt', en: 'Active' },
};

/** CMND (9), CCCD (12), MST (10 or 13 digits). */
export const identifierPattern = /^(\d{9}|\d{10}|\d{12}|\d{13})$/;

/** Whom a dossier is for, by the kind of their identifier. */
export const requesterKinds = ['citizen', 'enterprise'] as const;
export type RequesterKind = (typeof requesterKinds)[number];

/** CMND and CCCD are people's, MST businesses'. */
export function requesterKindOf(identifier: string | null): RequesterKind | null {
  if (identifier === null) return null;
  return identifier.length === 9 || identifier.length === 12 ? 'citizen' : 'enterprise';
}

/** CMND (9) or CCCD (12). */
export const citizenIdentifierPattern = /^(\d{9}|\d{12})$/;

/** Digits as they are dialled within the country: `0912345678`. */
export const phonePattern = /^0\d{8,10}$/;
