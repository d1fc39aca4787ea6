import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '../audit/record-audit';
import { type Dossier, Visit, type FeeRecord, type Reason } from './entity';
import type { PlannedClock } from './record-transition';
import { recordMovement } from '../drawers/record-movement';
import { draftLetter } from '../letters/draft-letter';
import { enqueue, workflowNotice } from '../notices/outbox';
import type { Office } from '../offices/entity';
import { encryptOrNone } from '../personal/personal-column';
import { soughtAs } from '../sought-as';
import { insertRow } from '../write-row';
import { requesterKindOf } from '../../domain/people';
import { SaoyError } from '../../domain/problem';
import { dayOf, formatDate } from '../../time/time';
import { notWaiting } from '../waiting/record-waiting';

export interface Acceptance {
  /** Follows from actor and key, so that the same request never makes two dossiers. */
  dossierId: string;
  office: Office;
  actorId: string;
  /** The request's idempotency key. */
  actKey: string;
  visit: { id: string } | NewVisit;
  documentType: string;
  originalPages: number;
  copies: number;
  scanCompared: boolean;
  fee: FeeRecord;
  /** Whether the fee is taken now; not from who is refused at the counter. */
  takesFee: boolean;
  /** Now, where the visit may have begun before. */
  takenAt: Date;
  policy: string;
  calendar: string;
  acceptedAt: Date;
  /** Until then the accepting request starts the workflow; after it the relay of the outbox does. */
  startBy: Date;
  receivedAt: Date;
  legalDue: Date;
  /** Why an appointment slip is made; null: none is. */
  slipReason: string | null;
  extension: { ground: string; days: number } | null;
  because: Reason[];
  clock: PlannedClock;
}

/** Who asks, as it is taken down. */
export interface NewVisit {
  requesterId: string | null;
  requesterName: string;
  requesterIdentifier: string | null;
  requesterEmail: string | null;
  requesterPhone: string | null;
}

/**
 * Writes an accepted dossier with its visit, its first clock, the audit event and the word to start its
 * workflow, in the caller's transaction. A dossier of an earlier visit shares its acceptance time.
 */
export async function recordAcceptance(
  manager: EntityManager,
  facts: Acceptance,
): Promise<Dossier> {
  const visit =
    'id' in facts.visit
      ? await getVisit(manager, facts.office.id, facts.visit.id)
      : await createVisit(manager, facts, facts.visit);
  const dossier: Dossier = {
    id: facts.dossierId,
    code: await nextCode(manager, facts.office, facts.acceptedAt),
    officeId: facts.office.id,
    visitId: visit.id,
    stage: 'accepted',
    documentType: facts.documentType,
    originalPages: facts.originalPages,
    copies: facts.copies,
    fee: facts.fee,
    feeHeld: facts.takesFee ? facts.fee.total : 0,
    scanCompared: facts.scanCompared,
    policy: facts.policy,
    calendar: facts.calendar,
    acceptedAt: visit.acceptedAt,
    receivedAt: facts.receivedAt,
    legalDue: facts.legalDue,
    appointmentSlip: facts.slipReason !== null,
    complex: facts.extension !== null,
    extensionGround: facts.extension?.ground ?? null,
    extensionDays: facts.extension?.days ?? 0,
    because: facts.because,
    publicToken: randomBytes(18).toString('base64url'),
    ...notYet,
  };
  const row = {
    ...dossier,
    fee: JSON.stringify(facts.fee),
    because: JSON.stringify(facts.because),
  };
  await insertRow(manager, 'dossier', row);
  const clock = { dossierId: dossier.id, step: 'create', round: 1, ...facts.clock };
  await insertRow(manager, 'step_clock', clock);
  // Who took it down goes on with it, also when it comes back.
  await insertRow(manager, 'assignment', {
    ...{ dossierId: dossier.id, step: 'create', personId: facts.actorId },
    ...{ assignedBy: facts.actorId, at: facts.acceptedAt },
  });
  if (facts.slipReason !== null) {
    await draftLetter(manager, {
      dossierId: dossier.id,
      kind: 'slip',
      due: facts.legalDue,
      officeId: facts.office.id,
      previousDue: null,
      reason: facts.slipReason,
      draftedAt: facts.acceptedAt,
    });
  }
  if (facts.takesFee && facts.fee.total > 0) {
    await recordMovement(manager, {
      ...{ officeId: facts.office.id, dossierId: dossier.id, cashierId: facts.actorId },
      ...{ kind: 'taken', cause: 'accept', amount: facts.fee.total },
      // Now, not when the visit began: a drawer that was closed in between is closed.
      ...{ actKey: facts.actKey, at: facts.takenAt },
    });
  }
  const occasion = {
    officeId: facts.office.id,
    subjectKind: 'dossier',
    subjectId: dossier.id,
  } as const;
  await enqueue(manager, { ...occasion, at: facts.startBy }, [workflowNotice('start')]);
  await recordAudit(manager, {
    officeId: facts.office.id,
    dossierId: dossier.id,
    actorId: facts.actorId,
    action: 'accept',
    actKey: facts.actKey,
    details: {
      ...{ to: 'accepted', policy: facts.policy, calendar: facts.calendar },
      extensionDays: facts.extension?.days ?? 0,
      extensionGround: facts.extension?.ground ?? null,
    },
    at: facts.acceptedAt,
  });
  return dossier;
}

