import { type DataSource, EntityNotFoundError } from 'typeorm';
import { Booking } from '../bookings/entity';
import { Dossier } from '../dossiers/entity';
import { decryptOrNone } from '../personal/personal-column';
import { readFlag } from '../read-flag';
import { valueOfJson } from '../value-of-json';
import type { Notice } from './entity';
import type { ClaimedNotice } from './outbox';

/** Of the dossier that a notice is about, as it stands when it is carried. */
export interface NoticeDossier {
  code: string;
  /** `id@version` of the policy it pinned. */
  policy: string;
  documentType: string;
  copyHash: string | null;
  publicToken: string;
  refusalGround: string | null;
  remark: string | null;
  requesterName: string;
  registerNumber: string | null;
  /** Of the revocation. */
  reason: string | null;
  decision: string | null;
}

/** Of the appointment that a notice is about, as it stands when it is carried. */
export interface NoticeBooking {
  /** Null where it has none yet: a place that was offered. */
  code: string | null;
  documentType: string;
  requesterName: string;
  /** Why the office moved it, or proposes to. */
  moveReason: string | null;
  startsAt: Date | null;
  revision: number;
  /** How to find the office's desk. */
  note: string | null;
  policyId: string;
}

/** A notice with all that its words and its way need. */
export interface NoticeWithFacts<Row extends Notice = Notice> {
  notice: Row;
  /** Empty where it is of no office. */
  office: { code: string; name: string };
  /** Null where the notice is about something else, or where the dossier is gone. */
  dossier: NoticeDossier | null;
  /** Null where the notice is about no appointment. */
  booking: NoticeBooking | null;
  /** Of the requester, as the visit has them, else their account; or of the account it is for. */
  email: string | null;
  phone: string | null;
}

type FactsRow = Omit<Notice, 'byLink'> &
  NoticeDossier & {
    bookingId: string | null;
    bookingCode: string | null;
    bookingDocument: string;
    bookingName: string;
    bookingReason: string | null;
    bookingStarts: Date | null;
    bookingRevision: number;
    bookingNote: string | null;
    officePolicy: string;
    byLink: number | string;
    dossierCode: string | null;
    officeCode: string;
    officeName: string;
    email: string | null;
    phone: string | null;
  };

/** The caller adds WHERE and ORDER BY on `n`. */
const selectWithFacts = `SELECT n.*, COALESCE(o.code, '') AS officeCode,
    COALESCE(o.name, '') AS officeName, d.code AS dossierCode, d.policy,
    d.documentType, d.copyHash, d.publicToken, d.refusalGround, r.words AS remark, v.requesterName,
    e.numberText AS registerNumber, w.reason, w.decision,
    COALESCE(v.requesterEmail, b.email, p.email) AS email,
    COALESCE(v.requesterPhone, b.phone, p.phone) AS phone,
    b.id AS bookingId, b.code AS bookingCode, b.documentType AS bookingDocument,
    b.requesterName AS bookingName, b.moveReason AS bookingReason, b.startsAt AS bookingStarts,
    b.revision AS bookingRevision, plan.note AS bookingNote, COALESCE(o.policyId, '') AS officePolicy
  FROM notice n
  LEFT JOIN office o ON o.id = n.officeId
  LEFT JOIN dossier d ON n.subjectKind = 'dossier' AND d.id = n.subjectId
  LEFT JOIN booking b ON n.subjectKind = 'booking' AND b.id = n.subjectId
  LEFT JOIN booking_plan plan ON plan.officeId = b.officeId
  LEFT JOIN visit v ON v.id = d.visitId AND n.recipientKind <> 'person'
  LEFT JOIN person p ON p.id = IF(n.recipientKind = 'person', n.recipient, v.requesterId)
  LEFT JOIN remark r ON r.id = d.lastRemarkId
  LEFT JOIN register_entry e ON e.dossierId = d.id
  LEFT JOIN register_void w ON w.bookId = e.bookId AND w.number = e.number`;

/** What was taken under a claim, by one statement. */
export async function readClaimed(
  db: DataSource,
  ids: readonly string[],
  claim: string,
): Promise<NoticeWithFacts<ClaimedNotice>[]> {
  const found = await listWithFacts(db, 'WHERE n.id IN (?) AND n.claim = ?', [ids, claim]);
  return found.map((facts) => ({ ...facts, notice: { ...facts.notice, claim } }));
}

/** @throws EntityNotFoundError where a notice is about no dossier, or about one that is gone */
export function dossierOf({ notice, dossier }: NoticeWithFacts): NoticeDossier {
  if (dossier === null) throw new EntityNotFoundError(Dossier, { id: notice.subjectId });
  return dossier;
}

/** @throws EntityNotFoundError where a notice is about no appointment, or about one that is gone */
export function bookingOf({ notice, booking }: NoticeWithFacts): NoticeBooking {
  if (booking === null) throw new EntityNotFoundError(Booking, { id: notice.subjectId });
  return booking;
}

/** @param where SQL on `n`, with its parameters */
export async function listWithFacts(
  db: DataSource,
  where: string,
  parameters: readonly unknown[],
): Promise<NoticeWithFacts[]> {
  const rows = await db.query<FactsRow[]>(`${selectWithFacts} ${where}`, [...parameters]);
  return rows.map(withFacts);
}

function withFacts(row: FactsRow): NoticeWithFacts {
  const { dossierCode, officeCode, officeName, email, phone, policy, documentType, copyHash } = row;
  const { publicToken, refusalGround, remark, requesterName, registerNumber } = row;
  const { bookingId, bookingCode, bookingDocument, bookingName, bookingReason } = row;
  const { bookingStarts: startsAt, bookingRevision: revision, bookingNote: note } = row;
  const { reason, decision, data, byLink, officePolicy: policyId, ...notice } = row;
  return {
    notice: {
      ...noticeColumns(notice),
      ...addressOf(notice),
      lastError: decryptOrNone('words', notice.lastError),
      byLink: readFlag(byLink),
      data: valueOfJson(data) as Notice['data'],
    },
    office: { code: officeCode, name: officeName },
    dossier:
      dossierCode === null
        ? null
        : {
            ...{ code: dossierCode, policy, documentType, copyHash, publicToken, refusalGround },
            ...{ requesterName, registerNumber, reason, decision },
            remark: decryptOrNone('words', remark),
          },
    booking:
      bookingId === null
        ? null
        : {
            ...{ code: bookingCode, documentType: bookingDocument, requesterName: bookingName },
            ...{ startsAt, revision, note, policyId },
            moveReason: decryptOrNone('words', bookingReason),
          },
    email: decryptOrNone('email', email),
    phone: decryptOrNone('phone', phone),
  };
}

function noticeColumns(row: Omit<Notice, 'byLink' | 'data'>): Omit<Notice, 'byLink' | 'data'> {
  const { id, channel, template, language, officeId, subjectKind, subjectId, recipientKind } = row;
  const { recipient, dedupKey, status, attempts, nextAt, claim, leaseUntil, refusals } = row;
  const { address, refusedSince, sentAt, lastError, createdAt } = row;
  return {
    ...{ id, channel, template, language, officeId, subjectKind, subjectId, recipientKind },
    ...{ recipient, dedupKey, status, attempts, nextAt, claim, leaseUntil, refusals },
    ...{ address, refusedSince, sentAt, lastError, createdAt },
  };
}

/** One with an address of its own goes there. */
function addressOf({ recipient, ...row }: Pick<Notice, 'recipient' | 'address'>) {
  const address = decryptOrNone('address', row.address);
  return { recipient: address ?? recipient, address };
}
