/** The values of a PDF file (ISO 32000-2, 7.3), with the places in the file that proofs need. */
export type PdfValue =
  null | boolean | number | PdfName | PdfString | PdfRef | PdfValue[] | PdfDict | PdfStream;

export class PdfName {
  constructor(readonly name: string) {}
}

export class PdfString {
  constructor(
    readonly bytes: Uint8Array,
    /** Offsets of the token with its delimiters in the file; -1 where it came from an object stream. */
    readonly start: number,
    readonly end: number,
    readonly hex: boolean,
  ) {}
}

export class PdfRef {
  constructor(
    readonly num: number,
    readonly gen: number,
  ) {}
}

export class PdfDict {
  constructor(readonly entries: Map<string, PdfValue>) {}
}

export class PdfStream {
  constructor(
    readonly dict: PdfDict,
    /** The bytes as they stand in the file, filters not undone. */
    readonly raw: Uint8Array,
  ) {}
}

/** The file breaks a rule of its structure. `code` is one of the reason codes. */
export class StructureFault extends Error {
  constructor(
    readonly code: StructureCode,
    readonly offset: number,
    detail: string,
  ) {
    super(`${code} at ${offset}: ${detail}`);
    this.name = 'StructureFault';
  }
}

/** Every way in which the strict reading of a file can fail. */
export type StructureCode =
  | 'not-a-pdf'
  | 'encrypted'
  | 'structure-broken'
  | 'structure-xref'
  | 'structure-duplicate-key'
  | 'structure-too-large'
  | 'trailing-bytes'
  | 'hidden-bytes'
  | 'xref-points-back';

export function nameOf(value: PdfValue | undefined): string | undefined {
  return value instanceof PdfName ? value.name : undefined;
}

export function isInteger(value: PdfValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}
