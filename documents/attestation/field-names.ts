/** Names of the form fields of a copy. Fixed for ever: stored copies carry them. */
export const fieldNames = {
  number: 'number',
  book: 'book',
  day: 'day',
  month: 'month',
  year: 'year',
  leader: 'leader-signature',
  agency: 'agency-seal',
} as const;

/** The fields filled with the number (C.2) and locked by the agency's signature (FieldMDP). */
export const filledFields = [
  fieldNames.number,
  fieldNames.book,
  fieldNames.day,
  fieldNames.month,
  fieldNames.year,
] as const;
