import { PDFArray, PDFHexString, PDFName, PDFRef, PDFString } from 'pdf-lib';
import { create as createQr } from 'qrcode';
import type { Revision } from '../copy/revision';
import {
  type AttestationLayout,
  type AttestationLine,
  type MarkPlace,
  usualLayout,
} from '../../domain/attestation-layout';
import { type Box, Canvas, millimetre, number, setText } from './canvas';
import { fieldNames, filledFields } from './field-names';
import { type Face, type PlacedFont, placeFont } from './typeface';
import { clockOf, dayOf, findDate, formatDateVi } from '../../time/time';

/** What the attestation page says; the law's words come from policy (C.2). */
export interface AttestationContent {
  /** The certifying agency, for example "Ủy ban nhân dân Phường Mẫu". */
  officeName: string;
  officeParentName?: string;
  /** Lời chứng: "Chứng thực bản sao đúng với bản chính". */
  statement: string;
  documentTypeName: string;
  /** Pages of the original. */
  originalPages: number;
  signerName: string;
  signerTitle: string;
  /** On whose behalf the signer signs: "TUQ. CHỦ TỊCH", "KT. CHỦ TỊCH". */
  authority?: string;
  /** The requester brought the scan; who compared it with the original, and when (ms since 1970) [T-09]. */
  compared?: { by: string; at: number };
  /** The document by which the signer signs for another (NĐ 280/2025/NĐ-CP); `day` as `YYYY-MM-DD`. */
  delegation?: { number: string; day: string };
  /** Shown in the empty field's description only; the book is filled in with the number. */
  bookName?: string;
  /** Public page of this copy, behind the QR code. */
  publicUrl: string;
  /** Handwritten signature, blue on transparent PNG (NĐ 30/2020, Phụ lục I). */
  signatureImage?: Uint8Array;
}

/** The page as placed in a revision, with what the signature steps need of it. */
export interface PlacedPage {
  page: PDFRef;
  leaderField: PDFRef;
  agencyField: PDFRef;
  fonts: Record<Face, PDFRef>;
}

type NamedFont = PlacedFont & { name: string };
type Fonts = Record<Face, NamedFont>;

const page: Box = { x: 0, y: 0, width: 595.28, height: 841.89 };
const left = 25 * millimetre;
const right = page.width - 18 * millimetre;
const contentWidth = right - left;

/** A place of the layout, measured from the other corner and in points. */
function boxOf({ x, y, width, height }: MarkPlace): Box {
  return {
    x: x * millimetre,
    y: page.height - (y + height) * millimetre,
    width: width * millimetre,
    height: height * millimetre,
  };
}

/**
 * Appends the attestation page to the document of `revision`: heading, statement, empty fields for
 * number, book and date, places of both signatures, QR code. Everything that later revisions change
 * exists here already, because after certification nothing may be added.
 * @throws SaoyError `font-missing`, `font-lacks-letter`
 */
