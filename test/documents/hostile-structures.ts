import { deflateSync } from 'node:zlib';
import type { ProblemCode } from '../../domain/problem';
import { drawScan, stream, writePdf } from './draw-scan';
import { action, annotated, onePage, throughQpdf } from './hostile-scans';

/** One file more that an attacker may try, and what the counter says: a code, or null where it is made harmless. */
export interface HostileStructure {
  name: string;
  code: ProblemCode | null;
  file: Buffer;
  /** Where it is taken: what must not be in what is kept. */
  gone?: RegExp;
}

const pages = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const box = '/MediaBox [0 0 595 842]';

/** The page draws one object, which is number 5; further objects follow. */
const drawing = (object: Buffer, ...more: (string | Buffer)[]) =>
  writePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    pages,
    `<< /Type /Page /Parent 2 0 R ${box} /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>`,
    stream('', 'q 500 0 0 700 40 40 cm /X Do Q'),
    object,
    ...more,
  ]);

const picture = (filter: string, data: Buffer, width = 100, height = 100, more = '') =>
  drawing(
    stream(
      `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter ${filter} ${more}`,
      data,
    ),
  );

const form = (resources: string, operators: string) =>
  stream(
    `/Type /XObject /Subtype /Form /BBox [0 0 600 850] /Resources << ${resources} >>`,
    operators,
  );

/** Each form draws the next ten times. */
function laughs(storeys: number): Buffer {
  const forms = Array.from({ length: storeys }, (_, index) =>
    form(`/XObject << /X ${index + 6} 0 R >>`, '/X Do '.repeat(10)),
  );
  return drawing(forms[0]!, ...forms.slice(1), form('', '0 0 9 9 re f'));
}

/** A JPEG whose frame says so many pixels; nothing of it is drawn. */
function jpegOf(width: number, height: number): Buffer {
  const frame = Buffer.from([
    0xff,
    0xc0,
    0,
    11,
    8,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
    1,
    1,
    0x11,
    0,
  ]);
  const scan = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x55]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), frame, scan, Buffer.from([0xff, 0xd9])]);
}

/** A JPEG 2000 codestream with one tile that holds nothing. */
function jpxOf(width: number, height: number, tile: number): Buffer {
  const siz = Buffer.alloc(51);
  siz.set([0xff, 0x4f, 0xff, 0x51, 0, 47, 0, 0]);
  [width, height, 0, 0, tile, tile, 0, 0].forEach((value, index) =>
    siz.writeUInt32BE(value, 8 + index * 4),
  );
  siz.writeUInt16BE(3, 40);
  const style = Buffer.from('ff52000c00000001010504040001', 'hex');
  const tilePart = Buffer.from('ff90000a0000000000000001ff93ffd9', 'hex');
  return Buffer.concat([siz, style, tilePart]);
}

/** One JBIG2 page segment and one generic region of another size. */
function jbig2Of(width: number, height: number, region: number): Buffer {
  const segment = (number: number, type: number, body: Buffer) => {
    const head = Buffer.alloc(11);
    head.writeUInt32BE(number, 0);
    head[4] = type;
    head[6] = 1;
    head.writeUInt32BE(body.length, 7);
    return Buffer.concat([head, body]);
  };
  const page = Buffer.alloc(19);
  page.writeUInt32BE(width, 0);
  page.writeUInt32BE(height, 4);
  const part = Buffer.alloc(26);
  part.writeUInt32BE(region, 0);
  part.writeUInt32BE(region, 4);
  return Buffer.concat([segment(0, 48, page), segment(1, 38, part)]);
}

