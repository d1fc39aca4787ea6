/**
 * Rows of the sample ("dữ liệu mẫu") carry ids that no real row can have: UUIDs of version 8 with one beginning,
 * where real ones are random (version 4). That is what tells the two apart, also where nothing may be deleted.
 */
export const sampleIdPrefix = '5a3e1e00-0000-8000-8000-';

/** @param sequence from 1 on */
export function sampleId(sequence: number): string {
  return `${sampleIdPrefix}${sequence.toString(16).padStart(12, '0')}`;
}

/** First part of the codes of its dossiers: `MAU001-261127-010001`. */
export const sampleCodePrefix = 'MAU';

/** Of its top office: a root of its own, so that no figure of a branch holds both. */
export const sampleRootCode = '000.00.00.X00';
