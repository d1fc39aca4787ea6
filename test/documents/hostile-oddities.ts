import { deflateSync } from 'node:zlib';
import { drawScan, stream, writePdf } from './draw-scan';
import { action, annotated, onePage, throughQpdf } from './hostile-scans';
import type { HostileStructure } from './hostile-structures';

/**
 * Files that say the same thing by a way round: by reference, by an escaped name, in an older
 * revision, or in a part of the format that few programs read.
 */
export function makeHostileOddities(): HostileStructure[] {
  return [...byAWayRound(), ...carriers(), ...structures(), ...pages(), ...drawings(), ...forms()];
}

const catalogue = '<< /Type /Catalog /Pages 2 0 R >>';
const root = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const box = '/MediaBox [0 0 595 842]';
const plain = drawScan(1);
const swap = (file: Buffer, from: string | RegExp, to: string) =>
  Buffer.from(file.toString('latin1').replace(from, to), 'latin1');

/** One page with the operators given; further objects from 5 on. */
const drawn = (operators: string | Buffer, resources = '', ...more: (string | Buffer)[]) =>
  writePdf([
    catalogue,
    root,
    `<< /Type /Page /Parent 2 0 R ${box} /Contents 4 0 R /Resources << ${resources} >> >>`,
    Buffer.isBuffer(operators) ? operators : stream('', operators),
    ...more,
  ]);

const pageOf = (entries: string, ...more: (string | Buffer)[]) =>
  writePdf([
    catalogue,
    root,
    `<< /Type /Page /Parent 2 0 R /Contents 4 0 R ${entries} >>`,
    stream('', '0 0 1 rg 100 100 300 300 re f'),
    ...more,
  ]);

/** A cross-reference stream after the objects of a file, with whatever its dictionary says. */
function withXrefStream(entries: string, rows: Buffer): Buffer {
  const at = plain.lastIndexOf('xref\n0', plain.lastIndexOf('trailer'));
  return Buffer.concat([
    plain.subarray(0, at),
    Buffer.from('9 0 obj\n'),
    stream(`/Type /XRef /Root 1 0 R ${entries}`, rows),
    Buffer.from(`\nendobj\nstartxref\n${at}\n%%EOF\n`),
  ]);
}

function byAWayRound(): HostileStructure[] {
  return [
    {
      name: 'signature flags by reference',
      code: 'scan-signed',
      file: onePage('/AcroForm << /Fields [] /SigFlags 5 0 R >>', '', '3'),
    },
    {
      name: 'a time stamp without a range',
      code: 'scan-signed',
      file: onePage(
        '',
        '',
        '<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 /Contents <00> >>',
      ),
    },
    {
      name: 'a signature whose kind is a reference',
      code: 'scan-signed',
      file: onePage('', '', '<< /Type 6 0 R /Filter /Adobe.PPKLite /Contents <00> >>', '/Sig'),
    },
    {
      name: 'a signature that a later revision took away',
      code: 'scan-signed',
      file: throughRevision(
        onePage('', '', '<< /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>'),
        5,
        'null',
      ),
    },
    {
      name: 'an encryption that leaves everything as it is',
      code: 'scan-encrypted',
      file: swap(
        plain,
        '/Root 1 0 R ',
        `/Root 1 0 R /Encrypt << /Filter /Standard /V 4 /R 4 /Length 128 /P -4 /O <${'00'.repeat(32)}> /U <${'00'.repeat(32)}> /CF << >> /StmF /Identity /StrF /Identity >> /ID [<01> <01>] `,
      ),
    },
    {
      name: 'a launch action whose kind is a reference',
      code: 'scan-active-content',
      file: annotated(
        '<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /Border [0 0 0] /A << /S 6 0 R /F (cmd.exe) >> >>',
        '/Launch',
      ),
    },
    {
      name: 'further actions under an escaped key',
      code: 'scan-active-content',
      file: onePage('', '/#41#41 << /O << /S /GoTo /D [3 0 R /Fit] >> >>'),
    },
    {
      name: 'a script tree under an escaped key in an object stream',
      code: 'scan-active-content',
      file: throughQpdf(onePage('/Names << /Java#53cript << /Names [] >> >>'), [
        '--object-streams=generate',
      ]),
    },
    {
      name: 'a link into another file, escaped',
      code: 'scan-external-reference',
      file: action('/S /GoTo#52 /F (khac.pdf) /D [0 /Fit]'),
    },
    {
      name: 'a web link as an entry of the outline',
      code: 'scan-external-reference',
      file: onePage(
        '/Outlines << /First 5 0 R /Last 5 0 R >>',
        '',
        '<< /Title (a) /A << /S /URI /URI (http://vi-du.example/) >> >>',
      ),
    },
    {
      name: 'actions that follow each other round and round',
      code: null,
      file: onePage('/OpenAction 5 0 R', '', '<< /S /GoTo /D [3 0 R /Fit] /Next [5 0 R 5 0 R] >>'),
      gone: /GoTo/,
    },
    {
      name: 'a dynamic form in an object stream',
      code: 'scan-xfa',
      file: throughQpdf(onePage('/AcroForm << /Fields [] /XFA [(a) (b)] >>'), [
        '--object-streams=generate',
      ]),
    },
  ];
}

