import type { EntityManager } from 'typeorm';
import type { MarkPlaces } from '../../domain/attestation-layout';
import { MarkPicture, MarkPlaces as MarkPlacesRow } from './entity';
import { dropContents } from '../contents/drop-contents';
import { recordAudit } from '../audit/record-audit';
import { inTransaction } from '../transaction';

/** Keeps which picture a person signs or an office seals with, with an event in each office it is used in. */
export async function recordMarkPicture(
  manager: EntityManager,
  picture: MarkPicture,
  officeIds: readonly string[],
  actKey: string,
): Promise<void> {
  await inTransaction(manager, async (inside) => {
    const { ownerId, kind, sha256, receivedSha256 } = picture;
    const before = await inside.findOneBy(MarkPicture, { ownerId, kind });
    await inside.upsert(MarkPicture, picture, ['ownerId', 'kind']);
    const replaced = before ? [before.sha256, before.receivedSha256] : [];
    const dropped = replaced.filter((hash) => hash !== sha256 && hash !== receivedSha256);
    await dropContents(inside, dropped, picture.setAt);
    for (const officeId of officeIds) {
      await recordAudit(inside, {
        officeId,
        dossierId: null,
        actorId: picture.setBy,
        action: 'mark-picture',
        actKey,
        details: { kind: picture.kind, hash: picture.sha256, receivedHash: picture.receivedSha256 },
        at: picture.setAt,
      });
    }
  });
}

/** Keeps where an office wants its marks, or null to have them as policy has them. */
export async function recordMarkPlaces(
  manager: EntityManager,
  facts: { officeId: string; places: MarkPlaces | null; actorId: string; actKey: string; at: Date },
): Promise<void> {
  const { officeId, places, actorId, actKey, at } = facts;
  await inTransaction(manager, async (inside) => {
    if (places) {
      const row = { officeId, places, setBy: actorId, setAt: at };
      await inside.upsert(MarkPlacesRow, row, ['officeId']);
    } else await inside.delete(MarkPlacesRow, { officeId });
    await recordAudit(inside, {
      officeId,
      dossierId: null,
      actorId,
      action: 'mark-places',
      actKey,
      details: places
        ? {
            signature: `${places.signature.x} ${places.signature.y}`,
            seal: `${places.seal.x} ${places.seal.y}`,
          }
        : {},
      at,
    });
  });
}
