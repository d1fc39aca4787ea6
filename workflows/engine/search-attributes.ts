/** What operators find dossiers by in Temporal, with its type; the namespace must know each. Nothing personal. */
export const searchAttributes = {
  DossierStage: 'Keyword',
  OfficeCode: 'Keyword',
  DossierCode: 'Keyword',
  LegalDue: 'Datetime',
} as const;
