import type { DataSource } from 'typeorm';
import type { Stage } from '../../domain/process';
import { isPublicToken } from './public-token';

/** What the holder of a receipt may know of the dossier: nothing of whose it is, nor of what paper. */
export interface TrackedDossier {
  officeName: string;
  stage: Stage;
  acceptedAt: Date;
  legalDue: Date;
  endedAt: Date | null;
  deliveredAt: Date | null;
  /** Of the policy that it pinned (`id@version`). */
  refusalGround: string | null;
  policy: string;
}

/** The dossier whose receipt has the code; undefined where nobody gave it out. */
export async function findTracked(
  db: DataSource,
  publicToken: string,
): Promise<TrackedDossier | undefined> {
  if (!isPublicToken(publicToken)) return undefined;
  const [row] = await db.query<TrackedDossier[]>(
    `SELECT o.name AS officeName, d.stage, d.acceptedAt, d.legalDue, d.endedAt, d.deliveredAt,
        d.refusalGround, d.policy
      FROM dossier d JOIN office o ON o.id = d.officeId WHERE d.publicToken = ?`,
    [publicToken],
  );
  return row;
}
