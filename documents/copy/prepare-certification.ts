import { PDFName } from 'pdf-lib';
import type { AttestationLayout } from '../../domain/attestation-layout';
import { SaoyError } from '../../domain/problem';
import { type AttestationContent, placeAttestationPage } from '../attestation/attestation-page';
import { leaderAppearance } from '../attestation/appearance';
import { fieldNames } from '../attestation/field-names';
import { claimArchival } from './claim-archival';
import {
  capacityFor,
  checkSigner,
  prepare,
  type PreparedDocument,
  type SignerCertificate,
} from './prepared-document';
import { Revision } from './revision';
import { withCodes } from './with-codes';

export type { PreparedDocument, SignerCertificate } from './prepared-document';

/**
 * Revision 1: the attestation page after the pages of the normalised scan, every field that later
 * revisions fill, and the leader's certification signature waiting to be signed (DocMDP P=2: fields
 * may be filled and signed, nothing else may change; ISO 32000-1, 12.8.2.2).
 * The normalised scan stays byte for byte at the start of the copy.
 * @param input.scan from `normaliseScan`
 * @param input.signedAt milliseconds since 1970; shown and written as the claimed signing time
 * @throws SaoyError `copy-unsuitable` where it is certified already; `signer-certificate-unsuitable`,
 *   `picture-unsuitable`, `font-missing`, `font-lacks-letter`
 */
export function prepareCertification(input: {
  scan: Uint8Array;
  attestation: AttestationContent;
  /** As policy and the office have it; the usual one where left out. */
  layout?: AttestationLayout;
  /** Nothing of what PDF/A-2 forbids is on the scan's pages: the copy says that it is PDF/A-2b. */
  isArchivable?: boolean;
  signer: SignerCertificate;
  signedAt: number;
  /** Of the largest time stamp token seen lately: the gap has room for one as large and a margin. */
  tokenBytes?: number;
}): Promise<PreparedDocument> {
  return withCodes(async () => {
    const signer = checkSigner(input.signer, input.signedAt);
    const revision = new Revision(input.scan);
    // A normalised scan has no form; what has one is a copy already.
    if (revision.root.has(PDFName.of('AcroForm'))) {
      throw new SaoyError('copy-unsuitable', { reason: 'certified' });
    }
    if (input.isArchivable) claimArchival(revision, input.attestation.statement);
    const placed = placeAttestationPage(revision, input.attestation, input.layout);

    const value = revision.reserve();
    const field = revision.dict(placed.leaderField);
    field.set(PDFName.of('V'), value);
    field.set(
      PDFName.of('AP'),
      revision.context.obj({
        N: await leaderAppearance(revision, placed, input.attestation, input.signedAt),
      }),
    );
    revision.put(placed.leaderField, field);

    const root = revision.root;
    root.set(PDFName.of('Perms'), revision.context.obj({ DocMDP: value }));
    // DocMDP transform parameters are of version 1.2 since PDF 1.5; the header may be older.
    root.set(PDFName.of('Version'), PDFName.of('1.7'));
    revision.put(revision.rootRef, root);

    return prepare(
      revision,
      value,
      {
        subFilter: 'ETSI.CAdES.detached',
        signedAt: input.signedAt,
        signerName: input.attestation.signerName,
        reason: input.attestation.statement,
        location: input.attestation.officeName,
        reference:
          '[<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P 2 /V /1.2 >> >>]',
        capacity: capacityFor(signer, input.tokenBytes ?? 0),
      },
      signer,
      fieldNames.leader,
    );
  });
}
