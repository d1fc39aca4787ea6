import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { MoreThan, type DataSource } from 'typeorm';
import { CopyLink } from './entity';
import { Dossier } from '../dossiers/entity';
import { RegisterEntry, RegisterVoid } from '../registers/entity';
import { inTransaction } from '../transaction';
import { recordAudit } from '../audit/record-audit';

/** How long a link to a copy works. */
const copyLinkDays = 30;
const dayMs = 24 * 3_600_000;

/** Makes a way to a dossier's copy that needs no account. @returns its secret, told once, and its end */
export async function createCopyLink(
  db: DataSource,
  dossierId: string,
  at: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(at.getTime() + copyLinkDays * dayMs);
  await db.manager.insert(CopyLink, {
    ...{ tokenHash: hashOf(token), dossierId },
    ...{ createdAt: at, expiresAt },
  });
  return { token, expiresAt };
}

/**
 * Follows a link, with an event in the office's audit log.
 * @returns the copy as it is given out now; undefined where the link is none, has ended, or its copy was revoked
 */
export async function useCopyLink(
  db: DataSource,
  token: string,
  at: Date,
): Promise<{ hash: string; code: string } | undefined> {
  return inTransaction(db, async (inside) => {
    const link = await inside.findOneBy(CopyLink, {
      tokenHash: hashOf(token),
      expiresAt: MoreThan(at),
    });
    if (link === null) return undefined;
    const dossier = await inside.findOneByOrFail(Dossier, { id: link.dossierId });
    const entry = await inside.findOneByOrFail(RegisterEntry, { dossierId: dossier.id });
    const { bookId, number } = entry;
    const isRevoked = await inside.existsBy(RegisterVoid, { bookId, number });
    if (isRevoked || dossier.copyHash === null) return undefined;
    await recordAudit(inside, {
      officeId: dossier.officeId,
      dossierId: dossier.id,
      actorId: null,
      action: 'follow-link',
      actKey: `follow-link:${randomUUID()}`,
      details: { link: link.tokenHash, copyHash: dossier.copyHash },
      at,
    });
    return { hash: dossier.copyHash, code: dossier.code };
  });
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
