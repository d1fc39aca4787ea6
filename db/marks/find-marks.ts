import type { EntityManager } from 'typeorm';
import { type MarkKind, type MarkPlaces, markKinds } from '../../domain/attestation-layout';
import { MarkPicture, MarkPlaces as MarkPlacesRow } from './entity';

/** The picture of a person's signature or of an office's seal; null where there is none. */
export function findMarkPicture(
  manager: EntityManager,
  kind: MarkKind,
  ownerId: string,
): Promise<MarkPicture | null> {
  return manager.findOneBy(MarkPicture, { kind, ownerId });
}

/** Where an office wants its marks; null where it has them as policy has them. */
export async function findMarkPlaces(
  manager: EntityManager,
  officeId: string,
): Promise<MarkPlaces | null> {
  const row = await manager.findOneBy(MarkPlacesRow, { officeId });
  if (!row) return null;
  const entries = markKinds.map((kind) => [kind, row.places[kind]] as const);
  return Object.fromEntries(entries) as MarkPlaces;
}
