import { In, type EntityManager } from 'typeorm';
import { recordAudit } from '../audit/record-audit';
import { AuditEvent } from '../audit/entity';
import { CopyVersion } from '../copies/entity';
import { Dossier } from '../dossiers/entity';
import { lockDossier } from '../dossiers/record-transition';
import { ReceivedFile } from '../scans/entity';
import { PreparedSignature } from '../signing/entity';
import { inTransaction } from '../transaction';
import { dropContents } from './drop-contents';

/**
 * Lets the forms between the received scan and the copy go: the plain scan, what was prepared for each signature, what
 * the leader signed and what the agency sealed, those of earlier rounds too. Called again it changes nothing.
 * @returns how many there are
 */
export function dropForms(
  manager: EntityManager,
  { dossierId, at }: { dossierId: string; at: Date },
): Promise<number> {
  return inTransaction(manager, async (inside) => {
    const dossier = await lockDossier(inside, dossierId);
    if (dossier.stage !== 'delivered' || dossier.formsDroppedAt !== null) return 0;
    const kept = await listKept(inside, dossierId);
    const forms = (await listForms(inside, dossier)).filter((hash) => !kept.has(hash));
    await inside.update(Dossier, { id: dossierId }, { formsDroppedAt: at });
    await dropContents(inside, forms, at);
    await recordAudit(inside, {
      ...{ officeId: dossier.officeId, dossierId, actorId: null, at },
      ...{ action: 'drop-forms', actKey: 'drop-forms', details: { forms: forms.length } },
    });
    return forms.length;
  });
}

async function listKept(inside: EntityManager, dossierId: string): Promise<Set<string>> {
  const copies = await inside.findBy(CopyVersion, { dossierId });
  const received = await inside.findBy(ReceivedFile, { dossierId });
  return new Set([...copies.map(({ hash }) => hash), ...received.map(({ sha256 }) => sha256)]);
}

async function listForms(
  inside: EntityManager,
  { id: dossierId, scanHash, certifiedHash, sealedHash }: Dossier,
): Promise<string[]> {
  const works = await inside.findBy(PreparedSignature, { dossierId });
  // What was signed before the dossier came back is known to the log alone.
  const signed = await inside.findBy(AuditEvent, { dossierId, action: In(['sign', 'seal']) });
  const all = [
    ...[scanHash, certifiedHash, sealedHash],
    ...works.map(({ preparedHash }) => preparedHash),
    ...signed.flatMap(({ details }) => [details.certifiedHash, details.sealedHash]),
  ];
  return [...new Set(all.filter((hash) => typeof hash === 'string'))];
}
