import type { EntityManager } from 'typeorm';
import { insertRows } from '../write-row';
import type { SealedPin } from './entity';

/** Keeps sealed PINs for the token process to take, all by one statement. */
export async function recordPins(
  manager: EntityManager,
  pins: readonly SealedPin[],
): Promise<void> {
  const rows = pins.map((pin) => ({ ...pin }));
  await insertRows(manager, 'sealed_pin', rows);
}
