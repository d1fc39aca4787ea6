import type { EntityManager } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { mayAct, stageDeclarations } from '../../domain/process';
import { Dossier } from '../entities/dossier';
import { recordAudit } from './record-audit';
import { lockDossier } from './record-transition';

export interface ScanFacts {
  dossierId: string;
  actorId: string;
  actKey: string;
  at: Date;
  /** SHA-256 of the bytes as received. */
  receivedHash: string;
  /** The plain form that the copy begins with. */
  hash: string;
  pages: number;
  bytes: number;
}

/**
 * Sets the scan of a dossier that is not submitted yet. The same file again changes nothing.
 * @throws SaoyError `dossier-unknown`; `dossier-out-of-turn` once it was submitted.
 */
export async function recordScan(manager: EntityManager, facts: ScanFacts): Promise<void> {
  await manager.transaction(async (inside) => {
    const dossier = await lockDossier(inside, facts.dossierId);
    if (!mayAct('submit', dossier.stage)) {
      throw new SaoyError('dossier-out-of-turn', { stage: stageDeclarations[dossier.stage].vi });
    }
    if (dossier.receivedScanHash === facts.receivedHash && dossier.scanHash === facts.hash) return;
    const { receivedHash, hash, pages, bytes } = facts;
    await inside.update(
      Dossier,
      { id: dossier.id },
      { receivedScanHash: receivedHash, scanHash: hash, scanPages: pages, scanBytes: bytes },
    );
    await recordAudit(inside, {
      officeId: dossier.officeId,
      dossierId: dossier.id,
      actorId: facts.actorId,
      action: 'scan',
      actKey: facts.actKey,
      details: { receivedHash, hash, pages, bytes },
      at: facts.at,
    });
  });
}
