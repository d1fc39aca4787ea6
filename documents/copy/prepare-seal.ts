import { PDFDict, PDFHexString, PDFName, PDFRef } from 'pdf-lib';
import { SaoyError } from '../../domain/problem';
import { fieldAppearance, sealAppearance, sizeOfField } from '../attestation/appearance';
import { fieldNames, filledFields } from '../attestation/field-names';
import { type PlacedFont, placeFont, reopenFont } from '../attestation/typeface';
import {
  capacityFor,
  checkSigner,
  prepare,
  type PreparedDocument,
  type SignerCertificate,
} from './prepared-document';
import { Revision } from './revision';
import { withCodes } from './with-codes';
import { getField, readByteRange } from './signature-dictionary';

/** The parts of a date as they are written: "05", "11", "2026". */
export interface DateParts {
  day: string;
  month: string;
  year: string;
}

/**
 * Revision 2: number, book and date filled in, the red seal, and the agency's approval signature
 * waiting to be signed, which locks those fields (FieldMDP). Only /V, /AP and /Ff of fields change
 * (findings, what validators demand, 7).
 * @param input.certified the copy with the leader's completed signature
 * @param input.number as the register wrote it: "001/ĐT"
 * @param input.sealImage red on transparent PNG
 * @throws SaoyError `copy-unsuitable` where the leader has not signed or the agency already has;
 *   `signer-certificate-unsuitable`, `picture-unsuitable`
 */
export function prepareSeal(input: {
  certified: Uint8Array;
  number: string;
  book: string;
  date: DateParts;
  sealImage?: Uint8Array;
  signer: SignerCertificate;
  signedAt: number;
  /** Of the largest time stamp token seen lately: the gap has room for one as large and a margin. */
  tokenBytes?: number;
  /** The agency's name in the signature. */
  officeName?: string;
}): Promise<PreparedDocument> {
  return withCodes(async () => {
    const signer = checkSigner(input.signer, input.signedAt);
    const revision = new Revision(input.certified);
    readByteRange(revision, fieldNames.leader);
    const values: Record<(typeof filledFields)[number], string> = {
      number: input.number,
      book: input.book,
      day: input.date.day,
      month: input.date.month,
      year: input.date.year,
    };
    const font = openFont(revision, Object.values(values));
    for (const name of filledFields) fillField(revision, name, values[name], font);

    const agency = getField(revision, fieldNames.agency);
    const field = revision.dict(agency);
    if (field.has(PDFName.of('V'))) throw new SaoyError('copy-unsuitable', { reason: 'sealed' });
    const value = revision.reserve();
    field.set(PDFName.of('V'), value);
    const appearance = await sealAppearance(revision, sizeOfField(field), font, input);
    field.set(PDFName.of('AP'), revision.context.obj({ N: appearance }));
    revision.put(agency, field);

    const fields = filledFields.map((name) => `(${name})`).join(' ');
    return prepare(
      revision,
      value,
      {
        subFilter: 'ETSI.CAdES.detached',
        signedAt: input.signedAt,
        ...(input.officeName === undefined ? {} : { signerName: input.officeName }),
        reason: 'Cấp số và đóng dấu bản sao',
        reference: `[<< /Type /SigRef /TransformMethod /FieldMDP /Data ${revision.rootRef.toString()} /TransformParams << /Type /TransformParams /Action /Include /Fields [${fields}] /V /1.2 >> >>]`,
        capacity: capacityFor(signer, input.tokenBytes ?? 0),
      },
      signer,
      fieldNames.agency,
    );
  });
}

/** The bold face of revision 1; a new one where the number or book needs letters it lacks. */
function openFont(revision: Revision, texts: string[]): PlacedFont {
  const form = revision.resolve(revision.root.get(PDFName.of('AcroForm')));
  const resources = form instanceof PDFDict ? revision.resolve(form.get(PDFName.of('DR'))) : null;
  const fonts = resources instanceof PDFDict ? resources.get(PDFName.of('Font')) : null;
  const ref = fonts instanceof PDFDict ? fonts.get(PDFName.of('F2')) : null;
  if (!(ref instanceof PDFRef)) throw new SaoyError('copy-unsuitable', { reason: 'no font' });
  const font = reopenFont(revision, ref);
  if (texts.every((text) => font.has(text))) return font;
  return placeFont(revision, 'bold', texts);
}

function fillField(revision: Revision, name: string, value: string, font: PlacedFont): void {
  const ref = getField(revision, name);
  const field = revision.dict(ref);
  const { context } = revision;
  const text = value.normalize('NFC');
  field.set(PDFName.of('V'), PDFHexString.fromText(text));
  // ReadOnly: nobody is invited to change what is locked.
  field.set(PDFName.of('Ff'), context.obj(1));
  const appearance = fieldAppearance(revision, sizeOfField(field), font, text);
  field.set(PDFName.of('AP'), context.obj({ N: appearance }));
  revision.put(ref, field);
}
