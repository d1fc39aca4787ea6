import type { AuditLine as Line } from '../../db/audit-search/search-audit';
import { auditWords, detailWords, valueWords } from '../../domain/audit-words';
import type { AuditLine } from './contract';

/** An event of the log as its page and its table show it. */
export function viewAuditLine(line: Line): AuditLine {
  const { details, actorId, dossierId, inSession } = line;
  return {
    office: { id: line.officeId, name: line.officeName },
    ...{ sequence: line.sequence, at: line.at.toISOString(), action: line.action },
    text: auditWords(line.action),
    actor: actorId === null ? null : { id: actorId, name: line.actorName ?? actorId },
    person:
      typeof details.personId === 'string'
        ? { id: details.personId, name: line.personName ?? details.personId }
        : null,
    dossier: dossierId === null ? null : { id: dossierId, code: line.code ?? dossierId },
    session:
      inSession === null
        ? null
        : {
            id: inSession,
            device: line.address && deviceOf(line),
          },
    changes: changesOf(details),
    hash: line.hash,
  };
}

function deviceOf({ browser, os, address }: Line): string {
  return [browser, os, address].filter((word) => word !== null && word !== 'other').join(' · ');
}

/** `xBefore` and `x` are one change; the person is named beside. */
function changesOf(details: Line['details']): string[] {
  return Object.entries(details).flatMap(([name, value]) => {
    const isBefore = name.endsWith('Before') && name.slice(0, -'Before'.length) in details;
    if (name === 'personId' || isBefore || value === null) return [];
    if (name === 'before' && 'state' in details) return [];
    const before = details[`${name}Before`] ?? (name === 'state' ? details['before'] : null) ?? '';
    if (value === '' && before === '') return [];
    const was = before === '' ? '' : `${valueWords(name, before)} → `;
    return [`${detailWords(name)}: ${was}${value === '' ? 'trống' : valueWords(name, value)}`];
  });
}
