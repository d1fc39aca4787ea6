import { MoreThan, type EntityManager } from 'typeorm';
import { SaoyError } from '../../domain/problem';
import { mayAct, stageDeclarations } from '../../domain/process';
import { Dossier, type FeeRecord } from '../dossiers/entity';
import { ReceivedFile, TakenScan } from './entity';
import { recordAudit } from '../audit/record-audit';
import { dropContents } from '../contents/drop-contents';
import { lockDossier } from '../dossiers/record-transition';
import { inTransaction } from '../transaction';

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
  /** As received, in the order of the pages. */
  files: Omit<ReceivedFile, 'dossierId' | 'position'>[];
  /** Nothing of what PDF/A-2 forbids is on its pages. */
  archivable: boolean;
  /**
   * The requester brought it and the actor compared it with the original [T-09]; left open, it is
   * as was said when the original was accepted.
   */
  compared?: boolean | undefined;
  /** What is declared anew with the scan: the pages of the original, and the fee that follows. */
  declared?: { originalPages: number; fee: FeeRecord } | undefined;
}

/**
 * Sets the scan of a dossier that is not submitted yet. The same file again changes nothing.
 * @throws SaoyError `dossier-unknown`; `dossier-out-of-turn` once it was submitted.
 */
export async function recordScan(manager: EntityManager, facts: ScanFacts): Promise<void> {
  await inTransaction(manager, async (inside) => {
    const dossier = await lockDossier(inside, facts.dossierId);
    if (!mayAct('submit', dossier.stage)) {
      throw new SaoyError('dossier-out-of-turn', { stage: stageDeclarations[dossier.stage].vi });
    }
    const compared = facts.compared ?? dossier.scanCompared;
    const isKnown =
      dossier.receivedScanHash === facts.receivedHash &&
      dossier.scanHash === facts.hash &&
      dossier.scanCompared === compared &&
      (facts.declared?.originalPages ?? dossier.originalPages) === dossier.originalPages;
    if (isKnown) return;
    const { receivedHash, hash, pages, bytes } = facts;
    await inside.update(
      Dossier,
      { id: dossier.id },
      {
        ...{ receivedScanHash: receivedHash, scanHash: hash, scanPages: pages, scanBytes: bytes },
        scanCompared: compared,
        ...facts.declared,
      },
    );
    const replaced = await keepFiles(inside, facts, compared);
    await dropReplaced(inside, [...replaced, dossier.scanHash], facts);
    await recordAudit(inside, {
      officeId: dossier.officeId,
      dossierId: dossier.id,
      actorId: facts.actorId,
      action: 'scan',
      actKey: facts.actKey,
      details: {
        ...{ receivedHash, hash, pages, bytes },
        ...(compared ? { compared } : {}),
        ...(facts.declared ? { originalPages: facts.declared.originalPages } : {}),
      },
      at: facts.at,
    });
  });
}

/** @returns hashes of the files before these */
async function keepFiles(
  inside: EntityManager,
  { dossierId, actorId, at, files, archivable }: ScanFacts,
  compared: boolean,
): Promise<string[]> {
  const before = await inside.findBy(ReceivedFile, { dossierId });
  await inside.upsert(
    ReceivedFile,
    files.map((file, index) => ({ dossierId, position: index + 1, ...file })),
    ['dossierId', 'position'],
  );
  if (before.length > files.length) {
    await inside.delete(ReceivedFile, { dossierId, position: MoreThan(files.length) });
  }
  await inside.upsert(
    TakenScan,
    {
      dossierId,
      archivable,
      comparedBy: compared ? actorId : null,
      comparedAt: compared ? at : null,
    },
    ['dossierId'],
  );
  return before.map(({ sha256 }) => sha256);
}

async function dropReplaced(
  inside: EntityManager,
  replaced: readonly (string | null)[],
  { hash, files, at }: ScanFacts,
): Promise<void> {
  const kept = new Set([hash, ...files.map(({ sha256 }) => sha256)]);
  const dropped = replaced.filter((one) => one !== null).filter((one) => !kept.has(one));
  await dropContents(inside, dropped, at);
}
