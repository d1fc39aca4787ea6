import { readCertificate, type Certificate } from '../proof/certificate';
import { DerFault } from '../proof/der';

/** What an authority is accredited for. */
export type TrustService = 'certificates' | 'time-stamps';

/** A trust list as it is kept: which authority was accredited when, and for what (docs/verification.md). */
export interface TrustListData {
  /** Day of issue, `YYYY-MM-DD`. */
  issued: string;
  authorities: TrustedAuthority[];
  /**
   * Hosts that OCSP, CRL and issuers' certificates may be fetched from: `ocsp.example.vn`,
   * `.example.vn` for all below it, `*` for every public one; with a port where it is not 80 or 443.
   */
  evidenceHosts: string[];
}

interface TrustedAuthority {
  name: string;
  /** Specialised signatures of the Government, or public ones [K-02]. */
  kind: 'government' | 'public' | 'own';
  services: TrustService[];
  /** DER in base64. */
  certificate: string;
  /** Days of accreditation at UTC+7, both inclusive; no end while it lasts. */
  validFrom: string;
  validTo?: string;
  /** The decision or publication it comes from. */
  source: string;
}

/** An authority that signatures may lead to, and the time within which they may. */
export interface TrustAnchor {
  certificate: Certificate;
  services: readonly TrustService[];
  /** Milliseconds since 1970, both inclusive. */
  from: number;
  to: number;
}

/** For an authority that the caller trusts without any list. */
export const everyService: readonly TrustService[] = ['certificates', 'time-stamps'];

/**
 * Checks that a value read from JSON is a trust list, to its last field.
 * @throws Error naming the field that is wrong and what it must be
 */
export function parseTrustList(value: unknown): TrustListData {
  const list = objectOf(value, 'the list', ['issued', 'authorities', 'evidenceHosts'], []);
  check(isDay(list.issued), 'issued', 'a day as YYYY-MM-DD');
  check(Array.isArray(list.authorities), 'authorities', 'a list');
  check(isTexts(list.evidenceHosts), 'evidenceHosts', 'a list of host names');
  const fields = ['name', 'kind', 'services', 'certificate', 'validFrom', 'source'];
  for (const [i, item] of (list.authorities as unknown[]).entries()) {
    const at = `authorities[${i}]`;
    const authority = objectOf(item, at, fields, ['validTo']);
    for (const name of ['name', 'certificate', 'source'])
      check(isText(authority[name]), `${at}.${name}`, 'a text');
    const { kind, services, validFrom, validTo } = authority;
    const kinds = ['government', 'public', 'own'];
    check(kinds.includes(kind as string), `${at}.kind`, `one of ${kinds.join(', ')}`);
    const isServed =
      isTexts(services) &&
      services.length > 0 &&
      services.every((service) => everyService.includes(service as TrustService));
    check(isServed, `${at}.services`, `some of ${everyService.join(', ')}`);
    check(isDay(validFrom), `${at}.validFrom`, 'a day as YYYY-MM-DD');
    check(
      validTo === undefined || isDay(validTo),
      `${at}.validTo`,
      'a day as YYYY-MM-DD, or left out',
    );
  }
  return value as TrustListData;
}

/**
 * Reads a trust list. A certificate that cannot be read is an error: a list with a hole in it would
 * change verdicts without a word.
 * @throws Error naming the authority
 */
export function readTrustList(data: TrustListData): TrustAnchor[] {
  return data.authorities.map(({ name, certificate, services, validFrom, validTo }) => {
    const from = Date.parse(`${validFrom}T00:00:00+07:00`);
    const to = validTo === undefined ? Infinity : Date.parse(`${validTo}T23:59:59.999+07:00`);
    if (!(from <= to)) throw new Error(`The accreditation of “${name}” has no sound dates.`);
    try {
      const raw = Uint8Array.from(atob(certificate), (char) => char.charCodeAt(0));
      return { certificate: readCertificate(raw), services, from, to };
    } catch (error) {
      if (!(error instanceof DerFault) && !(error instanceof DOMException)) throw error;
      throw new Error(`The certificate of “${name}” cannot be read.`, { cause: error });
    }
  });
}

function objectOf(
  value: unknown,
  at: string,
  needed: string[],
  optional: string[],
): Record<string, unknown> {
  check(typeof value === 'object' && value !== null && !Array.isArray(value), at, 'an object');
  const fields = value as Record<string, unknown>;
  for (const name of needed) check(name in fields, at, `an object with “${name}”`);
  for (const name of Object.keys(fields))
    check([...needed, ...optional].includes(name), at, `an object without “${name}”`);
  return fields;
}

function check(holds: boolean, at: string, what: string): void {
  if (!holds) throw new Error(`The trust list is wrong: ${at} must be ${what}.`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
