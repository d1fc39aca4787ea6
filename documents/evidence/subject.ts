import { X509Certificate } from 'node:crypto';

/** Whom a certificate names. */
export interface Subject {
  commonName: string;
  /** O and OU, in the order they stand. */
  organizations: string[];
}

/** @param of whom: the holder, or who issued it */
export function readSubject(der: Uint8Array, of: 'subject' | 'issuer' = 'subject'): Subject {
  const names = new X509Certificate(der).toLegacyObject() as unknown as Record<
    typeof of,
    Record<string, string | string[]>
  >;
  const { CN = '', O = [], OU = [] } = names[of];
  const [commonName = ''] = [CN].flat();
  return { commonName, organizations: [O, OU].flat() };
}

/**
 * Whether it is this person's of this office. Personal certificates without an organisation name
 * the person alone; one that names organisations must name the office among them.
 */
export function isOfPerson(
  { commonName, organizations }: Subject,
  person: string,
  office: string,
): boolean {
  if (!isSameName(commonName, person)) return false;
  return organizations.length === 0 || organizations.some((name) => isSameName(name, office));
}

/** Whether it is the office's own, not one of a person in it. */
export function isOfOffice({ commonName }: Subject, office: string): boolean {
  return isSameName(commonName, office);
}

/** Whether it is theirs who gives a step's signature: a leader's own, or the agency's seal. */
export function isOfSigner(
  subject: Subject,
  step: 'sign' | 'seal',
  { person, office }: { person: string; office: string },
): boolean {
  return step === 'sign' ? isOfPerson(subject, person, office) : isOfOffice(subject, office);
}

/** Names as people write them: case, spaces, "UBND" and the place of tone marks (ủy, uỷ) may differ. */
function isSameName(one: string, other: string): boolean {
  return one !== '' && canonical(one) === canonical(other);
}

/** Marks of tone: grave, acute, tilde, hook above, dot below; where in a syllable they stand varies. */
const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;

function canonical(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .map((word) => word.replace(tones, '') + (word.match(tones) ?? []).join(''))
    .join(' ')
    .replace(/\bubnd\b/g, canonicalCommittee);
}

/** "ủy ban nhân dân", as `canonical` writes it. */
const canonicalCommittee = 'uy\u0309 ban nha\u0302n da\u0302n';