export function placeAttestationPage(
  revision: Revision,
  content: AttestationContent,
  layout: AttestationLayout = usualLayout,
): PlacedPage {
  const texts = Object.values({
    ...content,
    compared: comparedWords(content),
    delegation: delegationWords(content),
  }).filter((value): value is string => typeof value === 'string');
  const caps = texts.map((text) => text.toLocaleUpperCase('vi'));
  const fonts: Fonts = {
    regular: { ...placeFont(revision, 'regular', [...texts, ...caps]), name: 'F1' },
    bold: { ...placeFont(revision, 'bold', [...texts, ...caps]), name: 'F2' },
    italic: { ...placeFont(revision, 'italic', texts), name: 'F3' },
  };
  const canvas = new Canvas();
  canvas.colour(0, 0, 0);
  const signatureBox = boxOf(layout.marks.signature);
  drawHeading(canvas, fonts, content, layout);
  const fieldBoxes = drawStatement(canvas, fonts, content, layout);
  drawSigner(canvas, fonts, content, signatureBox);
  if (layout.verificationCode) drawQr(canvas, fonts, content);

  const { context } = revision;
  const pageRef = revision.reserve();
  const fields = placeFields(
    revision,
    pageRef,
    { ...fieldBoxes, leader: signatureBox, agency: boxOf(layout.marks.seal) },
    fonts,
    layout.fontSizes.text,
  );
  const structParents = placeStructure(revision, pageRef, canvas);
  revision.put(
    pageRef,
    context.obj({
      Type: 'Page',
      Parent: appendToPageTree(revision, pageRef),
      MediaBox: [0, 0, page.width, page.height],
      Rotate: 0,
      Resources: {
        Font: { F1: fonts.regular.ref, F2: fonts.bold.ref, F3: fonts.italic.ref },
      },
      Contents: revision.add(context.flateStream(canvas.toString())),
      Annots: fields.all,
      StructParents: structParents,
      Tabs: 'S',
    }),
  );
  return {
    page: pageRef,
    leaderField: fields.leader,
    agencyField: fields.agency,
    fonts: { regular: fonts.regular.ref, bold: fonts.bold.ref, italic: fonts.italic.ref },
  };
}

/** Agency on the left, the country's name and motto on the right (NĐ 30/2020, Phụ lục I). */
function drawHeading(
  canvas: Canvas,
  fonts: Fonts,
  content: AttestationContent,
  { fontSizes }: AttestationLayout,
): void {
  const size = fontSizes.heading;
  const agencyWidth = contentWidth * 0.42;
  const agencyCentre = left + agencyWidth / 2;
  const nationWidth = contentWidth * 0.55;
  const nationCentre = right - nationWidth / 2;
  const top = page.height - 24 * millimetre;

  let y = top;
  if (content.officeParentName) {
    const parent = content.officeParentName.toLocaleUpperCase('vi');
    canvas.tagged({ type: 'P' }, () => {
      const bounds = { width: agencyWidth, maxLines: 2, size: size - 0.5, smallest: 7 };
      y = canvas.centred(fonts.regular, setText(parent, fonts.regular, bounds), agencyCentre, y);
    });
  }
  const office = content.officeName.toLocaleUpperCase('vi');
  const bounds = { width: agencyWidth, maxLines: 3, size: size - 0.5, smallest: 7 };
  const officeSet = setText(office, fonts.bold, bounds);
  canvas.tagged({ type: 'P' }, () => {
    y = canvas.centred(fonts.bold, officeSet, agencyCentre, y);
  });
  const rule = y + officeSet.size * 0.75;
  canvas.artifact(() => canvas.line(agencyCentre - 32, rule, agencyCentre + 32, rule, 0.6));

  const nation = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM';
  const motto = 'Độc lập - Tự do - Hạnh phúc';
  y = top;
  canvas.tagged({ type: 'P' }, () => {
    const bounds = { width: nationWidth, maxLines: 1, size, smallest: 8 };
    y = canvas.centred(fonts.bold, setText(nation, fonts.bold, bounds), nationCentre, y, 1.4);
  });
  const mottoHalf = (fonts.bold.width(motto) * size) / 2;
  canvas.tagged({ type: 'P' }, () => {
    y = canvas.centred(fonts.bold, { lines: [motto], size }, nationCentre, y);
  });
  canvas.artifact(() =>
    canvas.line(nationCentre - mottoHalf, y + 9, nationCentre + mottoHalf, y + 9, 0.6),
  );
}