/** Saved once more, with one object set anew. */
function throughRevision(file: Buffer, num: number, body: string): Buffer {
  const previous = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(file.toString('latin1'))?.[1]);
  const sizes = [...file.toString('latin1').matchAll(/\/Size (\d+)/g)];
  const sizeBefore = Number(sizes.at(-1)?.[1]);
  const object = `${num} 0 obj\n${body}\nendobj\n`;
  const entry = `xref\n${num} 1\n${String(file.length).padStart(10, '0')} 00000 n \n`;
  const trailer = `trailer\n<< /Size ${Math.max(num + 1, sizeBefore)} /Root 1 0 R /Prev ${previous} >>\n`;
  const end = `startxref\n${file.length + object.length}\n%%EOF\n`;
  return Buffer.concat([file, Buffer.from(object + entry + trailer + end, 'latin1')]);
}

function carriers(): HostileStructure[] {
  return [
    {
      name: 'an attached file whose kind is a reference',
      code: 'scan-hidden-content',
      file: annotated('<< /Type /Annot /Subtype 6 0 R /Rect [0 0 9 9] >>', '/FileAttachment'),
    },
    {
      name: 'an associated file of a picture',
      code: 'scan-attachment',
      file: drawn(
        '/X Do',
        '/XObject << /X 5 0 R >>',
        stream(
          '/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /AF []',
          'x',
        ),
      ),
    },
    {
      name: 'a film in the name tree',
      code: 'scan-attachment',
      file: onePage(
        '/Names << /Renditions << /Names [(a) 5 0 R] >> >>',
        '',
        '<< /Type /Rendition /S /MR /C << /Type /MediaClip /S /MCD /D (http://vi-du.example/) >> >>',
      ),
    },
    {
      name: 'a sound that nothing plays',
      code: 'scan-attachment',
      file: onePage('', '', stream('/Type /Sound /R 8000', 'x')),
    },
    {
      name: 'a 3D model that nothing shows',
      code: 'scan-attachment',
      file: onePage('', '', stream('/Type /3D /Subtype /U3D', 'x')),
    },
    {
      name: 'an office document that some programs open instead',
      code: 'scan-attachment',
      file: swap(
        onePage('', '', stream('', 'van ban khac')),
        '/Root 1 0 R ',
        '/Root 1 0 R /AdditionalStreams [/application#2Fodt 5 0 R] ',
      ),
    },
    {
      name: 'a program in a stream that nothing reaches',
      code: null,
      file: onePage('', '', stream('', 'MZ-chuong-trinh')),
      gone: /MZ-chuong-trinh/,
    },
    {
      name: 'a ZIP archive that ends before the PDF does',
      code: 'scan-polyglot',
      file: (() => {
        const entry = Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.alloc(42)]);
        const end = Buffer.alloc(22);
        end.write('PK\x05\x06', 'latin1');
        end.writeUInt32LE(entry.length, 12);
        const at = plain.lastIndexOf('startxref');
        return Buffer.concat([
          plain.subarray(0, at),
          Buffer.from('%'),
          entry,
          end,
          Buffer.from('\n'),
          plain.subarray(at),
        ]);
      })(),
    },
    {
      name: 'a header at byte 1,010',
      code: 'scan-polyglot',
      file: Buffer.concat([Buffer.alloc(1010, 0x20), plain]),
    },
    {
      name: 'a program behind the end',
      code: 'scan-polyglot',
      file: Buffer.concat([plain, Buffer.from('\x7fELF', 'latin1')]),
    },
  ];
}

