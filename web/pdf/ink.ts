/** Left out on each side, a share: shadows of the lid, holes and staples stand there. */
const margin = 0.06;
/** How far from the paper's tone a point is that counts as ink, of 255: what shines through is nearer. */
const apart = 48;
/** The share of ink below which a page counts as blank: a line of small type on A4 has some 0.002. */
const blankInk = 0.0008;

/**
 * Whether a drawn page has nothing on it. A hint: the paper's own tone is what most points have.
 * @param pixels RGBA, row by row
 */
export function isBlank(pixels: ArrayLike<number>, width: number, height: number): boolean {
  const [left, top] = [Math.floor(width * margin), Math.floor(height * margin)];
  const tones = new Uint32Array(256);
  let count = 0;
  for (let y = top; y < height - top; y += 1) {
    for (let x = left; x < width - left; x += 1) {
      const at = (y * width + x) * 4;
      const [red = 0, green = 0, blue = 0] = [pixels[at], pixels[at + 1], pixels[at + 2]];
      // Rec. 601 luma.
      const tone = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
      tones[tone] = (tones[tone] ?? 0) + 1;
      count += 1;
    }
  }
  if (count === 0) return false;
  const paper = tones.indexOf(Math.max(...tones));
  const ink = tones.reduce(
    (sum, some, tone) => sum + (Math.abs(tone - paper) > apart ? some : 0),
    0,
  );
  return ink / count < blankInk;
}