/** Lời chứng with the leaders on which number, book and date will stand. */
function drawStatement(
  canvas: Canvas,
  fonts: Fonts,
  content: AttestationContent,
  { fontSizes, lines }: AttestationLayout,
): Record<(typeof filledFields)[number], Box> {
  const centre = (left + right) / 2;
  let y = page.height - 67 * millimetre;
  canvas.tagged({ type: 'H1' }, () => {
    const statement = content.statement.toLocaleUpperCase('vi');
    const bounds = {
      width: contentWidth - 20,
      maxLines: 3,
      size: fontSizes.statement,
      smallest: 10,
    };
    y = canvas.centred(fonts.bold, setText(statement, fonts.bold, bounds), centre, y, 1.4);
  });
  y -= 4 * millimetre;
  const size = fontSizes.text;
  for (const line of lines) {
    const [label, value] = wordsOf(line, content);
    if (value) y = drawLabelled(canvas, fonts, y, size, label, value);
  }
  y -= 3 * millimetre;

  const boxes: Partial<Record<string, Box>> = {};
  const row = (parts: (string | { field: string; width: number })[]) => {
    let x = left;
    canvas.tagged({ type: 'P' }, () => {
      for (const part of parts) {
        if (typeof part === 'string') {
          canvas.text(fonts.regular, size, x, y, part);
          x += fonts.regular.width(part) * size + 4;
        } else {
          boxes[part.field] = { x, y: y - 4.5, width: part.width, height: 18.5 };
          x += part.width + 4;
        }
      }
    });
    y -= 9.5 * millimetre;
  };
  const labels = ['Số chứng thực:', 'quyển số:', '– SCT/BS'];
  const taken = labels.reduce((sum, label) => sum + fonts.regular.width(label) * size + 4, 8);
  row([
    'Số chứng thực:',
    { field: fieldNames.number, width: (contentWidth - taken) * 0.42 },
    'quyển số:',
    { field: fieldNames.book, width: (contentWidth - taken) * 0.58 },
    '– SCT/BS',
  ]);
  row([
    'Ngày',
    { field: fieldNames.day, width: 36 },
    'tháng',
    { field: fieldNames.month, width: 36 },
    'năm',
    { field: fieldNames.year, width: 54 },
  ]);
  canvas.artifact(() => {
    for (const box of Object.values(boxes)) {
      if (box) canvas.line(box.x, box.y + 1.5, box.x + box.width, box.y + 1.5, 0.7, '[0.7 2.1] 0');
    }
  });
  return boxes as Record<(typeof filledFields)[number], Box>;
}

function wordsOf(line: AttestationLine, content: AttestationContent): [string, string] {
  switch (line) {
    case 'document-type':
      return ['Loại giấy tờ:', content.documentTypeName];
    case 'original-pages':
      return ['Bản chính gồm:', `${content.originalPages} trang`];
    case 'compared':
      return ['Bản quét:', comparedWords(content)];
    case 'delegation':
      return ['Ký theo văn bản ủy quyền:', delegationWords(content)];
  }
}

/** The mark of a scan that the requester brought [T-09]; empty where the office scanned it. */
function comparedWords({ compared }: AttestationContent): string {
  if (!compared) return '';
  const when = `${clockOf(compared.at)} ngày ${formatDateVi(dayOf(compared.at))}`;
  return `của người yêu cầu, đã đối chiếu với bản chính (${compared.by}, ${when})`;
}

/** Empty where the signer signs in their own right. */
function delegationWords({ delegation }: AttestationContent): string {
  if (!delegation) return '';
  const day = findDate(delegation.day);
  return `số ${delegation.number}${day === undefined ? '' : ` ngày ${formatDateVi(day)}`}`;
}

function drawLabelled(
  canvas: Canvas,
  fonts: Fonts,
  y: number,
  size: number,
  label: string,
  value: string,
): number {
  const indent = fonts.regular.width(label) * size + 6;
  let next = y;
  canvas.tagged({ type: 'P' }, () => {
    canvas.text(fonts.regular, size, left, y, label);
    const bounds = { width: contentWidth - indent, maxLines: 3, size, smallest: 8 };
    next = canvas.left(fonts.bold, setText(value, fonts.bold, bounds), left + indent, y);
  });
  return Math.min(next, y - size * 1.3) - 2 * millimetre;
}

