/** Code points from first to last, both included, in rising order. */
export type LetterRanges = readonly (readonly [first: number, last: number])[];

export interface TextBounds {
  /** Counted in code points, after normalising. */
  min: number;
  max: number;
}

/** Why a text cannot be taken, as a Vietnamese clause that follows the name of its field. */
export interface TextFault {
  fault: string;
}

/**
 * A name, a type of paper, a label: one line as it is kept. NFC, without blanks at its ends, each run
 * of blanks as one. Refused is what nobody sees or can tell apart: control and format characters,
 * line breaks, private and unassigned code points, halves of surrogate pairs.
 * @param printable for what is printed: the letters that the font has
 */
export function readLine(
  raw: string,
  bounds: TextBounds,
  printable?: LetterRanges,
): { text: string } | TextFault {
  const text = trim(raw.normalize('NFC')).replace(/\p{Zs}+/gu, ' ');
  if (/[\n\r\u0085\p{Zl}\p{Zp}]/u.test(text)) return { fault: 'phải nằm trên một dòng' };
  return judge(text, bounds, printable);
}

/** A reason, a letter: as `readLine`, but with line breaks, which come out as `\n`. */
export function readLines(raw: string, bounds: TextBounds): { text: string } | TextFault {
  const lines = trim(raw.normalize('NFC'))
    .split(/\r\n|[\n\r\u0085\p{Zl}\p{Zp}]/u)
    .map((line) => line.replace(/[\t\p{Zs}]+/gu, ' ').replace(/ $/, ''));
  return judge(lines.join('\n'), bounds);
}

/** Both sides of a search: lower case, without accents, đ as d, runs of blanks as one. */
export function foldText(text: string): string {
  return trim(text.normalize('NFKD'))
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[\s\p{Z}]+/gu, ' ');
}

/** The first letter of a text that lies in none of the ranges. */
function findUnprintable(text: string, printable: LetterRanges): string | undefined {
  return [...text].find((letter) => !isIn(printable, letter.codePointAt(0) ?? 0));
}

function judge(
  text: string,
  { min, max }: TextBounds,
  printable?: LetterRanges,
): { text: string } | TextFault {
  for (const [kind, fault] of refused) {
    const [letter] = kind.exec(text) ?? [];
    if (letter !== undefined) return { fault: fault(nameOf(letter)) };
  }
  const length = [...text].length;
  if (length === 0 && min > 0) return { fault: 'chưa có nội dung' };
  if (length > 0 && !visible.test(text)) return { fault: 'chưa có chữ nào đọc được' };
  if (length < min) return { fault: `cần ít nhất ${min} ký tự` };
  if (length > max) return { fault: `dài quá ${max} ký tự (đang có ${length})` };
  const foreign = printable && findUnprintable(text, printable);
  if (foreign !== undefined) {
    return {
      fault: `chữ “${foreign}” (${nameOf(foreign)}) không in được trên trang chứng thực; ghi bằng chữ La-tinh`,
    };
  }
  return { text };
}

/** What no text may hold; a line break has been dealt with before. */
const refused: [kind: RegExp, fault: (name: string) => string][] = [
  [/(?!\n)\p{Cc}/u, (name) => `có ký tự điều khiển (${name}); xóa rồi gõ lại`],
  // Format characters turn the order of reading or hide; fillers and joiners look like nothing at all.
  [/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u, (name) => `có ký tự ẩn (${name}); xóa rồi gõ lại`],
  // U+FFFD stands where bytes could not be read, U+FFFC where an object was.
  [/[\p{Cs}\p{Co}\p{Cn}\ufffc\ufffd]/u, (name) => `có ký tự không đọc được (${name}); gõ lại`],
];

/** The braille blank counts as a symbol and shows nothing. */
const visible = /[^\P{L}\p{Default_Ignorable_Code_Point}]|[\p{N}\p{P}]|(?!\u2800)\p{S}/u;

/** Blanks and line breaks at the ends; nothing else, so that what is hidden there is refused. */
function trim(text: string): string {
  const isBlank = (index: number) => /[\t\n\r\u0085\p{Z}]/u.test(text.charAt(index));
  let [from, to] = [0, text.length];
  while (from < to && isBlank(from)) from += 1;
  while (from < to && isBlank(to - 1)) to -= 1;
  return text.slice(from, to);
}

function nameOf(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function isIn(ranges: LetterRanges, codePoint: number): boolean {
  return ranges.some(([first, last]) => first <= codePoint && codePoint <= last);
}
