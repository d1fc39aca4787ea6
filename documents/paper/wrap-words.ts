/**
 * Breaks a text into lines no wider than `width` points: at blanks, and inside a word that is wider by itself. What no
 * paper can show (control and private characters) becomes a blank. A line is as wide as its words and blanks together:
 * each word is measured once. Pure.
 */
export function wrapWords(
  text: string,
  measure: (text: string) => number,
  width: number,
): string[] {
  const blank = measure(' ');
  const lines: string[] = [];
  let line = '';
  let long = 0;
  for (const word of printable(text).split(/\s+/)) {
    const own = measure(word);
    if (line !== '' && long + blank + own <= width) {
      line += ` ${word}`;
      long += blank + own;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = own <= width ? [word] : cut(word, measure, width);
    line = pieces.pop() ?? '';
    lines.push(...pieces);
    long = measure(line);
  }
  return [...lines, line];
}

/** A word in pieces that fit. */
function cut(word: string, measure: (text: string) => number, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let long = 0;
  for (const letter of word) {
    const own = measure(letter);
    if (piece !== '' && long + own > width) {
      pieces.push(piece);
      piece = '';
      long = 0;
    }
    piece += letter;
    long += own;
  }
  return [...pieces, piece];
}

function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, ' ')
    .trim();
}