function drawSigner(
  canvas: Canvas,
  fonts: Fonts,
  content: AttestationContent,
  leaderBox: Box,
): void {
  const centre = leaderBox.x + leaderBox.width / 2;
  const { width } = leaderBox;
  const title = [content.authority, content.signerTitle]
    .filter((line) => line !== undefined && line !== '')
    .map((line) => (line ?? '').toLocaleUpperCase('vi'));
  const sets = title.map((line) =>
    setText(line, fonts.bold, { width, maxLines: 2, size: 12, smallest: 7.5 }),
  );
  const height = sets.reduce((sum, set) => sum + set.lines.length * set.size * 1.25, 0);
  let y = leaderBox.y + leaderBox.height + height - 2;
  for (const set of sets) {
    canvas.tagged({ type: 'P' }, () => {
      y = canvas.centred(fonts.bold, set, centre, y, 1.25);
    });
  }
  canvas.tagged({ type: 'P' }, () => {
    const bounds = { width, maxLines: 2, size: 12.5, smallest: 8 };
    const signer = setText(content.signerName, fonts.bold, bounds);
    canvas.centred(fonts.bold, signer, centre, leaderBox.y - 18);
  });
}

function drawQr(canvas: Canvas, fonts: Fonts, content: AttestationContent): void {
  const side = 27 * millimetre;
  const bottom = 25 * millimetre;
  const modules = createQr(content.publicUrl, { errorCorrectionLevel: 'M' }).modules;
  const unit = side / modules.size;
  canvas.artifact(() => canvas.line(left, bottom + side + 14, right, bottom + side + 14, 0.5));
  canvas.tagged({ type: 'Figure', alt: `Mã QR tới trang kiểm tra ${content.publicUrl}` }, () => {
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        if (!modules.get(row, column)) continue;
        canvas.rectangle({
          x: left + column * unit,
          y: bottom + side - (row + 1) * unit,
          // A hair wider than the module, or viewers show seams.
          width: unit + 0.05,
          height: unit + 0.05,
        });
      }
    }
    canvas.raw('f');
  });
  const x = left + side + 14;
  const width = right - x;
  let y = bottom + side - 12;
  canvas.tagged({ type: 'P' }, () => {
    canvas.text(fonts.bold, 10, x, y, 'Kiểm tra bản sao này');
  });
  y -= 15;
  canvas.tagged({ type: 'P' }, () => {
    const sentence =
      'Quét mã hoặc mở địa chỉ dưới đây để xem bản sao còn hiệu lực hay đã bị hủy bỏ. ' +
      'Bản sao này chỉ có giá trị khi chữ ký số của người ký và của cơ quan trong tệp đều hợp lệ.';
    const set = setText(sentence, fonts.regular, { width, maxLines: 4, size: 8.5, smallest: 6 });
    y = canvas.left(fonts.regular, set, x, y, 1.35);
  });
  canvas.tagged({ type: 'P' }, () => {
    const set = setText(content.publicUrl, fonts.italic, {
      width,
      maxLines: 2,
      size: 8.5,
      smallest: 5,
    });
    canvas.left(fonts.italic, set, x, y - 2, 1.35);
  });
}