/** A further revision that sets objects anew (and the trailer's further entries). */
function revised(file: Buffer, objects: Record<number, string | Buffer>, trailer = ''): Buffer {
  const text = file.toString('latin1');
  const previous = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const size = Number(/\/Size (\d+)/.exec(text.slice(text.lastIndexOf('trailer')))?.[1]);
  const parts: Buffer[] = [file];
  let position = file.length;
  let table = 'xref\n';
  for (const [number, object] of Object.entries(objects)) {
    const body = Buffer.concat([
      Buffer.from(`${number} 0 obj\n`),
      Buffer.isBuffer(object) ? object : Buffer.from(object, 'latin1'),
      Buffer.from('\nendobj\n'),
    ]);
    table += `${number} 1\n${String(position).padStart(10, '0')} 00000 n \n`;
    parts.push(body);
    position += body.length;
  }
  const end = `${table}trailer\n<< /Size ${size} /Root 1 0 R /Prev ${previous} ${trailer} >>\nstartxref\n${position}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(end)]);
}

const plain = drawScan(1);
const swap = (file: Buffer, from: string | RegExp, to: string) =>
  Buffer.from(file.toString('latin1').replace(from, to), 'latin1');
const chained = (times: number) => {
  let data = Buffer.from('0 0 9 9 re f');
  for (let round = 0; round < times; round += 1) data = deflateSync(data);
  return stream(`/Filter [${'/FlateDecode '.repeat(times)}]`, data);
};
const withContent = (object: Buffer, page = '') =>
  writePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    pages,
    `<< /Type /Page /Parent 2 0 R ${box} /Contents 4 0 R ${page} >>`,
    object,
  ]);

export function makeHostileStructures(): HostileStructure[] {
  return [
    ...signaturesAndLocks(),
    ...actions(),
    ...carriers(),
    ...hidden(),
    ...structures(),
    ...drawings(),
    ...polyglots(),
  ];
}

function signaturesAndLocks(): HostileStructure[] {
  return [
    {
      name: 'a usage-rights signature',
      code: 'scan-signed',
      file: onePage('/Perms << /UR3 5 0 R >>', '', '<< /Type /Sig /Filter /Adobe.PPKLite >>'),
    },
    {
      name: 'a form that says it is signed and has no field',
      code: 'scan-signed',
      file: onePage('/AcroForm << /Fields [] /SigFlags 3 >>'),
    },
    {
      name: 'a signature that no field reaches',
      code: 'scan-signed',
      file: onePage('', '', '<< /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> >>'),
    },
    {
      name: 'a long-term validation store',
      code: 'scan-signed',
      file: onePage('/DSS << /Certs [] >>'),
    },
    {
      name: 'an encryption with an old cipher',
      code: 'scan-encrypted',
      file: throughQpdf(plain, ['--allow-weak-crypto', '--encrypt', '', 'hai', '40', '--']),
    },
    {
      name: 'an encryption of no known kind',
      code: 'scan-encrypted',
      file: swap(
        plain,
        '/Root 1 0 R ',
        '/Root 1 0 R /Encrypt << /Filter /Khac /V 9 /O (a) /U (b) >> ',
      ),
    },
  ];
}

function actions(): HostileStructure[] {
  const active: [string, string][] = [
    ['a film action', '/S /Movie /T (a)'],
    ['a sound action', '/S /Sound /Sound 4 0 R'],
    ['a rendition action', '/S /Rendition /OP 0'],
    ['a hiding action', '/S /Hide /T (a)'],
    ['a layer action', '/S /SetOCGState /State [/ON]'],
    ['a printing action', '/S /Named /N /Print'],
    ['a reset action', '/S /ResetForm'],
    ['a 3D action', '/S /GoTo3DView /TA 4 0 R'],
    ['a rich media action', '/S /RichMediaExecute'],
    ['a transition action', '/S /Trans /Trans << /S /Wipe >>'],
    [
      'a script behind a harmless action',
      '/S /GoTo /D [3 0 R /Fit] /Next << /S /JavaScript /JS (1) >>',
    ],
    ['a script with its name escaped twice over', '/S /#4a#61#76#61#53cript /JS (1)'],
  ];
  const outward: [string, string][] = [
    ['a link into an attachment', '/S /GoToE /T << /R /C /N (a) >>'],
    ['a thread of another file', '/S /Thread /F (khac.pdf) /D 0'],
    ['a link to a document part', '/S /GoToDp /Dp 4 0 R'],
  ];
  return [
    ...active.map(([name, dict]) => ({
      name,
      code: 'scan-active-content' as const,
      file: action(dict),
    })),
    ...outward.map(([name, dict]) => ({
      name,
      code: 'scan-external-reference' as const,
      file: action(dict),
    })),
    {
      name: 'actions on a note',
      code: 'scan-active-content',
      file: annotated(
        '<< /Type /Annot /Subtype /Square /Rect [0 0 9 9] /AA << /E << /S /JavaScript /JS (1) >> >> >>',
      ),
    },
    {
      name: 'actions on an outline entry',
      code: 'scan-active-content',
      file: onePage(
        '/Outlines 5 0 R',
        '',
        '<< /Type /Outlines /First 6 0 R /Last 6 0 R /Count 1 >>',
        '<< /Title (a) /Parent 5 0 R /A << /S /JavaScript /JS (1) >> >>',
      ),
    },
    {
      name: 'actions on closing and printing the document',
      code: 'scan-active-content',
      file: onePage('/AA << /WC << /S /JavaScript /JS (1) >> /WP << /S /Launch /F (a) >> >>'),
    },
    {
      name: 'an action of an unknown kind',
      code: null,
      file: action('/S /KhongBiet'),
      gone: /KhongBiet/,
    },
    {
      name: 'a base address for links',
      code: null,
      file: onePage('/URI << /Base (http://vi-du.example/) >>'),
      gone: /vi-du/,
    },
    {
      name: 'a script that only an older revision reaches',
      code: null,
      file: revised(onePage('/OpenAction << /S /JavaScript /JS (1) >>'), {
        1: '<< /Type /Catalog /Pages 2 0 R >>',
      }),
      gone: /JavaScript/,
    },
    {
      name: 'a script that a later revision adds',
      code: 'scan-active-content',
      file: revised(plain, {
        1: '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (1) >> >>',
      }),
    },
  ];
}

function carriers(): HostileStructure[] {
  const notes = ['Screen', 'Movie', 'Sound', '3D'].map((subtype) => ({
    name: `a ${subtype} note`,
    code: 'scan-attachment' as const,
    file: annotated(`<< /Type /Annot /Subtype /${subtype} /Rect [0 0 99 99] >>`),
  }));
  return [
    ...notes,
    {
      name: 'an associated file on the page',
      code: 'scan-attachment',
      file: onePage(
        '',
        '/AF [5 0 R]',
        '<< /Type /Filespec /F (a) /EF << /F 6 0 R >> >>',
        stream('', 'MZ'),
      ),
    },
    {
      name: 'an embedded file that nothing names',
      code: 'scan-attachment',
      file: onePage(
        '',
        '',
        stream('/Type /EmbeddedFile /Subtype /application#2Fx-msdownload', 'MZ'),
      ),
    },
    {
      name: 'a picture kept in another file',
      code: 'scan-external-reference',
      file: onePage(
        '',
        '',
        '<< /Length 0 /FFilter /DCTDecode /F << /FS /URL /F (http://vi-du.example/) >> >>\nstream\n\nendstream',
      ),
    },
    {
      name: 'a print server picture',
      code: 'scan-external-reference',
      file: drawing(
        stream(
          '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /OPI << /2.0 << /F (a.tif) >> >>',
          '',
        ),
      ),
    },
    {
      name: 'a dynamic form beside nothing',
      code: 'scan-xfa',
      file: onePage('/AcroForm << /XFA [(template) 5 0 R] >>', '', stream('', '<xdp/>')),
    },
  ];
}

function hidden(): HostileStructure[] {
  return [
    {
      name: 'a note that is shown on the screen only when asked',
      code: 'scan-hidden-content',
      file: annotated('<< /Type /Annot /Subtype /Stamp /Rect [0 0 99 99] /F 32 >>'),
    },
    {
      name: 'a picture for print of another look',
      code: 'scan-hidden-content',
      file: drawing(
        stream(
          '/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Alternates [<< /Image 5 0 R /DefaultForPrinting true >>]',
          'x',
        ),
      ),
    },
    {
      name: 'a look that an older revision had',
      code: null,
      file: revised(withContent(stream('', '1 0 0 rg 0 0 99 99 re f')), {
        4: stream('', '0 g 9 9 80 80 re f'),
      }),
      gone: /1 0 0 rg/,
    },
    {
      name: 'text that is not drawn, over a picture',
      code: null,
      file: onePage(
        '',
        '/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>',
      ),
    },
    {
      name: 'page thumbnails and private data',
      code: null,
      file: onePage(
        '/PieceInfo << /Khac << /Private (mat) >> >> /Metadata 5 0 R',
        '',
        stream('/Type /Metadata', '<x>mat</x>'),
      ),
      gone: /mat/,
    },
    {
      name: 'a document that opens at its third page',
      code: null,
      file: onePage(
        '/OpenAction [3 0 R /Fit] /PageMode /FullScreen /ViewerPreferences << /HideToolbar true >>',
      ),
      gone: /OpenAction|FullScreen|HideToolbar/,
    },
  ];
}

function structures(): HostileStructure[] {
  const catalogue = '<< /Type /Catalog /Pages 2 0 R >>';
  return [
    {
      name: 'a cross-reference chain that loops',
      code: 'scan-damaged',
      file: (() => {
        const at = /startxref\n(\d+)/.exec(plain.toString('latin1'))![1];
        return swap(plain, '/Root 1 0 R ', `/Root 1 0 R /Prev ${at} `);
      })(),
    },
    {
      name: 'a cross-reference chain into the void',
      code: 'scan-damaged',
      file: swap(plain, '/Root 1 0 R ', '/Root 1 0 R /Prev 999999999 '),
    },
    {
      name: 'a length that is too short',
      code: 'scan-damaged',
      file: swap(plain, /\/Length \d+ >>\nstream\nq/, '/Length 3 >>\nstream\nq'),
    },
    {
      name: 'a length that is negative',
      code: 'scan-damaged',
      file: swap(plain, /\/Length \d+ >>\nstream\nq/, '/Length -3 >>\nstream\nq'),
    },
    {
      name: 'a length that is enormous',
      code: 'scan-damaged',
      file: swap(plain, /\/Length \d+ >>\nstream\nq/, '/Length 99999999999999999999 >>\nstream\nq'),
    },
    {
      name: 'a length that refers to itself',
      code: 'scan-damaged',
      file: swap(plain, /\/Length \d+ >>\nstream\nq/, '/Length 5 0 R >>\nstream\nq'),
    },
    {
      name: 'a key twice',
      code: 'scan-damaged',
      file: swap(plain, '/Type /Catalog', '/Type /Catalog /Lang (a) /Lang (b)'),
    },
    { name: 'no catalogue', code: 'scan-damaged', file: swap(plain, '/Root 1 0 R', '/Root 9 0 R') },
    { name: 'a catalogue that is a number', code: 'scan-damaged', file: writePdf(['42', pages]) },
    {
      name: 'a page that is its own parent',
      code: null,
      file: swap(plain, '/Parent 2 0 R', '/Parent 3 0 R'),
    },
    {
      name: 'the same page a thousand times',
      code: 'scan-too-many-pages',
      file: writePdf([
        catalogue,
        `<< /Type /Pages /Kids [${'3 0 R '.repeat(1000)}] /Count 1000 >>`,
        `<< /Type /Page /Parent 2 0 R ${box} >>`,
      ]),
    },
    {
      name: 'a page tree that counts wrongly',
      code: 'scan-damaged',
      file: swap(plain, '/Count 1', '/Count 7'),
    },
    {
      name: 'a page without a box',
      code: 'scan-page-size',
      file: writePdf([catalogue, pages, '<< /Type /Page /Parent 2 0 R >>']),
    },
    {
      name: 'a page without an area',
      code: 'scan-page-size',
      file: writePdf([catalogue, pages, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 0 0] >>']),
    },
    {
      name: 'a page with a box of words',
      code: 'scan-page-size',
      file: writePdf([catalogue, pages, '<< /Type /Page /Parent 2 0 R /MediaBox [(a) 0 9 9] >>']),
    },
    {
      name: 'a crop box beside the page',
      code: 'scan-page-size',
      file: onePage('', '/CropBox [900 900 950 950]'),
    },
    { name: 'a page turned by a third', code: 'scan-page-size', file: onePage('', '/Rotate 120') },
    {
      name: 'a page of numbers beyond measure',
      code: 'scan-page-size',
      file: writePdf([
        catalogue,
        pages,
        '<< /Type /Page /Parent 2 0 R /MediaBox [-1e9 0 99999999999 842] >>',
      ]),
    },
    {
      name: 'outlines that loop',
      code: null,
      file: onePage(
        '/Outlines 5 0 R',
        '',
        '<< /Type /Outlines /First 6 0 R /Last 6 0 R >>',
        '<< /Title (a) /Parent 5 0 R /Next 6 0 R >>',
      ),
      gone: /Outlines/,
    },
    {
      name: 'names that loop',
      code: null,
      file: onePage('/Names << /Dests 5 0 R >>', '', '<< /Kids [5 0 R] >>'),
      gone: /Dests/,
    },
    {
      name: 'a dictionary of 2,000 storeys',
      code: 'scan-damaged',
      file: onePage(`/X ${'<< /A '.repeat(2000)}1${' >>'.repeat(2000)}`),
    },
    {
      name: 'a word of 6 MB',
      code: 'scan-too-complex',
      file: onePage(`/X (${'a'.repeat(6 << 20)})`),
    },
    {
      name: 'a hundred filters on a page',
      code: 'scan-too-complex',
      file: withContent(chained(100)),
    },
    { name: 'five filters on a page', code: null, file: withContent(chained(5)) },
    {
      name: 'a filter of no known name',
      code: 'scan-too-complex',
      file: withContent(stream('/Filter /KhongBiet', 'x')),
    },
    {
      name: 'a filter that is encryption',
      code: 'scan-encrypted',
      file: withContent(stream('/Filter /Crypt', '0 0 9 9 re f')),
    },
    {
      name: 'a page content that is not there',
      code: null,
      file: writePdf([catalogue, pages, `<< /Type /Page /Parent 2 0 R ${box} /Contents 9 0 R >>`]),
    },
    {
      name: 'an object stream in an object stream',
      code: 'scan-damaged',
      file: swap(
        throughQpdf(plain, ['--object-streams=generate', '--compress-streams=n']),
        '/Type /ObjStm',
        '/Type /ObjStm /Extends 1 0 R',
      ),
    },
    {
      name: 'a linearised file cut off',
      code: 'scan-damaged',
      file: (() => {
        const file = throughQpdf(drawScan(3), ['--linearize']);
        return Buffer.concat([file.subarray(0, file.length - 900), Buffer.from('\n%%EOF\n')]);
      })(),
    },
    {
      name: 'a linearised file with wrong hints',
      code: null,
      file: swap(throughQpdf(drawScan(3), ['--linearize']), /\/O \d+/, '/O 99'),
    },
    {
      name: 'PDF 2.0 with its own parts',
      code: null,
      file: swap(
        onePage('/DPartRoot << /Type /DPartRoot >> /Extensions << >>'),
        '%PDF-1.7',
        '%PDF-2.0',
      ),
      gone: /DPart/,
    },
    {
      name: 'a version from the future',
      code: 'scan-damaged',
      file: swap(plain, '%PDF-1.7', '%PDF-9.9'),
    },
    {
      name: 'an end in the middle',
      code: null,
      file: Buffer.concat([plain, Buffer.from('\n'), Buffer.from('%%EOF\n')]),
    },
  ];
}

function drawings(): HostileStructure[] {
  const type3 = (operators: string, resources: string) =>
    `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 /Widths [9] /Encoding << /Differences [97 /a] >> /CharProcs << /a 6 0 R >> /Resources << ${resources} >> >>`.replace(
      'OPS',
      operators,
    );
  const text = stream('', 'BT /F 9 Tf (a) Tj ET');
  return [
    {
      name: 'a form that draws itself',
      code: 'scan-too-complex',
      file: drawing(form('/XObject << /X 5 0 R >>', '/X Do')),
    },
    {
      name: 'a form that draws itself under an escaped name',
      code: 'scan-too-complex',
      file: drawing(form('/XObject << /X 5 0 R >>', '/#58 Do')),
    },
    {
      name: 'two forms that draw each other',
      code: 'scan-too-complex',
      file: drawing(
        form('/XObject << /X 6 0 R >>', '/X Do'),
        form('/XObject << /X 5 0 R >>', '/X Do'),
      ),
    },
    {
      name: 'a form that has itself at hand and does not draw it',
      code: null,
      file: drawing(form('/XObject << /X 5 0 R >>', '0 0 9 9 re f')),
    },
    { name: 'ten to the ninth drawings', code: 'scan-too-complex', file: laughs(9) },
    {
      name: 'a letter that draws itself',
      code: 'scan-too-complex',
      file: writePdf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        pages,
        `<< /Type /Page /Parent 2 0 R ${box} /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>`,
        text,
        type3('', '/Font << /F 5 0 R >>'),
        stream('', '9 0 d0 BT /F 1 Tf (a) Tj ET'),
      ]),
    },
    {
      name: 'a pattern of itself',
      code: 'scan-too-complex',
      file: writePdf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        pages,
        `<< /Type /Page /Parent 2 0 R ${box} /Contents 4 0 R /Resources << /Pattern << /P 5 0 R >> >> >>`,
        stream('', '/Pattern cs /P scn 0 0 500 500 re f'),
        stream(
          '/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << /Pattern << /P 5 0 R >> >>',
          '/Pattern cs /P scn 0 0 9 9 re f',
        ),
      ]),
    },
    {
      name: 'a pattern of millionths',
      code: 'scan-too-complex',
      file: writePdf([
        '<< /Type /Catalog /Pages 2 0 R >>',
        pages,
        `<< /Type /Page /Parent 2 0 R ${box} /Contents 4 0 R /Resources << /Pattern << /P 5 0 R >> >> >>`,
        stream('', '/Pattern cs /P scn 0 0 500 500 re f '.repeat(200)),
        stream(
          '/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 0.0001 /YStep 0.0001 /Resources << >>',
          '0 0 9 9 re f',
        ),
      ]),
    },
    {
      name: 'a photograph larger than its dictionary says',
      code: 'scan-page-size',
      file: picture('/DCTDecode', jpegOf(65_500, 65_500)),
    },
    {
      name: 'a photograph of another size',
      code: 'scan-picture-damaged',
      file: picture('/DCTDecode', jpegOf(200, 100)),
    },
    {
      name: 'a photograph without an end',
      code: 'scan-picture-damaged',
      file: picture('/DCTDecode', jpegOf(100, 100).subarray(0, -2)),
    },
    {
      name: 'a photograph that is text',
      code: 'scan-picture-damaged',
      file: picture('/DCTDecode', Buffer.from('MZ')),
    },
    {
      name: 'a JPEG 2000 of 4 gigapixels',
      code: 'scan-page-size',
      file: picture('/JPXDecode', jpxOf(65_535, 65_535, 65_535)),
    },
    {
      name: 'a JPEG 2000 of a million tiles',
      code: 'scan-too-complex',
      file: picture('/JPXDecode', jpxOf(1000, 1000, 1), 1000, 1000),
    },
    {
      name: 'a JBIG2 of 4 gigapixels',
      code: 'scan-page-size',
      file: picture('/JBIG2Decode', jbig2Of(65_535, 65_535, 9)),
    },
    {
      name: 'a JBIG2 part larger than its page',
      code: 'scan-picture-damaged',
      file: picture('/JBIG2Decode', jbig2Of(100, 100, 60_000)),
    },
    {
      name: 'a fax of a million columns',
      code: 'scan-page-size',
      file: picture(
        '/CCITTFaxDecode',
        Buffer.from([0]),
        100,
        100,
        '/DecodeParms << /K -1 /Columns 1000000 /Rows 1000 >>',
      ),
    },
    {
      name: 'a picture whose data is packed to 1 GB',
      code: 'scan-too-complex',
      file: picture('/FlateDecode', deflateSync(Buffer.alloc(1 << 30), { level: 1 })),
    },
  ];
}

function polyglots(): HostileStructure[] {
  return [
    {
      name: 'a web page before the PDF',
      code: 'scan-polyglot',
      file: Buffer.concat([Buffer.from('<html><script>'), plain]),
    },
    {
      name: 'a JPEG that is a PDF too',
      code: 'scan-polyglot',
      file: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 40]), plain]),
    },
    {
      name: 'a program before the PDF',
      code: 'scan-polyglot',
      file: Buffer.concat([Buffer.from('MZ\x90\0'), plain]),
    },
    {
      name: 'a web page in a comment',
      code: null,
      file: swap(plain, '%%EOF', '%<html><script>alert(1)</script>\n%%EOF'),
      gone: /script/,
    },
    {
      name: 'two ends with a stranger between them',
      code: 'scan-damaged',
      file: Buffer.concat([plain, Buffer.from('PK\x03\x04 khac\nstartxref\n0\n%%EOF\n')]),
    },
    {
      name: 'a 7-Zip archive after the end',
      code: 'scan-polyglot',
      file: Buffer.concat([plain, Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1')]),
    },
    {
      name: 'nothing but ends',
      code: 'scan-damaged',
      file: Buffer.from(`%PDF-1.7\n${'%%EOF\n'.repeat(100_000)}`),
    },
    {
      name: 'random bytes with a header',
      code: 'scan-damaged',
      file: Buffer.concat([
        Buffer.from('%PDF-1.7\n'),
        deflateSync(Buffer.alloc(4000, 'xyz'), { level: 9 }),
        Buffer.from('\n%%EOF\n'),
      ]),
    },
  ];
}
