import type { PlacedFont } from './typeface';

/** A box in points, from the lower left corner of the page. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const millimetre = 72 / 25.4;

/** A text set into lines at a size at which every line fits its width. */
export interface SetText {
  lines: string[];
  /** Points. */
  size: number;
}

/**
 * Sets a text in at most `maxLines` lines no wider than `width`, as large as `sizes` allows, shrinking
 * by half points. A word that is too long by itself is broken rather than let out of its place.
 */
export function setText(
  text: string,
  font: PlacedFont,
  bounds: { width: number; maxLines: number; size: number; smallest: number },
): SetText {
  for (let size = bounds.size; size > bounds.smallest; size -= 0.5) {
    const lines = breakLines(text, font, bounds.width / size, false);
    if (lines && lines.length <= bounds.maxLines) return { lines, size };
  }
  const size = bounds.smallest;
  const lines = breakLines(text, font, bounds.width / size, true) ?? [];
  if (lines.length <= bounds.maxLines) return { lines, size };
  // Nothing is ever cut off: what does not fit in the smallest size is set smaller still.
  return setText(text, font, { ...bounds, size: size - 0.5, smallest: size * 0.8 });
}

/** Lines no wider than `width` ems; undefined where a word is wider and may not be broken. */
function breakLines(
  text: string,
  font: PlacedFont,
  width: number,
  breakWords: boolean,
): string[] | undefined {
  const lines: string[] = [];
  let line = '';
  for (const word of text.normalize('NFC').split(/\s+/).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (font.width(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (font.width(line) > width) {
      if (!breakWords) return undefined;
      let fits = Math.max(1, line.length - 1);
      while (fits > 1 && font.width(line.slice(0, fits)) > width) fits -= 1;
      lines.push(line.slice(0, fits));
      line = line.slice(fits);
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** What a structure element of the page is: its type and, for pictures, what to read out instead. */
export interface TaggedPart {
  type: 'H1' | 'P' | 'Figure';
  alt?: string;
}

/** Content operators of one page or appearance; text is tagged in reading order. */
export class Canvas {
  readonly parts: TaggedPart[] = [];
  private readonly operators: string[] = [];

  /** Operators drawn inside belong to one structure element. */
  tagged(part: TaggedPart, draw: () => void): void {
    this.operators.push(`/${part.type} << /MCID ${this.parts.length} >> BDC`);
    this.parts.push(part);
    draw();
    this.operators.push('EMC');
  }

  /** Operators that a reader does not read out: lines and leaders. */
  artifact(draw: () => void): void {
    this.operators.push('/Artifact BMC');
    draw();
    this.operators.push('EMC');
  }

  raw(...operators: string[]): void {
    this.operators.push(...operators);
  }

  colour(red: number, green: number, blue: number): void {
    this.operators.push(`${red} ${green} ${blue} rg ${red} ${green} ${blue} RG`);
  }

  text(font: PlacedFont & { name: string }, size: number, x: number, y: number, value: string) {
    this.operators.push(
      `BT /${font.name} ${number(size)} Tf ${number(x)} ${number(y)} Td ${font.encode(value)} Tj ET`,
    );
  }

  /** Lines one below the other, centred on `centre`; returns the baseline after the last. */
  centred(
    font: PlacedFont & { name: string },
    set: SetText,
    centre: number,
    y: number,
    leading = 1.3,
  ): number {
    let baseline = y;
    for (const line of set.lines) {
      this.text(font, set.size, centre - (font.width(line) * set.size) / 2, baseline, line);
      baseline -= set.size * leading;
    }
    return baseline;
  }

  left(
    font: PlacedFont & { name: string },
    set: SetText,
    x: number,
    y: number,
    leading = 1.3,
  ): number {
    let baseline = y;
    for (const line of set.lines) {
      this.text(font, set.size, x, baseline, line);
      baseline -= set.size * leading;
    }
    return baseline;
  }

  line(fromX: number, fromY: number, toX: number, toY: number, thickness: number, dash = '[] 0') {
    this.operators.push(
      `${number(thickness)} w ${dash} d ${number(fromX)} ${number(fromY)} m ${number(toX)} ${number(toY)} l S`,
    );
  }

  rectangle(box: Box): void {
    this.operators.push(
      `${number(box.x)} ${number(box.y)} ${number(box.width)} ${number(box.height)} re`,
    );
  }

  toString(): string {
    return this.operators.join('\n');
  }
}

export function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