function structures(): HostileStructure[] {
  const shared = (storeys: number) =>
    writePdf([
      catalogue,
      ...Array.from(
        { length: storeys },
        (_, at) => `<< /Type /Pages /Kids [${at + 3} 0 R ${at + 3} 0 R] /Count 2 >>`,
      ),
      `<< /Type /Page /Parent 2 0 R ${box} >>`,
    ]);
  return [
    {
      name: 'a page tree that doubles at each of 40 storeys',
      code: 'scan-damaged',
      file: shared(40),
    },
    {
      name: 'a cross-reference stream of a thousand million objects',
      code: 'scan-damaged',
      file: withXrefStream('/Size 1000000000 /W [1 4 2]', Buffer.alloc(7)),
    },
    {
      name: 'a cross-reference stream with fields of 2,000 million bytes',
      code: 'scan-damaged',
      file: withXrefStream('/Size 10 /W [2000000000 2000000000 2000000000]', Buffer.alloc(7)),
    },
    {
      name: 'a cross-reference stream that packs itself',
      code: 'scan-damaged',
      file: withXrefStream('/Size 10 /W [1 4 2]', Buffer.from([2, 0, 0, 0, 9, 0, 0])),
    },
    {
      name: 'a second table that is the first again',
      code: 'scan-damaged',
      file: (() => {
        const at = /startxref\n(\d+)/.exec(plain.toString('latin1'))![1];
        return swap(plain, '/Root 1 0 R ', `/Root 1 0 R /XRefStm ${at} `);
      })(),
    },
    {
      name: 'an object stream of a thousand million objects',
      code: 'scan-damaged',
      file: swap(
        throughQpdf(plain, ['--object-streams=generate', '--compress-streams=n']),
        /\/N \d+/,
        '/N 999999999',
      ),
    },
    {
      name: 'an object under another generation',
      code: 'scan-damaged',
      file: swap(plain, '4 0 obj', '4 7 obj'),
    },
    {
      name: 'two objects of one number of which one is listed',
      code: null,
      file: Buffer.concat([
        onePage(''),
        Buffer.from('4 0 obj\n<< /Length 9 >>\nstream\n(khac) Tj\nendstream\nendobj\n'),
        onePage('').subarray(onePage('').lastIndexOf('startxref')),
      ]),
      gone: /khac/,
    },
    {
      name: 'four hundred revisions',
      code: null,
      file: (() => {
        let file = plain;
        for (let round = 0; round < 400; round += 1) file = throughRevision(file, 6, `(${round})`);
        return file;
      })(),
    },
    {
      name: 'a stream of no length with content',
      code: 'scan-damaged',
      file: swap(plain, /\/Length \d+ >>\nstream\nq/, '/Length 0 >>\nstream\nq'),
    },
    {
      name: 'runs packed in Flate to 900 MB',
      code: 'scan-too-complex',
      file: drawn(
        stream(
          '/Filter [/FlateDecode /RunLengthDecode]',
          deflateSync(Buffer.alloc(14 << 20, Buffer.from([0x81, 0x20])), { level: 9 }),
        ),
      ),
    },
    {
      name: 'a predictor of 2,000 million columns',
      code: 'scan-too-complex',
      file: drawn(
        stream(
          '/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>',
          deflateSync(Buffer.alloc(100)),
        ),
      ),
    },
    {
      name: 'a word for a number',
      code: 'scan-page-size',
      file: pageOf('/MediaBox [0 0 nan inf]'),
    },
  ];
}

