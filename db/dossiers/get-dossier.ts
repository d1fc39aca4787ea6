import type { DataSource } from 'typeorm';
import { dossierFromRow, type DossierRow } from './dossier-from-row';
import { type DossierLine, type RawLine, toLine, lineColumns, lineJoins } from './dossier-row';
import type { Dossier } from './entity';
import type { Notice } from '../notices/entity';
import type { Comparison } from '../scans/find-comparison';
import type { SignatureRequest } from '../signing/entity';
import { SaoyError } from '../../domain/problem';
import { decryptOrNone } from '../personal/personal-column';
import { readFlag } from '../read-flag';

/** All that one dossier's page shows to one person. */
export interface WholeDossier {
  line: DossierLine;
  dossier: Dossier;
  receiptNumber: string;
  /** The newest mail to the requester: copy, refusal or revocation; null until there is one. */
  delivery: Pick<Notice, 'status' | 'attempts' | 'sentAt' | 'lastError'> | null;
  /** What was written when it was returned, refused, cancelled or withdrawn last. */
  remark: string | null;
  /** Null where the officer scanned it, or where there is no scan yet. */
  comparison: Comparison | null;
  /** Whether anybody's own key is asked for a signature at the moment. */
  isAsked: boolean;
  /** Whether its clocks stand still by a rule of its policy. */
  isPaused: boolean;
  /** Whether its number was marked void: the copy was revoked. */
  isVoid: boolean;
  /** The last signature that was asked of this person's own key for the running step. */
  asked: PersonsSignature | null;
}

/** A signature request with the label of the key that is to sign; null where the key was given up since. */
export type PersonsSignature = Pick<
  SignatureRequest,
  'method' | 'toBeSigned' | 'askedAt' | 'expiresAt' | 'signature' | 'failure' | 'triesLeft'
> & { keyLabel: string | null };

type WholeRow = DossierRow &
  RawLine & {
    receiptNumber: string;
    remark: string | null;
    comparedBy: string | null;
    comparedAt: Date | null;
    isAsked: number | string;
    isPaused: number | string;
    isVoid: number | string;
    mailStatus: Notice['status'] | null;
    mailAttempts: number;
    mailSentAt: Date | null;
    mailError: string | null;
    askedMethod: SignatureRequest['method'] | null;
    askedAt: Date;
    askedUntil: Date;
    toBeSigned: Buffer;
    signature: Buffer | null;
    failure: string | null;
    triesLeft: number | null;
    keyLabel: string | null;
  };

/** One statement, so that due times and their reasons are of one instant. */
const selectWhole = `SELECT d.*, ${lineColumns}, v.receiptNumber, r.words AS remark,
    compared.fullName AS comparedBy, scan.comparedAt,
    mail.status AS mailStatus, mail.attempts AS mailAttempts, mail.sentAt AS mailSentAt,
    mail.lastError AS mailError,
    EXISTS (SELECT 1 FROM signature_request open
      WHERE open.dossierId = d.id AND open.answeredAt IS NULL AND open.expiresAt > ?) AS isAsked,
    EXISTS (SELECT 1 FROM pause p WHERE p.dossierId = d.id AND p.endedAt IS NULL) AS isPaused,
    EXISTS (SELECT 1 FROM register_void x WHERE x.bookId = e.bookId AND x.number = e.number) AS isVoid,
    asked.method AS askedMethod, asked.askedAt, asked.expiresAt AS askedUntil, asked.toBeSigned,
    asked.signature, asked.failure, asked.triesLeft, k.label AS keyLabel
  ${lineJoins}
  LEFT JOIN taken_scan scan ON scan.dossierId = d.id
  LEFT JOIN person compared ON compared.id = scan.comparedBy
  LEFT JOIN notice mail ON mail.id = (SELECT newest.id FROM notice newest
    WHERE newest.subjectId = d.id AND newest.channel = 'mail' AND newest.recipientKind = 'requester'
    ORDER BY newest.createdAt DESC LIMIT 1)
  LEFT JOIN signature_request asked ON asked.id = (SELECT last.id FROM signature_request last
    WHERE last.dossierId = d.id AND last.personId = ? AND last.step = c.step
    ORDER BY last.askedAt DESC LIMIT 1)
  LEFT JOIN signing_key k
    ON k.personId = asked.personId AND k.officeId = asked.officeId AND k.step = asked.step
  WHERE d.id = ? AND d.officeId IN (?)`;

/**
 * Everything as of one instant.
 * @param personId who asks
 * @throws SaoyError `dossier-unknown` where none of these offices has it.
 */
export async function getDossier(
  db: DataSource,
  officeIds: readonly string[],
  id: string,
  personId: string,
  now: Date,
): Promise<WholeDossier> {
  if (officeIds.length === 0) throw new SaoyError('dossier-unknown');
  const rows = await db.query<WholeRow[]>(selectWhole, [now, personId, id, officeIds]);
  const [row] = rows;
  if (!row) throw new SaoyError('dossier-unknown');
  return {
    line: toLine(row),
    dossier: dossierFromRow(row),
    receiptNumber: row.receiptNumber,
    remark: decryptOrNone('words', row.remark),
    delivery: deliveryOf(row),
    comparison:
      row.comparedBy === null || row.comparedAt === null
        ? null
        : { by: row.comparedBy, at: row.comparedAt },
    isAsked: readFlag(row.isAsked),
    isPaused: readFlag(row.isPaused),
    isVoid: readFlag(row.isVoid),
    asked: askedOf(row),
  };
}

function deliveryOf(row: WholeRow): WholeDossier['delivery'] {
  const { mailStatus: status, mailAttempts: attempts, mailSentAt, mailError } = row;
  const lastError = decryptOrNone('words', mailError);
  return status && { status, attempts, sentAt: mailSentAt, lastError };
}

function askedOf(row: WholeRow): PersonsSignature | null {
  const { askedMethod: method, askedUntil: expiresAt, toBeSigned, askedAt, signature } = row;
  const { failure, triesLeft, keyLabel } = row;
  return (
    method && { method, toBeSigned, askedAt, expiresAt, signature, failure, triesLeft, keyLabel }
  );
}
