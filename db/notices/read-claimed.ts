import { type DataSource, EntityNotFoundError } from 'typeorm';
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

/** A notice with all that its words and its way need. */
export interface NoticeWithFacts<Row extends Notice = Notice> {
  notice: Row;
  /** Empty where it is of no office. */
  office: { code: string; name: string };
  /** Null where the notice is about something else, or where the dossier is gone. */
  dossier: NoticeDossier | null;
  /** Of the requester, as the visit has them, else their account; or of the account it is for. */
  email: string | null;
  phone: string | null;
}

type FactsRow = Omit<Notice, 'byLink'> &
  NoticeDossier & {
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
    COALESCE(v.requesterEmail, p.email) AS email, COALESCE(v.requesterPhone, p.phone) AS phone
  FROM notice n
  LEFT JOIN office o ON o.id = n.officeId
  LEFT JOIN dossier d ON n.subjectKind = 'dossier' AND d.id = n.subjectId
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
  const { reason, decision, data, byLink, ...notice } = row;
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
