import { X509Certificate } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { AlertKind } from '../../domain/alert-rules';
import { type Step, steps } from '../../domain/process';
import { sampleIdPrefix } from '../../domain/sample';
import { valueOfJson } from '../value-of-json';
import type { Found } from './raise-alerts';

interface ClockRow {
  dossierId: string;
  step: Step;
  round: number;
}

const standing: Record<Extract<AlertKind, 'near' | 'breach' | 'escalation'>, string> = {
  near: 'c.noticeAt <= ? AND c.due > ?',
  breach: 'c.due <= ? AND c.due <= ?',
  // An alarm that has sounded; the instant alone is no report.
  escalation: 'c.escalatedAt <= ? AND c.escalatedAt <= ?',
};

/** Dossiers of an office whose running step is near its end, over it, or was reported upwards. */
export async function findClocks(
  db: DataSource,
  officeId: string,
  kind: keyof typeof standing,
  at: Date,
): Promise<Found[]> {
  const rows = await db.query<ClockRow[]>(
    `SELECT c.dossierId, c.step, c.round FROM dossier d JOIN step_clock c ON c.dossierId = d.id
      WHERE d.officeId = ? AND d.stage IN ('accepted', 'awaiting-signature', 'awaiting-seal', 'returned')
        AND c.endedAt IS NULL AND ${standing[kind]}`,
    [officeId, at, at],
  );
  return rows.map(({ dossierId, step, round }) => ({
    ...{ subject: `${dossierId}:${step}:${round}`, dossierId, value: null },
  }));
}

/** Steps of an office at which more dossiers wait than its rule allows. */
export async function findQueues(
  db: DataSource,
  officeId: string,
  threshold: number,
): Promise<Found[]> {
  const rows = await db.query<{ step: Step; waiting: number | string }[]>(
    `SELECT c.step, COUNT(*) AS waiting FROM dossier d JOIN step_clock c ON c.dossierId = d.id
      WHERE d.officeId = ? AND d.stage IN ('accepted', 'awaiting-signature', 'awaiting-seal', 'returned')
        AND c.endedAt IS NULL GROUP BY c.step HAVING COUNT(*) > ?`,
    [officeId, threshold],
  );
  return rows
    .filter(({ step }) => steps.includes(step))
    .map(({ step, waiting }) => ({ subject: step, dossierId: null, value: Number(waiting) }));
}

/** A certificate that signs for an office. */
export interface SigningCertificate {
  officeId: string;
  /** Label of its token, or of the person's own key. */
  label: string;
  purpose: 'leader' | 'agency';
  endsAt: Date;
  /** Why it cannot be used now; null: it can, as last seen. */
  trouble: string | null;
}

/** The certificates that sign for some offices: of tokens at our server, and of people's own keys. */
export async function listCertificates(
  db: DataSource,
  officeIds: readonly string[],
): Promise<SigningCertificate[]> {
  const rows = await db.query<
    (Omit<SigningCertificate, 'endsAt'> & { certificates: string | string[] })[]
  >(
    `SELECT o.id AS officeId, t.label, t.purpose, t.certificates, t.trouble
       FROM token t JOIN office o ON o.code = t.officeCode WHERE o.id IN (?)
     UNION ALL
     SELECT k.officeId, k.label, IF(k.step = 'sign', 'leader', 'agency'), k.certificates, NULL
       FROM signing_key k WHERE k.officeId IN (?)`,
    [officeIds, officeIds],
  );
  return rows.flatMap(({ certificates, ...row }) => {
    const [own] = valueOfJson(certificates) as string[];
    if (own === undefined) return [];
    const { validTo } = new X509Certificate(Buffer.from(own, 'base64'));
    return [{ ...row, endsAt: new Date(validTo) }];
  });
}

const dayMs = 86_400_000;

/** Certificates of an office that end within so many days; one that has ended too. */
export async function findEndingCertificates(
  db: DataSource,
  officeId: string,
  days: number,
  at: Date,
): Promise<Found[]> {
  const all = await listCertificates(db, [officeId]);
  return all
    .map(({ label, endsAt }) => ({
      label,
      left: Math.floor((endsAt.getTime() - at.getTime()) / dayMs),
    }))
    .filter(({ left }) => left < days)
    .map(({ label, left }) => ({ subject: label, dossierId: null, value: Math.max(0, left) }));
}

/** Standing offices that have open dossiers, alerts or certificates, by id. */
export async function listAlertOffices(db: DataSource): Promise<string[]> {
  const rows = await db.query<{ id: string }[]>(
    `SELECT o.id FROM office o WHERE o.id NOT LIKE ? AND (
        EXISTS (SELECT 1 FROM dossier d WHERE d.officeId = o.id
          AND d.stage IN ('accepted', 'awaiting-signature', 'awaiting-seal', 'returned'))
        OR EXISTS (SELECT 1 FROM alert a WHERE a.officeId = o.id AND a.clearedAt IS NULL)
        OR EXISTS (SELECT 1 FROM token t WHERE t.officeCode = o.code)
        OR EXISTS (SELECT 1 FROM signing_key k WHERE k.officeId = o.id)) ORDER BY o.id`,
    [`${sampleIdPrefix}%`],
  );
  return rows.map(({ id }) => id);
}
