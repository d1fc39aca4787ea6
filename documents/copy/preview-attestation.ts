import { PDFName, type PDFRef } from 'pdf-lib';
import type { AttestationLayout } from '../../domain/attestation-layout';
import { Revision } from './revision';
import { leaderAppearance, sealAppearance, sizeOfField } from '../attestation/appearance';
import { type AttestationContent, placeAttestationPage } from '../attestation/attestation-page';
import { reopenFont } from '../attestation/typeface';

/**
 * The attestation page by itself, as it would be signed now: unsigned, of one page, for showing.
 * @param input.isMarked whether signature and seal are drawn where they will stand
 * @param input.at milliseconds since 1970, shown as the time of signing
 * @throws SaoyError `picture-unsuitable`, `font-missing`, `font-lacks-letter`
 */
export async function previewAttestation(input: {
  attestation: AttestationContent;
  layout: AttestationLayout;
  sealImage?: Uint8Array;
  isMarked: boolean;
  at: number;
}): Promise<Uint8Array> {
  const { attestation, at } = input;
  const revision = new Revision(emptyDocument());
  const placed = placeAttestationPage(revision, attestation, input.layout);
  if (input.isMarked) {
    const show = (ref: PDFRef, appearance: PDFRef) => {
      const field = revision.dict(ref);
      field.set(PDFName.of('AP'), revision.context.obj({ N: appearance }));
      revision.put(ref, field);
    };
    show(placed.leaderField, await leaderAppearance(revision, placed, attestation, at));
    const room = sizeOfField(revision.dict(placed.agencyField));
    const font = reopenFont(revision, placed.fonts.bold);
    const seal = {
      ...(input.sealImage ? { sealImage: input.sealImage } : {}),
      officeName: attestation.officeName,
      signedAt: at,
    };
    show(placed.agencyField, await sealAppearance(revision, room, font, seal));
  }
  return revision.append().bytes;
}

/** A document without pages, which the page is appended to. */
function emptyDocument(): Uint8Array {
  const head = '%PDF-1.7\n';
  const catalogue = '1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n';
  const pages = '2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n';
  const offset = (at: number) => `${String(at).padStart(10, '0')} 00000 n \n`;
  const first = head.length;
  const second = first + catalogue.length;
  const xref = second + pages.length;
  const table = `xref\n0 3\n0000000000 65535 f \n${offset(first)}${offset(second)}`;
  const trailer = `trailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  return Buffer.from(head + catalogue + pages + table + trailer, 'latin1');
}