/** What a dossier has no more than begun with. */
const notYet = {
  ...notWaiting,
  ...{ agreedUntil: null, refusalGround: null, lastRemarkId: null },
  ...{ receivedScanHash: null, scanHash: null, scanPages: null, scanBytes: null },
  ...{ certifiedHash: null, sealedHash: null, copyHash: null, formsDroppedAt: null },
  ...{ signedBy: null, signerName: null, signerTitle: null, deliveredAt: null, endedAt: null },
} as const;

/** @throws SaoyError `visit-unknown` when it is not this office's. */
export async function getVisit(
  manager: EntityManager,
  officeId: string,
  id: string,
): Promise<Visit> {
  const visit = await manager.findOneBy(Visit, { id, officeId });
  if (visit === null) throw new SaoyError('visit-unknown');
  return visit;
}

async function createVisit(
  manager: EntityManager,
  facts: Acceptance,
  requester: NewVisit,
): Promise<Visit> {
  const visit: Visit = {
    id: randomUUID(),
    officeId: facts.office.id,
    receiptNumber: await takeReceiptNumber(manager, facts.office.id, facts.acceptedAt),
    ...requester,
    requesterSought: soughtAs(requester.requesterName),
    requesterKind: requesterKindOf(requester.requesterIdentifier),
    acceptedBy: facts.actorId,
    acceptedAt: facts.acceptedAt,
  };
  await insertRow(manager, 'visit', {
    ...visit,
    requesterIdentifier: encryptOrNone('identifier', visit.requesterIdentifier),
    requesterEmail: encryptOrNone('email', visit.requesterEmail),
    requesterPhone: encryptOrNone('phone', visit.requesterPhone),
  });
  return visit;
}

/** The office's next receipt number of that day. */
export async function takeReceiptNumber(
  manager: EntityManager,
  officeId: string,
  at: Date,
): Promise<string> {
  const serial = await nextSerial(manager, `${officeId}:receipt`, at);
  return `${localDay(at)}-${String(serial).padStart(4, '0')}`;
}

/** Dossier code after TT 04/2025/TT-VPCP: `MX1X2.Y1Y2-YYMMDD-AAXXXX`, AA = 01. Opaque to all logic. */
async function nextCode(manager: EntityManager, office: Office, at: Date): Promise<string> {
  const serial = await nextSerial(manager, `${office.codePrefix}:dossier`, at);
  return `${office.codePrefix}-${localDay(at)}-01${String(serial).padStart(4, '0')}`;
}

/** Next number of a series that begins anew each day; the statement is atomic by itself. */
export async function nextSerial(
  manager: EntityManager,
  series: string,
  at: Date,
): Promise<number> {
  const inserted: { insertId: number } = await manager.query(
    `INSERT INTO daily_serial (series, day, last) VALUES (?, ?, LAST_INSERT_ID(1))
     ON DUPLICATE KEY UPDATE last = LAST_INSERT_ID(last + 1)`,
    [series, localDay(at)],
  );
  return inserted.insertId;
}

/** YYMMDD at UTC+7. */
function localDay(at: Date): string {
  return formatDate(dayOf(at.getTime())).slice(2).replaceAll('-', '');
}
