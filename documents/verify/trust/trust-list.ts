import { readCertificate, type Certificate } from '../proof/certificate';
import { DerFault } from '../proof/der';

/** A trust list as it is kept: which authority was accredited when, and by what it is known. */
export interface TrustListData {
  /** Day of issue, `YYYY-MM-DD`. */
  issued: string;
  authorities: {
    name: string;
    /** Specialised signatures of the Government, or public ones [K-02]. */
    kind: 'government' | 'public' | 'own';
    /** DER in base64. */
    certificate: string;
    /** Days of accreditation at UTC+7, both inclusive; no end while it lasts. */
    validFrom: string;
    validTo?: string;
    /** The decision or publication it comes from. */
    source: string;
  }[];
}

/** An authority that signatures may lead to, and the time within which they may. */
export interface TrustAnchor {
  certificate: Certificate;
  /** Milliseconds since 1970, both inclusive. */
  from: number;
  to: number;
}

/**
 * Reads a trust list. A certificate that cannot be read is an error: a list with a hole in it would
 * change verdicts without a word.
 * @throws Error naming the authority
 */
export function readTrustList(data: TrustListData): TrustAnchor[] {
  return data.authorities.map(({ name, certificate, validFrom, validTo }) => {
    const from = Date.parse(`${validFrom}T00:00:00+07:00`);
    const to = validTo === undefined ? Infinity : Date.parse(`${validTo}T23:59:59.999+07:00`);
    if (!(from <= to)) throw new Error(`The accreditation of “${name}” has no sound dates.`);
    try {
      const raw = Uint8Array.from(atob(certificate), (char) => char.charCodeAt(0));
      return { certificate: readCertificate(raw), from, to };
    } catch (error) {
      if (!(error instanceof DerFault) && !(error instanceof DOMException)) throw error;
      throw new Error(`The certificate of “${name}” cannot be read.`, { cause: error });
    }
  });
}
