import type { DataSource } from 'typeorm';
import { listCertificates } from '../alerts/find-standing';

/** What an office signs with for one purpose. */
export interface PurposeReadiness {
  usable: number;
  all: number;
  /** When the first of them ends. */
  endsAt: Date | null;
}

export interface OfficeReadiness {
  sign: PurposeReadiness;
  seal: PurposeReadiness;
  unsentMails: number;
}

/** Whether each of these offices could sign, seal and mail, as tokens and mails were last seen. */
export async function readReadiness(
  db: DataSource,
  officeIds: readonly string[],
  at: Date,
): Promise<Map<string, OfficeReadiness>> {
  const certificates = await listCertificates(db, officeIds);
  // What waits is little, whatever was sent: the index of the relay finds it.
  const mails = await db.query<{ officeId: string | null; unsent: number | string }[]>(
    `SELECT officeId, COUNT(*) AS unsent FROM notice
      WHERE channel = 'mail' AND status IN ('failed', 'uncertain', 'pending')
        AND (status <> 'pending' OR attempts > 0) GROUP BY officeId`,
  );
  const unsent = new Map(mails.map((row) => [row.officeId, Number(row.unsent)]));
  return new Map(
    officeIds.map((officeId) => {
      const of = (purpose: 'leader' | 'agency'): PurposeReadiness => {
        const own = certificates.filter(
          (each) => each.officeId === officeId && each.purpose === purpose,
        );
        const ends = own.map(({ endsAt }) => endsAt.getTime());
        return {
          usable: own.filter(({ trouble, endsAt }) => trouble === null && endsAt > at).length,
          all: own.length,
          endsAt: ends.length === 0 ? null : new Date(Math.min(...ends)),
        };
      };
      const unsentMails = unsent.get(officeId) ?? 0;
      return [officeId, { sign: of('leader'), seal: of('agency'), unsentMails }];
    }),
  );
}