function placeFields(
  revision: Revision,
  pageRef: PDFRef,
  boxes: Record<(typeof filledFields)[number] | 'leader' | 'agency', Box>,
  fonts: Fonts,
  size: number,
): { all: PDFRef[]; leader: PDFRef; agency: PDFRef } {
  const { context } = revision;
  const widget = (box: Box, entries: Record<string, unknown>): PDFRef => {
    const field = context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      Rect: [box.x, box.y, box.x + box.width, box.y + box.height].map((side) => +number(side)),
      // Print; hidden nowhere.
      F: 4,
      P: pageRef,
    });
    for (const [key, value] of Object.entries(entries)) {
      field.set(PDFName.of(key), context.obj(value as string));
    }
    return revision.add(field);
  };
  const described: Record<(typeof filledFields)[number], string> = {
    number: 'Số chứng thực',
    book: 'Quyển số',
    day: 'Ngày chứng thực',
    month: 'Tháng chứng thực',
    year: 'Năm chứng thực',
  };
  // No appearance yet: an empty field with one is refused by strict validators once it is filled.
  const texts = filledFields.map((field) =>
    widget(boxes[field], {
      FT: 'Tx',
      T: PDFString.of(field),
      TU: PDFHexString.fromText(described[field]),
      DA: PDFString.of(`/F2 ${size} Tf 0 g`),
    }),
  );
  const leader = widget(boxes.leader, {
    FT: 'Sig',
    T: PDFString.of(fieldNames.leader),
    TU: PDFHexString.fromText('Chữ ký số của người ký chứng thực'),
  });
  const lock = revision.add(
    context.obj({
      Type: 'SigFieldLock',
      Action: 'Include',
      Fields: filledFields.map((field) => PDFString.of(field)),
    }),
  );
  const agency = widget(boxes.agency, {
    FT: 'Sig',
    T: PDFString.of(fieldNames.agency),
    TU: PDFHexString.fromText('Chữ ký số của cơ quan chứng thực'),
    Lock: lock,
  });
  const all = [...texts, leader, agency];
  const form = context.obj({
    Fields: all,
    // SignaturesExist and AppendOnly (ISO 32000-1, table 219).
    SigFlags: 3,
    DR: { Font: { F1: fonts.regular.ref, F2: fonts.bold.ref, F3: fonts.italic.ref } },
    DA: PDFString.of(`/F2 ${size} Tf 0 g`),
  });
  const root = revision.root;
  root.set(PDFName.of('AcroForm'), revision.add(form));
  revision.put(revision.rootRef, root);
  return { all, leader, agency };
}

/** Structure tree of this one page, so that the statement can be read aloud in order. */
function placeStructure(revision: Revision, pageRef: PDFRef, canvas: Canvas): number {
  const { context } = revision;
  // Far from the keys that the scan's own pages may carry.
  const structParents = 1_000_000;
  const treeRef = revision.reserve();
  const documentRef = revision.reserve();
  const parts = canvas.parts.map((part, mcid) =>
    revision.add(
      context.obj({
        Type: 'StructElem',
        S: part.type,
        P: documentRef,
        Pg: pageRef,
        K: mcid,
        ...(part.alt === undefined ? {} : { Alt: PDFHexString.fromText(part.alt) }),
      }),
    ),
  );
  revision.put(
    documentRef,
    context.obj({ Type: 'StructElem', S: 'Document', P: treeRef, K: parts }),
  );
  revision.put(
    treeRef,
    context.obj({
      Type: 'StructTreeRoot',
      K: [documentRef],
      ParentTree: revision.add(context.obj({ Nums: [structParents, parts] })),
      ParentTreeNextKey: structParents + 1,
    }),
  );
  const root = revision.root;
  root.set(PDFName.of('StructTreeRoot'), treeRef);
  root.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
  root.set(PDFName.of('Lang'), PDFString.of('vi-VN'));
  revision.put(revision.rootRef, root);
  return structParents;
}

/** Hangs the page at the end of the page tree's root and returns that root. */
function appendToPageTree(revision: Revision, pageRef: PDFRef): PDFRef {
  const pages = revision.root.get(PDFName.of('Pages'));
  if (!(pages instanceof PDFRef)) throw new Error('the catalogue has no page tree');
  const tree = revision.dict(pages);
  const kids = revision.resolve(tree.get(PDFName.of('Kids')));
  if (!(kids instanceof PDFArray)) throw new Error('the page tree has no kids');
  kids.push(pageRef);
  tree.set(PDFName.of('Kids'), kids);
  const count = Number(tree.get(PDFName.of('Count'))?.toString());
  tree.set(PDFName.of('Count'), revision.context.obj(count + 1));
  revision.put(pages, tree);
  return pages;
}
