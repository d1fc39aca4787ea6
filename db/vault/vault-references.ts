import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type DataSource, type EntityManager, IsNull, MoreThan } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { VaultReference } from './entity';
import { Dossier } from '../dossiers/entity';
import { recordAudit } from '../audit/record-audit';
import { lockDossier } from '../dossiers/record-transition';
import { inTransaction } from '../transaction';

/** References in force that one copy may have. */
const inForceMax = 20;

/**
 * Makes a reference to a finished copy.
 * @returns the reference itself too, which is told once and not kept
 * @throws SaoyError `dossier-unknown`, `references-too-many`
 */
export async function recordReference(
  manager: EntityManager,
  input: { dossierId: string; actorId: string; label: string; expiresAt: Date; at: Date },
): Promise<{ reference: string; row: VaultReference }> {
  const { dossierId, actorId, label, expiresAt, at } = input;
  return inTransaction(manager, async (inside) => {
    const { officeId } = await lockDossier(inside, dossierId);
    const count = await inside.countBy(VaultReference, {
      dossierId,
      revokedAt: IsNull(),
      expiresAt: MoreThan(at),
    });
    if (count >= inForceMax) throw new SaoyError('references-too-many', { max: inForceMax });
    const reference = randomBytes(24).toString('base64url');
    const row = inside.create(VaultReference, {
      id: randomUUID(),
      tokenHash: hashOf(reference),
      dossierId,
      createdBy: actorId,
      label,
      createdAt: at,
      expiresAt,
      revokedAt: null,
      uses: 0,
      lastUsedAt: null,
    });
    await inside.insert(VaultReference, row);
    const details = { referenceId: row.id, expiresAt: expiresAt.toISOString() };
    const actKey = `share:${row.id}`;
    await recordAudit(inside, {
      officeId,
      dossierId,
      actorId,
      action: 'share',
      actKey,
      details,
      at,
    });
    return { reference, row };
  });
}

/** The references to a copy, newest first. */
export function listReferences(
  db: DataSource,
  dossierId: string,
  limit: number,
): Promise<VaultReference[]> {
  return db.manager.find(VaultReference, {
    where: { dossierId },
    order: { createdAt: 'DESC' },
    take: limit,
  });
}

export function findReference(db: DataSource, id: string): Promise<VaultReference | null> {
  return db.manager.findOneBy(VaultReference, { id });
}

/** Takes a reference out of force; one that is so already stays as it is. */
export async function revokeReference(
  manager: EntityManager,
  { id, dossierId }: VaultReference,
  actorId: string,
  at: Date,
): Promise<void> {
  await inTransaction(manager, async (inside) => {
    const { officeId } = await lockDossier(inside, dossierId);
    const row = await inside.findOneByOrFail(VaultReference, { id });
    if (row.revokedAt !== null) return;
    await inside.update(VaultReference, { id }, { revokedAt: at });
    const actKey = `unshare:${id}`;
    const details = { referenceId: id };
    await recordAudit(inside, {
      officeId,
      dossierId,
      actorId,
      action: 'unshare',
      actKey,
      details,
      at,
    });
  });
}

/**
 * Follows a reference for a program's key, and writes down that it did. The reference is looked up
 * by its hash, so that the time it takes tells nothing about it.
 * @throws SaoyError `reference-unknown` for none, an expired or revoked one, and one to a copy of an
 *   office that the key is not for: it is not said which
 */
export async function resolveReference(
  manager: EntityManager,
  reference: string,
  by: { keyId: string; officeId: string | null; what: 'status' | 'file'; at: Date },
): Promise<Dossier> {
  const { at, what, keyId } = by;
  const row = await manager.findOneBy(VaultReference, { tokenHash: hashOf(reference) });
  if (!row || row.revokedAt !== null || row.expiresAt <= at)
    throw new SaoyError('reference-unknown');
  const dossier = await manager.findOneByOrFail(Dossier, { id: row.dossierId });
  const { officeId, id: dossierId } = dossier;
  if (by.officeId !== null && by.officeId !== officeId) throw new SaoyError('reference-unknown');
  await inTransaction(manager, async (inside) => {
    await inside.update(VaultReference, { id: row.id }, { uses: () => 'uses + 1', lastUsedAt: at });
    const actKey = `resolve:${randomUUID()}`;
    const details = { referenceId: row.id, keyId, what };
    const act = { action: 'resolve', actKey, details, at };
    await recordAudit(inside, { officeId, dossierId, actorId: null, ...act });
  });
  return dossier;
}

function hashOf(reference: string): string {
  return createHash('sha256').update(reference).digest('hex');
}
