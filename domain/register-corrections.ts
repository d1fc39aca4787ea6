/** Columns of a register entry that may be wrong. Number and day are what the log proves; they are never corrected. */
export const correctableFields = [
  'requesterName',
  'documentName',
  'signerName',
  'signerTitle',
  'copies',
  'fee',
  'note',
] as const;
export type CorrectableField = (typeof correctableFields)[number];

/** What each is called, in the words of the form of the book. */
export const fieldLabels: Record<CorrectableField, string> = {
  requesterName: 'Họ tên người yêu cầu',
  documentName: 'Tên bản chính',
  signerName: 'Họ tên người ký',
  signerTitle: 'Chức danh người ký',
  copies: 'Số bản sao',
  fee: 'Phí',
  note: 'Ghi chú',
};

/** Columns whose value is a whole number. */
export const numericFields: ReadonlySet<CorrectableField> = new Set(['copies', 'fee']);

export interface Correction {
  field: CorrectableField;
  value: string;
  reason: string;
  at: Date;
}

/** The columns of an entry that may be corrected. */
export type CorrectableColumns = Record<Exclude<CorrectableField, 'copies' | 'fee'>, string> &
  Record<'copies' | 'fee', number>;

/** The columns as they count now: of each the last correction. The entry itself stays as it was written. */
export function applyCorrections(
  written: CorrectableColumns,
  corrections: readonly Pick<Correction, 'field' | 'value'>[],
): CorrectableColumns {
  const { requesterName, documentName, signerName, signerTitle, copies, fee, note } = written;
  const current = { requesterName, documentName, signerName, signerTitle, copies, fee, note };
  for (const { field, value } of corrections) {
    if (field === 'copies' || field === 'fee') current[field] = Number(value);
    else current[field] = value;
  }
  return current;
}

/** Each correction with what it stands in place of, oldest first. */
export function spellCorrections<C extends Correction>(
  written: CorrectableColumns,
  corrections: readonly C[],
): (C & { before: string })[] {
  return corrections.map((each, index) => ({
    ...each,
    before: String(applyCorrections(written, corrections.slice(0, index))[each.field]),
  }));
}
