/** Where a mark stands on the attestation page: millimetres from the upper left corner of A4. */
export interface MarkPlace {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The marks that are laid on the page: the leader's signature and the office's seal. */
export const markKinds = ['signature', 'seal'] as const;
export type MarkKind = (typeof markKinds)[number];

/** Lines between the statement and the number, in the order they are listed. */
export const attestationLines = [
  'document-type',
  'original-pages',
  'compared',
  'delegation',
] as const;
export type AttestationLine = (typeof attestationLines)[number];

/** What policy says about the look of the attestation page [L-06, C.7]. */
export interface AttestationLayout {
  marks: Record<MarkKind, MarkPlace>;
  /** Points; text that does not fit its place is set smaller. */
  fontSizes: { heading: number; statement: number; text: number };
  lines: readonly AttestationLine[];
  verificationCode: boolean;
}

/** What every policy had before the layout was data; kept copies of old policies have no more. */
export const usualLayout: AttestationLayout = {
  marks: {
    signature: { x: 120, y: 172, width: 67, height: 29.6 },
    seal: { x: 76, y: 168, width: 38, height: 38 },
  },
  fontSizes: { heading: 11, statement: 16, text: 12.5 },
  lines: attestationLines,
  verificationCode: true,
};

/** Between the last line of the statement and the code at the foot; the signer's title and name take their room too. */
export const markArea = {
  left: 15,
  right: 195,
  /** The signer's title stands over the signature. */
  top: { signature: 165, seal: 150 },
  bottom: 226,
};
const markSideMin = 10;

/**
 * Why two marks cannot stand so: off the part of the page that is theirs, too small to be seen, or
 * over each other or over the signer's title and name (strict validators take overlapping fields for
 * an attack). Null where they can.
 */
export function findMarkFault({
  signature,
  seal,
}: AttestationLayout['marks']): 'outside' | 'too-small' | 'overlap' | null {
  for (const [kind, { x, y, width, height }] of Object.entries({ signature, seal })) {
    if (![x, y, width, height].every(Number.isFinite)) return 'outside';
    if (Math.min(width, height) < markSideMin) return 'too-small';
    const isInside =
      x >= markArea.left &&
      y >= markArea.top[kind as MarkKind] &&
      x + width <= markArea.right &&
      y + height <= markArea.bottom;
    if (!isInside) return 'outside';
  }
  const isBeside =
    seal.x + seal.width + 1 <= signature.x || signature.x + signature.width + 1 <= seal.x;
  return isBeside ? null : 'overlap';
}

/** Upper left corners, in millimetres. */
export type MarkPlaces = Record<MarkKind, { x: number; y: number }>;

/**
 * The layout with the marks where an office wants them. Where they cannot stand so, because policy
 * has since made them larger, they stand as policy has them.
 */
export function withPlaces(
  layout: AttestationLayout,
  places: MarkPlaces | null,
): AttestationLayout {
  if (!places) return layout;
  const marks = {
    signature: { ...layout.marks.signature, ...places.signature },
    seal: { ...layout.marks.seal, ...places.seal },
  };
  return findMarkFault(marks) ? layout : { ...layout, marks };
}
