import { deflateSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { stream, writePdf } from '../../test/documents/draw-scan';
import { usualScanLimits } from './child/run-bounded';
import { inspectHanded } from './intake-scan';
import { studyPages } from './study-pages';

/**
 * What costs a viewer much for few bytes. As much of it as the counts let through is drawn by every
 * program within a third of the time that it may compute; a little more is refused, and nothing drawn.
 */
const third = { ...usualScanLimits, computeMs: usualScanLimits.computeMs / 3 };
/** Beside the bound by so much: a count is no more exact. */
const step = 1.05;

const packed = (data: string | Buffer, dict = '') =>
  stream(`${dict} /Filter /FlateDecode`, deflateSync(data));
const page = (content: string, resources: string, ...more: (string | Buffer)[]) =>
  writePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << ${resources} >> >>`,
    packed(content),
    ...more,
  ]);
const all = '0 0 595 842 re';
const form = (content: string, dict = '') =>
  packed(content, `/Type /XObject /Subtype /Form /BBox [0 0 595 842] ${dict}`);
const group = '/Group << /S /Transparency /CS /DeviceRGB >>';
/** A function of so many numbers that gives three colours. */
const program = (steps: number, numbers: 1 | 3) =>
  stream(
    `/FunctionType 4 /Domain [${'0 1 '.repeat(numbers)}] /Range [0 1 0 1 0 1]`,
    `{ ${'dup sin pop '.repeat(steps)} ${'dup '.repeat(3 - numbers)} }`,
  );
const pixelAt = (_: unknown, at: number) => (at * 7 + (at >> 8)) & 255;
const picture = (side: number, colour: string, components: number, dict = '') =>
  packed(
    Buffer.from(Uint8Array.from({ length: side * side * components }, pixelAt)),
    `/Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace ${colour} /BitsPerComponent 8 ${dict}`,
  );
const wholePage = 'q 595 0 0 842 0 0 cm /X Do Q ';
const printed = picture(1000, '/DeviceCMYK', 4);
const computed = picture(1000, '[/DeviceN [/A /B /C] /DeviceRGB 6 0 R]', 3);
const shaded = (kind: string) =>
  `/Shading << /S << /ColorSpace /DeviceRGB /Function 5 0 R ${kind} >> >>`;
const mesh = (type: number, data: Buffer) =>
  packed(
    data,
    `/ShadingType ${type} /ColorSpace /DeviceRGB /BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8 /Decode [0 595 0 842 0 1 0 1 0 1]`,
  );

/** Patches of the whole page, their corners in colours that are far apart. */
function patches(count: number): Buffer {
  const edge = [
    0, 0, 0, 85, 0, 170, 0, 255, 85, 255, 170, 255, 255, 255, 255, 170, 255, 85, 255, 0,
  ];
  const rest = [170, 0, 85, 0, 85, 85, 85, 170, 170, 170, 170, 85];
  const colours = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0];
  const patch = Buffer.from([0, ...edge, ...rest, ...colours]);
  return Buffer.concat(Array<Buffer>(count).fill(patch));
}

function triangles(count: number): Buffer {
  const triangle = [0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 255, 0, 0, 128, 255, 0, 0, 255];
  return Buffer.concat(Array<Buffer>(count).fill(Buffer.from(triangle)));
}

const font = (letter: string) => [
  '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /FirstChar 97 /LastChar 97 /Widths [9] /Encoding << /Differences [97 /a] >> /CharProcs << /a 6 0 R >> /Resources << >> >>',
  stream('', letter),
];

const kinds: [string, (count: number) => Buffer][] = [
  [
    'patches of the whole page',
    (n) => page('/S sh', '/Shading << /S 5 0 R >>', mesh(7, patches(n))),
  ],
  [
    'one patch again and again, small',
    (n) =>
      page(
        'q .05 0 0 .05 9 9 cm /S sh Q '.repeat(n),
        '/Shading << /S 5 0 R >>',
        mesh(7, patches(1)),
      ),
  ],
  [
    'triangles of the whole page',
    (n) => page('/S sh', '/Shading << /S 5 0 R >>', mesh(4, triangles(n))),
  ],
  [
    'colours along a line',
    (n) =>
      page(
        '/S sh '.repeat(n),
        shaded('/ShadingType 2 /Coords [0 0 595 842] /Extend [true true]'),
        program(10, 1),
      ),
  ],
  [
    'soft masks of the whole page',
    (n) =>
      page(
        `/G gs ${all} f `.repeat(n),
        '/ExtGState << /G << /SMask << /S /Luminosity /G 5 0 R >> >> >>',
        form(`${all} f`, group),
      ),
  ],
  [
    'groups in groups',
    (n) =>
      page(
        '/X Do '.repeat(n),
        '/XObject << /X 5 0 R >>',
        form('/Y Do /Y Do', `${group} /Resources << /XObject << /Y 6 0 R >> >>`),
        form(`${all} f`, group),
      ),
  ],
  [
    'forms of the whole page that say they are larger',
    (n) =>
      page(
        '/X Do '.repeat(n),
        '/XObject << /X 5 0 R >>',
        packed(`${all} f`, '/Type /XObject /Subtype /Form /BBox [-14400 -14400 14400 14400]'),
      ),
  ],
  [
    'a picture of the whole page through a mask',
    (n) =>
      page(
        wholePage.repeat(n),
        '/XObject << /X 5 0 R >>',
        picture(200, '/DeviceRGB', 3, '/SMask 6 0 R'),
        picture(200, '/DeviceGray', 1),
      ),
  ],
  [
    'a picture in printing colours',
    (n) => page(wholePage.repeat(n), '/XObject << /X 5 0 R >>', printed),
  ],
  [
    'a picture whose colours are computed',
    (n) => page(wholePage, '/XObject << /X 5 0 R >>', computed, program(n, 3)),
  ],
  [
    'tiles that each cover the page',
    (n) =>
      page(
        `/Pattern cs /P scn ${all} f `,
        '/Pattern << /P 5 0 R >>',
        packed(
          `${all} f`,
          `/PatternType 1 /PaintType 1 /TilingType 1 /BBox [-14400 -14400 14400 14400] /XStep ${595 / n} /YStep 842 /Resources << >>`,
        ),
      ),
  ],
  [
    'drawn letters of the whole page',
    (n) =>
      page(
        `BT /F 900 Tf ${'1 0 0 1 0 0 Tm (a) Tj '.repeat(n)} ET`,
        '/Font << /F 5 0 R >>',
        ...font('9 0 d0 0 0 9 9 re f'),
      ),
  ],
  ['one path across the page', (n) => page(`0 0 m ${'500 842 l 0 0 l '.repeat(n)} S`, '')],
  [
    'what a hundred paths clip',
    (n) =>
      page(`${'0 0 m 300 842 l 595 0 l h W n '.repeat(100)} ${'9 9 99 99 re f '.repeat(n)}`, ''),
  ],
];

it.each(kinds)(
  '%s',
  async (_name, make) => {
    const isTaken = (count: number) => studyPages(make(Math.floor(count))).code === null;
    let [within, over] = [1, 2];
    for (; isTaken(over); over *= 2) within = over;
    while (over / within > step && over - within >= 2) {
      const middle = (within + over) / 2;
      if (isTaken(middle)) within = middle;
      else over = middle;
    }
    expect(studyPages(make(Math.floor(over)))).toMatchObject({ code: 'scan-too-complex', page: 1 });
    const { code } = await inspectHanded(make(Math.floor(within)), third);
    // That two programs draw it otherwise is no matter of time.
    expect([null, 'scan-look-differs']).toContain(code);
  },
  120_000,
);
