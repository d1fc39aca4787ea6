/** Dots across and down, which differ where the dots are no squares, as a fax machine's are not. */
export interface Resolution {
  x: number;
  y: number;
  /** Dots an inch; else only how the two compare is known. */
  isInInches: boolean;
}

export const resolutionUnknown: Resolution = { x: 1, y: 1, isInInches: false };

/** ISO 216 A4, points. */
const a4 = { short: 595.28, long: 841.89 };
/** Longer than A3 by its stated resolution: the resolution is a camera's and says nothing of paper. */
const believableSideMax = 1191 * 1.1;
/** Of the finer side; a fax machine has 204 dots across and 98 down. */
const believableResolutionMin = 100;
/** A fax machine's finest is 408 by 391, its oddest 408 by 98: more is a mistake of the program. */
const believableRatioMax = 5;

/**
 * The size of a stored picture on paper, in points: by its own resolution where that can be a
 * scanner's; else it is laid on A4, as a camera's picture is.
 */
export function sizeOnPaper(
  width: number,
  height: number,
  stated: Resolution,
): [width: number, height: number] {
  const { x, y, isInInches } = believable(stated);
  const inches: [number, number] = [width / x, height / y];
  const long = Math.max(...inches);
  const isPaper =
    isInInches && Math.max(x, y) >= believableResolutionMin && long * 72 <= believableSideMax;
  const scale = isPaper ? 72 : Math.min(a4.long / long, a4.short / Math.min(...inches));
  return [round(inches[0] * scale), round(inches[1] * scale)];
}

/** A PNG says whole dots a metre: 144 an inch are 5,669, which are 143.99. */
const snapsWithin = 0.026;

/** One number where the other is missing; none where they cannot both be meant. */
function believable({ x, y, isInInches }: Resolution): Resolution {
  const [across, down] = [isUsable(x) ? x : y, isUsable(y) ? y : x];
  if (!isUsable(across) || !isUsable(down)) return resolutionUnknown;
  if (Math.max(across, down) > believableRatioMax * Math.min(across, down))
    return resolutionUnknown;
  return { x: snapped(across), y: snapped(down), isInInches };
}

function snapped(value: number): number {
  const whole = Math.round(value);
  return whole >= believableResolutionMin / believableRatioMax &&
    Math.abs(value - whole) < snapsWithin
    ? whole
    : value;
}

function isUsable(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
