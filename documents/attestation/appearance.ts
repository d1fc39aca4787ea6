import { PDFArray, type PDFDict, PDFName, type PDFRef } from 'pdf-lib';
import { SaoyError } from '../../domain/problem';
import type { Revision } from '../copy/revision';
import type { AttestationContent, PlacedPage } from './attestation-page';
import { Canvas, number, setText } from './canvas';
import { type PlacedPicture, placePicture } from './picture';
import { type PlacedFont, reopenFont } from './typeface';
import { localClock } from '../../time/time';

interface Size {
  width: number;
  height: number;
}

/** The room of a field in points. @throws SaoyError `copy-unsuitable` where it has none */
export function sizeOfField(field: PDFDict): Size {
  const rect = field.get(PDFName.of('Rect'));
  if (!(rect instanceof PDFArray)) throw new SaoyError('copy-unsuitable', { reason: 'no place' });
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = rect.asArray().map((side) => Number(side.toString()));
  return { width: x2 - x1, height: y2 - y1 };
}

/** What is seen where the leader signed: the handwritten signature over a line that tells when. */
export async function leaderAppearance(
  revision: Revision,
  placed: PlacedPage,
  content: AttestationContent,
  signedAt: number,
): Promise<PDFRef> {
  const size = sizeOfField(revision.dict(placed.leaderField));
  const font = reopenFont(revision, placed.fonts.regular);
  const picture = content.signatureImage
    ? await placePicture(revision, content.signatureImage)
    : undefined;
  return drawSignature(revision, size, font, picture, {
    lines: picture
      ? [`Thời gian ký: ${signedTime(signedAt)}`]
      : ['Đã ký số', content.signerName, `Thời gian ký: ${signedTime(signedAt)}`],
    colour: [0, 0.16, 0.55],
  });
}

/** What is seen where the agency sealed: the seal picture, or a plain red box where there is none. */
export async function sealAppearance(
  revision: Revision,
  size: Size,
  font: PlacedFont,
  seal: { sealImage?: Uint8Array; officeName?: string; signedAt: number },
): Promise<PDFRef> {
  const picture = seal.sealImage ? await placePicture(revision, seal.sealImage) : undefined;
  return drawSignature(revision, size, font, picture, {
    lines: picture ? [] : ['Đã đóng dấu số', seal.officeName ?? '', signedTime(seal.signedAt)],
    colour: [0.8, 0, 0.05],
    frame: !picture,
  });
}

/** A filled text field: one line, centred, shrunk to its place. */
export function fieldAppearance(
  revision: Revision,
  size: Size,
  font: PlacedFont,
  text: string,
): PDFRef {
  const canvas = new Canvas();
  const bounds = { width: size.width - 4, maxLines: 1, size: 12.5, smallest: 5 };
  const set = setText(text, font, bounds);
  canvas.raw('/Tx BMC', 'q', '0 g');
  canvas.centred({ ...font, name: 'F2' }, set, size.width / 2, 4.5);
  canvas.raw('Q', 'EMC');
  return placeForm(revision, size, canvas, { Font: { F2: font.ref } });
}

function drawSignature(
  revision: Revision,
  size: Size,
  font: PlacedFont,
  picture: PlacedPicture | undefined,
  look: { lines: string[]; colour: [number, number, number]; frame?: boolean },
): PDFRef {
  const canvas = new Canvas();
  const lines = look.lines.filter((line) => line !== '');
  const textHeight = picture ? lines.length * 10 : 0;
  if (picture) drawPicture(canvas, size, textHeight, picture);
  canvas.colour(...look.colour);
  if (look.frame) {
    canvas.raw('0.8 w');
    canvas.rectangle({ x: 1, y: 1, width: size.width - 2, height: size.height - 2 });
    canvas.raw('S');
  }
  const sets = lines.map((line) =>
    setText(line, font, {
      width: size.width - 8,
      maxLines: 2,
      size: picture ? 7 : 9.5,
      smallest: 5,
    }),
  );
  const height = sets.reduce((sum, set) => sum + set.lines.length * set.size * 1.35, 0);
  let y = picture ? textHeight - 7 : size.height / 2 + height / 2 - 8;
  for (const set of sets) {
    y = canvas.centred({ ...font, name: 'F1' }, set, size.width / 2, y, 1.35);
  }
  return placeForm(revision, size, canvas, {
    Font: { F1: font.ref },
    ...(picture ? { XObject: { I1: picture.ref } } : {}),
  });
}

function drawPicture(canvas: Canvas, size: Size, below: number, picture: PlacedPicture): void {
  const scale = Math.min(size.width / picture.width, (size.height - below) / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  const x = (size.width - width) / 2;
  const y = below + (size.height - below - height) / 2;
  canvas.raw(`q ${number(width)} 0 0 ${number(height)} ${number(x)} ${number(y)} cm /I1 Do Q`);
}

function placeForm(
  revision: Revision,
  size: Size,
  canvas: Canvas,
  resources: Record<string, Record<string, PDFRef>>,
): PDFRef {
  return revision.add(
    revision.context.flateStream(canvas.toString(), {
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, 0, +number(size.width), +number(size.height)],
      Resources: resources,
    }),
  );
}

/** "21-11-2026 10:30:00 +07:00" (NĐ 30/2020, Phụ lục I), from milliseconds since 1970. */
function signedTime(instant: number): string {
  const local = localClock(instant).toISOString();
  const [year, month, day] = local.slice(0, 10).split('-');
  return `${day}-${month}-${year} ${local.slice(11, 19)} +07:00`;
}
