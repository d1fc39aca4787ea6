import { createHash } from 'node:crypto';
import type { DossierFile } from '../../db/dossiers/read-dossier-file';
import { maskEmail, maskNumber, maskOrNone, maskWithin } from '../../domain/mask';
import { paperLabels } from '../../domain/papers';
import { rightDeclarations, stageDeclarations } from '../../domain/process';
import type { Rules } from '../../policies/load-rules';
import { viewTimelineEvent } from './view-timeline';
import { viewProgress } from './view-progress';

/** For which questions and by whom the file was made; outside what is hashed. */
interface Making {
  at: number;
  by: string;
  publicUrl: string;
}

/**
 * Everything about one dossier for an inspector: what it is, its clocks and why, its history with the hashes of the
 * log, who acted, papers, files and proofs. Numbers, addresses and e-mails of people are masked as on its page.
 */
export function composeFile(rules: Rules, file: DossierFile, { at, by, publicUrl }: Making) {
  const { facts, events, people, papers, letters } = file;
  const { dossier, visit, office } = facts;
  const nameOf = (id: string | null) => people.find((each) => each.id === id)?.name ?? null;
  const iso = (instant: Date | null) => instant?.toISOString() ?? null;
  const content = {
    office: { code: office.code, name: office.name, above: office.parentName },
    dossier: {
      ...{ id: dossier.id, code: dossier.code, stage: dossier.stage },
      stageLabel: stageDeclarations[dossier.stage].vi,
      ...{ documentType: dossier.documentType, originalPages: dossier.originalPages },
      ...{ copies: dossier.copies, fee: dossier.fee, complex: dossier.complex },
      ...{ policy: dossier.policy, calendar: dossier.calendar },
      ...{ extensionGround: dossier.extensionGround, extensionDays: dossier.extensionDays },
      ...{ agreedUntil: dossier.agreedUntil, refusalGround: dossier.refusalGround },
      signer: dossier.signerName && { name: dossier.signerName, title: dossier.signerTitle },
      ...{ acceptedAt: iso(dossier.acceptedAt), receivedAt: iso(dossier.receivedAt) },
      ...{ legalDue: iso(dossier.legalDue), deliveredAt: iso(dossier.deliveredAt) },
      endedAt: iso(dossier.endedAt),
    },
    requester: {
      name: visit.requesterName,
      identifier: maskOrNone(maskNumber, visit.requesterIdentifier),
      phone: maskOrNone(maskNumber, visit.requesterPhone),
      email: maskOrNone(maskEmail, visit.requesterEmail),
      receiptNumber: visit.receiptNumber,
      visitDossiers: facts.dossiers.map(({ code }) => code),
    },
    clocks: clocksOf(rules, file, at),
    people: people.map(({ id, name, title, rights }) => ({
      ...{ id, name, title },
      roles: rights.map((right) => rightDeclarations[right].vi),
    })),
    events: events.map((event) => {
      const remark = file.remarks.get(String(event.details.remarkId)) ?? null;
      const names = {
        actorName: nameOf(event.actorId),
        holderName: nameOf(String(event.details.holder ?? '')),
      };
      const view = viewTimelineEvent({ ...event, ...names, remark });
      return {
        ...{ at: view.at, action: event.action, text: view.text, actor: view.actorName },
        details: event.details,
        office: file.officeCodes.get(event.officeId) ?? '',
        ...{ sequence: event.sequence, previousHash: event.previousHash, hash: event.hash },
      };
    }),
    papers: papers.map((paper) => ({
      ...{ label: paperLabels[paper.kind], number: paper.numberText, form: paper.form },
      ...{ issuedAt: iso(paper.issuedAt), issuedBy: paper.issuerName, hash: paper.contentHash },
      prints: paper.prints.map(({ ordinal, at: printed, by: who }) => ({
        ...{ ordinal, at: iso(printed), by: who },
      })),
    })),
    letters: letters.map((letter) => ({
      ...{ kind: letter.kind, due: iso(letter.due), previousDue: iso(letter.previousDue) },
      ...{ reason: maskWithin(letter.reason), draftedAt: iso(letter.draftedAt) },
      issuedAt: iso(letter.issuedAt),
    })),
    files: filesOf(file),
    register: registerOf(file, publicUrl),
  };
  const contentHash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return {
    format: 'saoy-dossier-file/1' as const,
    madeAt: new Date(at).toISOString(),
    madeBy: by,
    /** SHA-256 of `content` as compact JSON in UTF-8. */
    contentHash,
    content,
  };
}
export type ComposedFile = ReturnType<typeof composeFile>;

/** Without the instant of looking, so that two files of a dossier that rests have one hash. */
function clocksOf(rules: Rules, { facts }: DossierFile, at: number) {
  return { ...viewProgress(rules, facts, at), asOf: undefined };
}

function filesOf({ facts: { dossier } }: DossierFile): { what: string; sha256: string }[] {
  const { receivedScanHash, scanHash, certifiedHash, sealedHash, copyHash } = dossier;
  const named: [string, string | null][] = [
    ['Bản quét khi nhận', receivedScanHash],
    ['Bản quét để ký', scanHash],
    ['Bản đã ký', certifiedHash],
    ['Bản đã đóng dấu', sealedHash],
    ['Bản sao chứng thực', copyHash],
  ];
  return named.flatMap(([what, sha256]) => (sha256 === null ? [] : [{ what, sha256 }]));
}

function registerOf({ facts: { dossier, number } }: DossierFile, publicUrl: string) {
  if (number === null) return null;
  const { entry, book, isVoid } = number;
  return {
    ...{ number: entry.numberText, book: book.name, certifiedOn: entry.certifiedOn },
    ...{ recordedAt: entry.recordedAt.toISOString(), entryHash: entry.hash },
    void: isVoid && {
      reason: isVoid.reason,
      decision: isVoid.decision,
      at: isVoid.at.toISOString(),
    },
    /** Inclusion in the book's public log (RFC 9162). */
    proof: `${publicUrl}/api/public/registers/${book.id}/numbers/${entry.number}`,
    publicPage: `${publicUrl}/x/${dossier.publicToken}`,
  };
}
