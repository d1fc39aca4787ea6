import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

/** What one id names: a key to encrypt with, and another for the index that equal values are found by. */
export interface PersonalKey {
  /** Eight letters or digits: it stands before every value that the key has encrypted. */
  id: string;
  /** New values take it from this instant on, when every process has read of it. */
  from: Date;
  encryption: Buffer;
  index: Buffer;
}

/** Where the keys lie: a file for its owner alone, or the same text from the environment. */
export type KeyPlace = { file: string } | { text: string };

export const keyIdLength = 8;
const keyBytes = 32;
/** So often, at most, a file is looked at again. */
const lookEveryMs = 5_000;

interface Known {
  keys: readonly PersonalKey[];
  lookedAt: number;
  changedAt: number;
}

let place: KeyPlace | undefined;
let known: Known | undefined;

/** Says, once per process, where the keys of personal data lie. They are read with the first value. */
export function usePersonalKeys(at: KeyPlace): void {
  place = at;
  known = undefined;
}

/** Every key that may have encrypted a value, the newest first. */
export function allPersonalKeys(): readonly PersonalKey[] {
  return current().keys;
}

/** The key that values are written with now. */
export function newestPersonalKey(): PersonalKey {
  const now = Date.now();
  const newest = allPersonalKeys().find(({ from }) => from.getTime() <= now);
  if (!newest) throw new Error('No key of personal data may be used yet.');
  return newest;
}

/** @throws Error where it was taken away while values still need it */
export function getPersonalKey(id: string): PersonalKey {
  const named = (key: PersonalKey) => key.id === id;
  // A key that another process uses already may be younger than our last look.
  const found = current().keys.find(named) ?? current(true).keys.find(named);
  if (!found) throw new Error(`The key ${id} of personal data is not here.`);
  return found;
}

function current(lookNow = false): Known {
  if (!place) throw new Error('Nobody said where the keys of personal data lie.');
  if ('text' in place) {
    return (known ??= { keys: parsePersonalKeys(place.text), lookedAt: 0, changedAt: 0 });
  }
  const now = Date.now();
  if (known && !lookNow && now - known.lookedAt < lookEveryMs) return known;
  const { file } = place;
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) {
    throw new Error(`There are no keys of personal data: “saoy data-keys make” makes ${file}.`);
  }
  if ((found.mode & 0o007) !== 0) throw new Error(`Anybody may read ${file}: chmod 600 it.`);
  if (known?.changedAt === found.mtimeMs) known.lookedAt = now;
  else {
    const keys = parsePersonalKeys(readFileSync(file, 'utf8'));
    known = { keys, lookedAt: now, changedAt: found.mtimeMs };
  }
  return known;
}

interface WrittenKey {
  id: string;
  from: string;
  encryption: string;
  index: string;
}

/** @throws Error with one sentence, which names no key */
function parsePersonalKeys(text: string): PersonalKey[] {
  const keys = (JSON.parse(text) as WrittenKey[]).map(({ id, from, encryption, index }) => ({
    ...{ id, from: new Date(from) },
    encryption: Buffer.from(encryption, 'base64'),
    index: Buffer.from(index, 'base64'),
  }));
  const areWhole = keys.every(
    ({ id, from, encryption, index }) =>
      /^[a-z0-9]{8}$/.test(id) &&
      !Number.isNaN(from.getTime()) &&
      encryption.length === keyBytes &&
      index.length === keyBytes,
  );
  const ids = new Set(keys.map(({ id }) => id));
  if (!areWhole || keys.length === 0 || ids.size < keys.length) {
    throw new Error(
      'The keys of personal data cannot be read; “saoy data-keys make” writes such a file.',
    );
  }
  return keys.sort((one, other) => other.from.getTime() - one.from.getTime());
}

export function writePersonalKeys(keys: readonly PersonalKey[]): string {
  const written: WrittenKey[] = keys.map(({ id, from, encryption, index }) => ({
    ...{ id, from: from.toISOString() },
    ...{ encryption: encryption.toString('base64'), index: index.toString('base64') },
  }));
  return `${JSON.stringify(written, null, 2)}\n`;
}

/** @param from when it is taken for new values */
export function makePersonalKey(from: Date): PersonalKey {
  const id = randomBytes(keyIdLength / 2).toString('hex');
  return { id, from, encryption: randomBytes(keyBytes), index: randomBytes(keyBytes) };
}
