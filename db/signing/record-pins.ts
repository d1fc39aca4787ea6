import type { EntityManager } from 'typeorm';
import { insertRows } from '../write-row';
import type { EncryptedPin } from './entity';

/** Keeps encrypted PINs for the token process to take, all by one statement. */
export async function recordPins(
  manager: EntityManager,
  pins: readonly EncryptedPin[],
): Promise<void> {
  const rows = pins.map((pin) => ({ ...pin }));
  await insertRows(manager, 'encrypted_pin', rows);
}