function pages(): HostileStructure[] {
  return [
    {
      name: 'a unit by reference',
      code: 'scan-page-size',
      file: pageOf(`${box} /UserUnit 5 0 R`, '100000'),
    },
    { name: 'a unit below nothing', code: 'scan-page-size', file: pageOf(`${box} /UserUnit -3`) },
    {
      name: 'a box from its far corner to its near one',
      code: null,
      file: pageOf('/MediaBox [595 842 0 0]'),
    },
    { name: 'a page turned backwards', code: null, file: pageOf(`${box} /Rotate -450`) },
    {
      name: 'a page tree that counts a thousand million',
      code: 'scan-damaged',
      file: writePdf([
        catalogue,
        '<< /Type /Pages /Kids [3 0 R] /Count 9999999999 >>',
        `<< /Type /Page /Parent 2 0 R ${box} >>`,
      ]),
    },
    {
      name: 'kids that are no pages',
      code: 'scan-damaged',
      file: swap(plain, '/Kids [3 0 R]', '/Kids [3 0 R 42 (a) null]'),
    },
    {
      name: '150,000 times one stamp',
      code: 'scan-too-complex',
      file: pageOf(
        `${box} /Annots [${'5 0 R '.repeat(150_000)}]`,
        '<< /Type /Annot /Subtype /Stamp /Rect [0 0 9 9] /F 4 /AP << /N 6 0 R >> >>',
        stream('/Type /XObject /Subtype /Form /BBox [0 0 9 9]', '0 0 9 9 re f'),
      ),
    },
    {
      name: 'a content of 3,000 times one megabyte',
      code: 'scan-too-complex',
      file: writePdf([
        catalogue,
        root,
        `<< /Type /Page /Parent 2 0 R ${box} /Contents [${'4 0 R '.repeat(3000)}] >>`,
        stream('/Filter /FlateDecode', deflateSync(Buffer.alloc(1 << 20, '0 0 m 9 9 l S '))),
      ]),
    },
  ];
}

function drawings(): HostileStructure[] {
  const state = (entries: string, ...more: (string | Buffer)[]) =>
    drawn(
      '/G gs 0 0 500 500 re f',
      '/ExtGState << /G 5 0 R >>',
      `<< /Type /ExtGState ${entries} >>`,
      ...more,
    );
  const text = 'BT /F 20 Tf 50 500 Td (abc) Tj ET';
  return [
    {
      name: 'a soft mask that masks itself',
      code: 'scan-too-complex',
      file: state(
        '/SMask << /S /Luminosity /G 6 0 R >>',
        stream(
          '/Type /XObject /Subtype /Form /BBox [0 0 500 500] /Group << /S /Transparency /CS /DeviceGray >> /Resources << /ExtGState << /G 5 0 R >> >>',
          '/G gs 0 0 500 500 re f',
        ),
      ),
    },
    {
      name: 'a colour made of itself',
      code: 'scan-too-complex',
      file: drawn(
        '/C cs 0 scn 0 0 99 99 re f',
        '/ColorSpace << /C 5 0 R >>',
        '[/Indexed 5 0 R 1 (abcdef)]',
      ),
    },
    {
      name: 'a function made of itself',
      code: 'scan-too-complex',
      file: drawn(
        '/S sh',
        '/Shading << /S << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 500 0] /Function 5 0 R >> >>',
        '<< /FunctionType 3 /Domain [0 1] /Functions [5 0 R 5 0 R] /Bounds [0.5] /Encode [0 1 0 1] >>',
      ),
    },
    {
      name: 'a line of a million million dashes',
      code: 'scan-too-complex',
      file: drawn('[0.0000001 0.0000001] 0 d 1 w 0 0 m 595 842 l S '.repeat(50)),
    },
    {
      name: 'a million saved states',
      code: 'scan-too-complex',
      file: drawn(stream('/Filter /FlateDecode', deflateSync(Buffer.alloc(6 << 20, 'q ')))),
    },
    {
      name: 'a picture in the content of 3,600 megapixels',
      code: 'scan-too-complex',
      file: drawn('q 500 0 0 500 0 0 cm BI /W 60000 /H 60000 /CS /RGB /BPC 8 /F /Fl ID x EI Q'),
    },
    {
      name: 'letters of a map that uses itself',
      code: 'scan-too-complex',
      file: drawn(
        text,
        '/Font << /F 5 0 R >>',
        '<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding 6 0 R /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /A /Flags 4 >> >>] >>',
        stream('/Type /CMap /CMapName /A /UseCMap 6 0 R', 'begincmap endcmap'),
      ),
    },
    {
      name: 'a map of 4,000 million letters',
      code: null,
      file: drawn(
        text,
        '/Font << /F 5 0 R >>',
        '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>',
        stream(
          '',
          'begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap',
        ),
      ),
    },
    // Each is far beyond or far within what is counted, so that no machine's speed decides.
    { name: 'a mesh of a million patches', code: 'scan-too-complex', file: mesh(1_000_000, 20) },
    {
      name: 'a mesh of ten thousand patches drawn ten thousand times',
      code: 'scan-too-complex',
      file: mesh(10_000, 10_000),
    },
    { name: 'a mesh of ten patches', code: null, file: mesh(10, 1) },
    {
      name: 'a mesh of a million patches as a pattern',
      code: 'scan-too-complex',
      file: drawn(
        '/Pattern cs /P scn 0 0 500 500 re f',
        '/Pattern << /P << /PatternType 2 /Shading 5 0 R >> >>',
        shading(1_000_000),
      ),
    },
    {
      name: 'a photograph of a kind that few programs read',
      code: 'scan-picture-damaged',
      file: drawn(
        'q 500 0 0 500 0 0 cm /X Do Q',
        '/XObject << /X 5 0 R >>',
        stream(
          '/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode',
          Buffer.from('ffd8ffc9000b080008000801011100ffda0008010100003f0055ffd9', 'hex'),
        ),
      ),
    },
  ];
}

