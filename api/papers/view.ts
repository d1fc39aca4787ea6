import type { PaperLine } from '../../db/papers/list-papers';
import { paperLabels } from '../../domain/papers';
import type { Paper } from './contract';

export function viewPaper(paper: PaperLine): Paper {
  const { id, kind, numberText, content, visitId, issuedAt, issuerName, prints } = paper;
  return {
    ...{ id, kind, numberText, title: content.title, formLine: content.formLine },
    label: paperLabels[kind],
    isOfVisit: visitId !== null,
    issuedAt: issuedAt.toISOString(),
    issuedBy: issuerName,
    prints: prints.map(({ ordinal, at, by }) => ({ ordinal, at: at.toISOString(), by })),
  };
}
