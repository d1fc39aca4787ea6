import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { stream, writePdf } from '../../test/documents/draw-scan';
import { studyPages } from './study-pages';

/**
 * Each is far beyond or far within what is counted, and no program draws it here: a verdict that
 * hangs on a count is the same on every machine.
 */
const box = '/MediaBox [0 0 595 842]';
type Part = string | Buffer;

/** Pages with one content each; object 4 and those that follow are given. */
const pagesOf = (contents: Part[], resources: string, ...more: Part[]) => {
  const first = 3 + more.length;
  const kids = contents.map((_, index) => `${first + index * 2} 0 R`).join(' ');
  return writePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${contents.length} >>`,
    ...more,
    ...contents.flatMap((content, index) => [
      `<< /Type /Page /Parent 2 0 R ${box} /Contents ${first + index * 2 + 1} 0 R /Resources << ${resources} >> >>`,
      typeof content === 'string' ? packed(content) : content,
    ]),
  ]);
};
const packed = (content: string) => stream('/Filter /FlateDecode', deflateSync(content));
const page = (content: string, resources = '', ...more: Part[]) =>
  pagesOf([content], resources, ...more);
const verdict = (pdf: Uint8Array) => studyPages(pdf).code;

const form = (operators: string) =>
  stream('/Type /XObject /Subtype /Form /BBox [0 0 595 842]', operators);
const withForm = (content: string, operators: string) =>
  page(content, '/XObject << /X 3 0 R >>', form(operators));
const picture = (content: string) =>
  page(
    content,
    '/XObject << /X 3 0 R >>',
    stream(
      '/Type /XObject /Subtype /Image /Width 3000 /Height 3000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode',
      deflateSync(Buffer.alloc(9_000_000)),
    ),
  );
const masked = (times: number) =>
  page(
    '/G gs 0 0 9 9 re f '.repeat(times),
    '/ExtGState << /G << /SMask << /S /Luminosity /G 3 0 R >> >> >>',
    form('0 0 9 9 re f'),
  );
const grouped = (times: number) =>
  page(
    '/X Do '.repeat(times),
    '/XObject << /X 3 0 R >>',
    stream(
      '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group << /S /Transparency >>',
      '0 0 9 9 re f',
    ),
  );
const tiled = (step: string, content: string, matrix = '') =>
  page(
    `/Pattern cs /Pattern CS ${content}`,
    '/Pattern << /P 3 0 R >>',
    stream(`/PatternType 1 /PaintType 1 /BBox [0 0 4 4] ${step} ${matrix}`, '0 0 2 2 re f'),
  );
const four = '/XStep 4 /YStep 4';
const all = '0 0 595 842 re';
const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
const written = (content: string) =>
  page(`BT /F 12 Tf 50 500 Td ${content} ET`, '/Font << /F 3 0 R >>', font);
const drawnLetters = (times: number) =>
  page(
    `BT /F 9 Tf (${'a'.repeat(times)}) Tj ET`,
    '/Font << /F 3 0 R >>',
    '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /CharProcs << /a 4 0 R >> /Resources << /XObject << /X 5 0 R >> >> >>',
    stream('', '9 0 d0 /X Do'),
    form('0 0 9 9 re f'),
  );
const endlessMap = stream('/Type /CMap /CMapName /A /UseCMap 3 0 R', 'begincmap endcmap');

describe('refused by a count', () => {
  it.each<[string, () => Uint8Array]>([
    ['dashes of millionths', () => page('[.000001 .000001] 0 d 0 0 m 500 0 l S')],
    ['dashes of millionths in a curve', () => page('[.000001] 0 d 0 0 m 9 9 90 90 500 0 c S')],
    ['dashes of millionths around a box', () => page(`[.000001] 0 d ${all} S`)],
    [
      'dashes of millionths of a state',
      () => page('/G gs 0 0 m 500 0 l S', '/ExtGState << /G << /D [[.000001] 0] >> >>'),
    ],
    ['dashes of millionths around letters', () => written('[.000001] 0 d 1 Tr (abc) Tj')],
    [
      'dashes of millionths that a form is drawn with',
      () => withForm('[.000001] 0 d /X Do', '0 0 m 500 0 l S'),
    ],
    ['dashes less than nothing', () => page('[5 -5] 0 d 0 0 m 500 0 l S')],
    [
      'dashes after a bracket in a string',
      () => page('(\\() Tj [.000001] 0 d (% ) Tj 0 0 m 500 0 l S'),
    ],
    [
      'dashes after a picture in the content',
      () => page('BI /W 1 /H 1 /CS /G /BPC 8 ID ( EI [.000001] 0 d 0 0 m 500 0 l S'),
    ],
    [
      'the whole page 20,000 times after a picture in the content that opens a string',
      () => page(`BI /W 1 /H 1 /CS /G /BPC 8 ID ( EI ${`${all} f `.repeat(20_000)} ) Tj`),
    ],
    ['a number beyond all', () => page(`[1] 0 d 0 0 m ${'9'.repeat(400)} 0 l S`)],
    ['tiles of a thousandth', () => tiled('/XStep .001 /YStep .001', `/P scn ${all} f`)],
    ['tiles of a thousandth one way', () => tiled('/XStep .0001 /YStep 9999', `/P scn ${all} f`)],
    [
      'tiles made a thousandth',
      () => tiled(four, `/P scn ${all} f`, '/Matrix [.001 0 0 .001 0 0]'),
    ],
    [
      'tiles of a thousandth in a line',
      () => tiled('/XStep .001 /YStep .001', '/P SCN 99 w 0 400 m 500 400 l S'),
    ],
    [
      'tiles of a thousandth in letters',
      () => tiled('/XStep .001 /YStep .001', '/P scn BT /F 99 Tf (abcdef) Tj ET'),
    ],
    ['10,000 saved states', () => page('q '.repeat(10_000))],
    ['12 million operators', () => page('j '.repeat(12_000_000))],
    ['20 million letters', () => written(`(${'a'.repeat(20_000_000)}) Tj`)],
    ['a million drawn letters', () => drawnLetters(1_000_000)],
    ['20,000 times the whole page', () => page(`${all} f `.repeat(20_000))],
    [
      '20,000 times all that is left of a large page',
      () =>
        writePdf([
          '<< /Type /Catalog /Pages 2 0 R >>',
          '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
          '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 14400 14400] /CropBox [0 0 595 842] /Contents 4 0 R >>',
          packed(`${all} f `.repeat(20_000)),
        ]),
    ],
    [
      'a function of twenty numbers',
      () =>
        page(
          '/S sh',
          '/Shading << /S << /ShadingType 2 /ColorSpace [/DeviceN [/A] /DeviceGray 3 0 R] /Coords [0 0 9 9] >> >>',
          stream(`/FunctionType 0 /Domain [${'0 1 '.repeat(20)}] /Range [0 1]`, ''),
        ),
    ],
    [
      '10,000 times a picture of the whole page',
      () => picture('q 595 0 0 842 0 0 cm /X Do Q '.repeat(10_000)),
    ],
    ['2,000 times a large picture, small', () => picture('q 9 0 0 9 0 0 cm /X Do Q '.repeat(2000))],
    ['10,000 soft masks', () => masked(10_000)],
    ['10,000 groups of the whole page', () => grouped(10_000)],
    [
      'one content 200 times',
      () =>
        writePdf([
          '<< /Type /Catalog /Pages 2 0 R >>',
          '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
          `<< /Type /Page /Parent 2 0 R ${box} /Contents [${'4 0 R '.repeat(200)}] >>`,
          packed(' '.repeat(1 << 20)),
        ]),
    ],
    ['4 pages of 30 MB of content', () => pagesOf(Array<string>(4).fill(' '.repeat(30 << 20)), '')],
    ['a map of letters made of itself', () => page('n', '/Properties << /P 3 0 R >>', endlessMap)],
  ])('%s', (_name, make) => {
    expect(verdict(make())).toBe('scan-too-complex');
  });
});

describe('taken by every count', () => {
  it.each<[string, () => Uint8Array]>([
    ['a thousand dashed lines', () => page(`[3 2] 0 d ${'0 0 m 500 0 l S '.repeat(1000)}`)],
    ['a dash of no length', () => page('[0 0] 0 d 0 0 m 500 0 l S')],
    ['fine dashes that are put away', () => page('q [.000001] 0 d Q 0 0 m 500 0 l S')],
    [
      'fine dashes in a comment and in a string',
      () => page('% [.000001] 0 d\n([.000001] 0 d) Tj 0 0 m 500 0 l S'),
    ],
    [
      'fine dashes in a large space',
      () => page('[.001] 0 d 10000 0 0 10000 0 0 cm 0 0 m .05 0 l S'),
    ],
    ['a hatched page', () => tiled(four, `/P scn ${all} f`)],
    [
      'fine tiles that nothing is painted with',
      () => tiled('/XStep .001 /YStep .001', `/P scn 0 g ${all} f`),
    ],
    [
      'fine tiles of a small clip',
      () => tiled('/XStep .01 /YStep .01', `q 0 0 1 1 re W n /P scn ${all} f Q`),
    ],
    ['tiles without steps', () => tiled('/XStep 0 /YStep 0', `/P scn ${all} f`)],
    ['200 saved states', () => page('q '.repeat(200))],
    ['100,000 saved states that end', () => page('q Q '.repeat(100_000))],
    ['100,000 short lines', () => page('9 9 m 19 19 l S '.repeat(100_000))],
    ['a page of letters', () => written('(abcdefghij) Tj '.repeat(2000))],
    ['a page of drawn letters', () => drawnLetters(3000)],
    ['a hundred times the whole page', () => page(`${all} f `.repeat(100))],
    ['a hundred soft masks', () => masked(100)],
    ['a hundred groups of the whole page', () => grouped(100)],
    ['a large picture', () => picture('q 595 0 0 842 0 0 cm /X Do Q')],
    [
      '500 pages of a large picture',
      () => {
        const pages = Array<string>(500).fill('q 595 0 0 842 0 0 cm /X Do Q');
        const size = '/Width 9900 /Height 14000';
        const data = stream(
          `/Type /XObject /Subtype /Image ${size} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode`,
          deflateSync(Buffer.alloc(Math.ceil(9900 / 8) * 14_000)),
        );
        return pagesOf(pages, '/XObject << /X 3 0 R >>', data);
      },
    ],
  ])('%s', (_name, make) => {
    expect(verdict(make())).toBeNull();
  });
});
