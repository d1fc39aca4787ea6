import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { ProblemCode } from '../../domain/problem';
import { drawScan, stream, writePdf } from './draw-scan';

/** One file that the counter must refuse, and with which code. */
export interface HostileScan {
  name: string;
  code: ProblemCode;
  file: Buffer;
}

const pages = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const content = stream('', '0 0 1 rg 100 100 300 300 re f');

/** A one-page PDF whose catalogue, page and further objects (from 5 on) are as given. */
export function onePage(catalogue: string, page = '', ...more: (string | Buffer)[]): Buffer {
  return writePdf([
    `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
    pages,
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ${page} >>`,
    content,
    ...more,
  ]);
}

export function annotated(annotation: string, ...more: (string | Buffer)[]): Buffer {
  return onePage('', '/Annots [5 0 R]', annotation, ...more);
}

export function action(dict: string): Buffer {
  return annotated(
    `<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /Border [0 0 0] /A << ${dict} >> >>`,
  );
}

/** Through qpdf, for what is easier made by a tool than by hand. */
export function throughQpdf(file: Buffer, args: string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'saoy-hostile-'));
  try {
    writeFileSync(join(folder, 'in.pdf'), file);
    execFileSync('qpdf', [...args, join(folder, 'in.pdf'), join(folder, 'out.pdf')]);
    return readFileSync(join(folder, 'out.pdf'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** 1 MB of object stream that unpacks to `megabytes`. */
function objectBomb(megabytes: number): Buffer {
  const header = '6 0 ';
  const body = Buffer.concat([Buffer.from(header), Buffer.alloc(megabytes << 20, '[')]);
  const bomb = stream(
    `/Type /ObjStm /N 1 /First ${header.length} /Filter /FlateDecode`,
    deflateSync(body, { level: 4 }),
  );
  const base = writePdf(['<< /Type /Catalog /Pages 2 0 R >>', pages, '', content, bomb]);
  const at = base.lastIndexOf('xref\n0', base.lastIndexOf('trailer'));
  const offsets = [
    ...base
      .subarray(at)
      .toString('latin1')
      .matchAll(/^(\d{10}) 00000 n/gm),
  ];
  // The page itself (3) is said to be in the object stream (5): a cross-reference stream says so.
  const entry = (type: number, a: number, b: number) =>
    Buffer.from([type, a >>> 24, (a >> 16) & 255, (a >> 8) & 255, a & 255, b >> 8, b & 255]);
  const of = (index: number) => Number(offsets[index]?.[1]);
  const rows = [
    entry(0, 0, 65_535),
    entry(1, of(0), 0),
    entry(1, of(1), 0),
    entry(2, 5, 0),
    entry(1, of(3), 0),
    entry(1, of(4), 0),
    entry(1, at, 0),
  ];
  const xref = stream('/Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R', Buffer.concat(rows));
  return Buffer.concat([
    base.subarray(0, at),
    Buffer.from('6 0 obj\n'),
    xref,
    Buffer.from(`\nendobj\nstartxref\n${at}\n%%EOF\n`),
  ]);
}

function manyPages(count: number): Buffer {
  const kids = Array.from({ length: count }, (_, index) => `${index + 3} 0 R`).join(' ');
  return writePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${count} /MediaBox [0 0 595 842] >>`,
    ...Array.from({ length: count }, () => '<< /Type /Page /Parent 2 0 R >>'),
  ]);
}

/** Deep page tree: each node the only kid of the one above. */
function deepTree(depth: number): Buffer {
  return writePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    ...Array.from(
      { length: depth },
      (_, index) => `<< /Type /Pages /Kids [${index + 3} 0 R] /Count 1 >>`,
    ),
    `<< /Type /Page /Parent ${depth + 1} 0 R /MediaBox [0 0 595 842] >>`,
  ]);
}

function zipTail(): Buffer {
  const directory = Buffer.alloc(22);
  directory.write('PK\x05\x06', 'latin1');
  return directory;
}

const plain = drawScan(1);
const layers = (configuration: string, group = '') =>
  onePage(
    `/OCProperties << /OCGs [5 0 R] /D << ${configuration} >> >>`,
    '/Resources << /Properties << /L 5 0 R >> >>',
    `<< /Type /OCG /Name (Layer) ${group} >>`,
  );

/** The corpus; made anew each time, so that nothing hostile lies in the repository. */
export function makeHostileScans(): HostileScan[] {
  const cases: [string, ProblemCode, Buffer][] = [
    ['an empty file', 'scan-not-pdf', Buffer.alloc(0)],
    ['a text', 'scan-not-pdf', Buffer.from('Giấy khai sinh')],
    ['a GIF', 'scan-not-pdf', Buffer.from('GIF89a\x01\0\x01\0', 'latin1')],
    ['a file of 31 MB', 'scan-too-large', Buffer.concat([plain, Buffer.alloc(31 << 20)])],
    ['a header only', 'scan-damaged', Buffer.from('%PDF-1.7\n')],
    ['data before the header', 'scan-polyglot', Buffer.concat([Buffer.from('GIF89a'), plain])],
    ['data after the end', 'scan-polyglot', Buffer.concat([plain, Buffer.from('<html>')])],
    ['a ZIP archive as well', 'scan-polyglot', Buffer.concat([plain, zipTail()])],
    [
      'a ZIP archive whose comment is the end of the PDF',
      'scan-polyglot',
      Buffer.concat([
        plain.subarray(0, plain.lastIndexOf('startxref')),
        Buffer.from('%PK\x05\x06', 'latin1'),
        Buffer.alloc(16),
        Buffer.from([plain.length - plain.lastIndexOf('startxref'), 0]),
        plain.subarray(plain.lastIndexOf('startxref')),
      ]),
    ],
    [
      'no pages',
      'scan-empty',
      writePdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>']),
    ],
    ['501 pages', 'scan-too-many-pages', manyPages(501)],
    ['20,000 pages', 'scan-too-many-pages', manyPages(20_000)],
    [
      'a page tree that is its own kid',
      'scan-damaged',
      writePdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R] /Count 1 >>']),
    ],
    ['a page tree of 50,000 storeys', 'scan-too-complex', deepTree(50_000)],
    ['a file cut short', 'scan-damaged', plain.subarray(0, plain.length - 300)],
    [
      'a file cut short and ended anew',
      'scan-damaged',
      Buffer.concat([
        plain.subarray(0, plain.length - 300),
        Buffer.from('\nstartxref\n9\n%%EOF\n'),
      ]),
    ],
    [
      'a cross-reference to nowhere',
      'scan-damaged',
      Buffer.from(plain.toString('latin1').replace(/startxref\n\d+/, 'startxref\n99'), 'latin1'),
    ],
    [
      'a stream with garbage',
      'scan-damaged',
      onePage(
        '',
        '/Resources << /XObject << /X 5 0 R >> >>',
        stream(
          '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode',
          'not deflated',
        ),
      ),
    ],
    [
      'encrypted with a password',
      'scan-encrypted',
      throughQpdf(plain, ['--encrypt', 'mot', 'hai', '256', '--']),
    ],
    [
      'encrypted without a password',
      'scan-encrypted',
      throughQpdf(plain, ['--encrypt', '', 'hai', '256', '--']),
    ],
    [
      'a script at opening',
      'scan-active-content',
      onePage('/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>'),
    ],
    [
      'a script by name',
      'scan-active-content',
      onePage('/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (1) >>] >> >>'),
    ],
    [
      'a script whose name is escaped',
      'scan-active-content',
      onePage('/OpenAction << /S /J#61vaScript /J#53 (1) >>'),
    ],
    [
      'a script in a stream',
      'scan-active-content',
      onePage(
        '/OpenAction 5 0 R',
        '',
        '<< /S /JavaScript /JS 6 0 R >>',
        stream('', 'app.alert(1)'),
      ),
    ],
    [
      'a script in an object stream',
      'scan-active-content',
      throughQpdf(onePage('/OpenAction << /S /JavaScript /JS (1) >>'), [
        '--object-streams=generate',
      ]),
    ],
    ['a launch action', 'scan-active-content', action('/S /Launch /F (cmd.exe)')],
    ['a submit action', 'scan-active-content', action('/S /SubmitForm /F (http://vi-du.example/)')],
    ['an import action', 'scan-active-content', action('/S /ImportData /F (a.fdf)')],
    [
      'an action on page opening',
      'scan-active-content',
      onePage('', '/AA << /O << /S /Named /N /Print >> >>'),
    ],
    [
      'a PostScript object',
      'scan-active-content',
      onePage(
        '',
        '/Resources << /XObject << /X 5 0 R >> >>',
        stream('/Type /XObject /Subtype /PS', 'showpage'),
      ),
    ],
    [
      'a web link over the page',
      'scan-external-reference',
      action('/S /URI /URI (http://vi-du.example/)'),
    ],
    [
      'a link into another file',
      'scan-external-reference',
      action('/S /GoToR /F (khac.pdf) /D [0 /Fit]'),
    ],
    [
      'a stream kept outside',
      'scan-external-reference',
      onePage('', '', '<< /Length 0 /F (anh.bin) >>\nstream\n\nendstream'),
    ],
    [
      'a page of another document',
      'scan-external-reference',
      onePage(
        '',
        '/Resources << /XObject << /X 5 0 R >> >>',
        stream(
          '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Ref << /F (khac.pdf) /Page 0 >>',
          '',
        ),
      ),
    ],
    [
      'an attachment',
      'scan-attachment',
      onePage(
        '/Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> >>',
        '',
        '<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>',
        stream('/Type /EmbeddedFile', 'MZ'),
      ),
    ],
    [
      'an attachment on the page',
      'scan-attachment',
      annotated(
        '<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 6 0 R >>',
        '<< /F (a.exe) /EF << /F 7 0 R >> >>',
        stream('/Type /EmbeddedFile', 'MZ'),
      ),
    ],
    [
      'a film',
      'scan-attachment',
      annotated('<< /Type /Annot /Subtype /RichMedia /Rect [0 0 99 99] >>'),
    ],
    ['a portfolio', 'scan-attachment', onePage('/Collection << /Type /Collection >>')],
    [
      'a dynamic form',
      'scan-xfa',
      onePage('/AcroForm << /Fields [] /XFA 5 0 R >>', '', stream('', '<xdp/>')),
    ],
    [
      'a form field',
      'scan-form-fields',
      annotated('<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [0 0 99 20] >>'),
    ],
    [
      'a signature',
      'scan-signed',
      onePage(
        '/AcroForm << /Fields [5 0 R] /SigFlags 3 >>',
        '/Annots [5 0 R]',
        '<< /Type /Annot /Subtype /Widget /FT /Sig /T (a) /Rect [0 0 0 0] /V 6 0 R >>',
        '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 10 20 10] /Contents <00> >>',
      ),
    ],
    [
      'an empty signature field',
      'scan-signed',
      annotated('<< /Type /Annot /Subtype /Widget /FT /Sig /T (a) /Rect [0 0 0 0] >>'),
    ],
    ['a layer that is off', 'scan-hidden-content', layers('/OFF [5 0 R]')],
    ['layers off by default', 'scan-hidden-content', layers('/BaseState /OFF /ON []')],
    [
      'a layer that prints otherwise',
      'scan-hidden-content',
      layers(
        '/AS [<< /Event /Print /OCGs [5 0 R] /Category [/Print] >>]',
        '/Usage << /Print << /PrintState /OFF >> >>',
      ),
    ],
    [
      'a layer seen when another is off',
      'scan-hidden-content',
      onePage(
        '/OCProperties << /OCGs [5 0 R] /D << >> >>',
        '/Resources << /Properties << /L 6 0 R >> >>',
        '<< /Type /OCG /Name (a) >>',
        '<< /Type /OCMD /OCGs [5 0 R] /P /AllOff >>',
      ),
    ],
    [
      'a hidden note',
      'scan-hidden-content',
      annotated('<< /Type /Annot /Subtype /Stamp /Rect [0 0 99 99] /F 2 >>'),
    ],
    [
      'another picture for print',
      'scan-hidden-content',
      onePage(
        '',
        '/Resources << /XObject << /X 5 0 R >> >>',
        stream(
          '/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Alternates [<< /Image 5 0 R >>]',
          'x',
        ),
      ),
    ],
    [
      'a page of a kilometre',
      'scan-page-size',
      writePdf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        pages,
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2834645 2834645] /Contents 4 0 R >>',
        content,
      ]),
    ],
    ['a page with a unit of its own', 'scan-page-size', onePage('', '/UserUnit 100000')],
    [
      'a picture of 10,000 megapixels',
      'scan-page-size',
      onePage(
        '',
        '/Resources << /XObject << /X 5 0 R >> >>',
        stream(
          '/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode',
          deflateSync(Buffer.alloc(1000)),
        ),
      ),
    ],
    ['an object stream of 700 MB', 'scan-too-complex', objectBomb(700)],
    [
      'a page content of 700 MB',
      'scan-too-complex',
      writePdf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        pages,
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
        stream(
          '/Filter /FlateDecode',
          deflateSync(Buffer.alloc(700 << 20, '0 0 m '), { level: 4 }),
        ),
      ]),
    ],
    [
      '300,000 objects',
      'scan-too-complex',
      writePdf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        pages,
        '<< /Type /Page /Parent 2 0 R >>',
        ...Array.from({ length: 300_000 }, () => 'null'),
      ]),
    ],
    [
      'an array of 5,000 storeys',
      'scan-damaged',
      onePage('/X ' + '['.repeat(5000) + ']'.repeat(5000)),
    ],
  ];
  return cases.map(([name, code, file]) => ({ name, code, file }));
}