/** A mesh, drawn so many times. */
function mesh(count: number, times: number): Buffer {
  return drawn('/S sh '.repeat(times), '/Shading << /S 5 0 R >>', shading(count));
}

function shading(count: number): Buffer {
  return stream(
    '/ShadingType 7 /ColorSpace /DeviceRGB /BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8 /Decode [0 600 0 800 0 1 0 1 0 1] /Filter /FlateDecode',
    deflateSync(patches(count)),
  );
}

function patches(count: number): Buffer {
  const patch = Buffer.alloc(1 + 32 + 12);
  for (let at = 1; at < patch.length; at += 1) patch[at] = (at * 37) & 255;
  return Buffer.alloc(count * patch.length, patch);
}

function forms(): HostileStructure[] {
  const look = stream('/Type /XObject /Subtype /Form /BBox [0 0 50 50]', '1 0 0 rg 0 0 50 50 re f');
  const stamped = (flags: number | string) =>
    annotated(
      `<< /Type /Annot /Subtype /Stamp /Rect [9 9 99 99] /F ${flags} /AP << /N 6 0 R >> >>`,
      look,
      '2',
    );
  return [
    { name: 'a stamp that prints', code: null, file: stamped(4), gone: /Annots/ },
    {
      name: 'a stamp hidden by reference',
      code: 'scan-hidden-content',
      file: stamped('7 0 R'),
    },
    {
      name: 'a stamp that some programs do not show',
      code: 'scan-hidden-content',
      file: stamped(1),
    },
    {
      name: 'a stamp that does not turn with its page',
      code: 'scan-hidden-content',
      file: stamped(20),
    },
    {
      name: 'a square that each program draws by itself',
      code: 'scan-hidden-content',
      file: annotated('<< /Type /Annot /Subtype /Square /Rect [9 9 99 99] /F 4 /C [1 0 0] >>'),
    },
    {
      name: 'a note with an empty look',
      code: 'scan-hidden-content',
      file: annotated(
        '<< /Type /Annot /Subtype /Ink /Rect [9 9 99 99] /AP << >> /InkList [[9 9 99 99]] >>',
      ),
    },
    {
      name: 'a marker over the words',
      code: 'scan-hidden-content',
      file: annotated(
        '<< /Type /Annot /Subtype /Highlight /Rect [9 9 99 99] /F 4 /AP << /N 6 0 R >> /QuadPoints [9 99 99 99 9 9 99 9] >>',
        look,
      ),
    },
    {
      name: 'a link with a frame',
      code: 'scan-hidden-content',
      file: annotated('<< /Type /Annot /Subtype /Link /Rect [9 9 99 99] /Dest [3 0 R /Fit] >>'),
    },
    {
      name: 'a link without a frame',
      code: null,
      file: annotated(
        '<< /Type /Annot /Subtype /Link /Rect [9 9 99 99] /Border [0 0 0] /Dest [3 0 R /Fit] >>',
      ),
      gone: /Link/,
    },
  ];
}
