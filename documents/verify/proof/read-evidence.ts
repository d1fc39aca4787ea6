import { decodeStream } from '../parse/inflate';
import { PdfRef, PdfStream } from '../parse/objects';
import type { PdfView } from '../parse/pdf-view';
import { readCertificate, type Certificate } from './certificate';
import { tryRead } from './der';
import { readCrl, readOcspResponse, type Crl, type OcspResponse } from './revocation-data';

/** The validation data of a file's DSS (ETSI EN 319 142-1, 5.4), each with the revision it is in. */
export interface EmbeddedEvidence {
  certificates: Certificate[];
  ocsps: { response: OcspResponse; revision: number }[];
  crls: { crl: Crl; revision: number }[];
}

const itemsMax = 1000;

/**
 * Reads the DSS as the last revision shows it. What cannot be read proves nothing and is left out.
 * @throws StructureFault
 */
export function readEmbeddedEvidence(view: PdfView): EmbeddedEvidence {
  const dss = view.dict(view.catalog().entries.get('DSS'));
  const list = <T>(key: string, read: (raw: Uint8Array) => T): { value: T; revision: number }[] =>
    (view.array(dss?.entries.get(key)) ?? []).slice(0, itemsMax).flatMap((item) => {
      const stream = view.resolve(item);
      if (!(stream instanceof PdfStream)) return [];
      const revision = item instanceof PdfRef ? (view.find(item.num)?.revision ?? 0) : 0;
      const value = tryRead(() => read(decodeStream(stream, view.file.budget, 0)));
      return value === undefined ? [] : [{ value, revision }];
    });
  return {
    certificates: list('Certs', readCertificate).map(({ value }) => value),
    ocsps: list('OCSPs', readOcspResponse).map(({ value, revision }) => ({
      response: value,
      revision,
    })),
    crls: list('CRLs', readCrl).map(({ value, revision }) => ({ crl: value, revision })),
  };
}
