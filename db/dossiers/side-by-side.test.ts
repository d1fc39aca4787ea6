import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice, makePerson, type TestOffice } from '../../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../../test/stack/database';
import { createDataSource } from '../data-source';
import { CopyVersion } from '../copies/entity';
import type { Dossier } from './entity';
import { ReceivedFile } from '../scans/entity';
import { AgentPairing } from '../agents/entity';
import { SigningKey } from '../signing/entity';
import { countRepeated } from '../transaction';
import { recordPairing } from '../agents/agents';
import { recordCopyVersion } from '../copies/record-copy-version';
import { recordMarkPicture, recordMarkPlaces } from '../marks/record-marks';
import { recordScan } from '../scans/record-scan';
import { recordSigningKey } from '../signing/signing-key';

/* The first rows of their tables, written by 32 at the same moment: none meets another in a deadlock. */
const lanes = 32;

let database: TestDatabase;
let db: DataSource;
let office: TestOffice;
let dossiers: Dossier[];
let people: string[];
const at = new Date('2026-11-26T10:00:00+07:00');

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'dong-01', 'UBND Phường Mẫu');
  dossiers = [];
  people = [];
  for (let made = 0; made < lanes; made += 1) {
    dossiers.push(await acceptDossier(database.db, office, '2026-11-26T09:00:00+07:00'));
    people.push(await makePerson(database.db, { username: `nguoi-${made}`, kind: 'staff' }));
  }
  db = await createDataSource(database.url, lanes).initialize();
}, 120_000);
afterAll(async () => {
  await db.destroy();
  await database.stop();
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function withoutRepeat(acts: Promise<unknown>[]): Promise<void> {
  const before = countRepeated();
  await Promise.all(acts);
  expect(countRepeated()).toBe(before);
}

test('scans', async () => {
  const scan = (dossier: Dossier, files: number, name: string) =>
    recordScan(db.manager, {
      ...{ dossierId: dossier.id, actorId: office.staff.officer, actKey: `scan:${name}`, at },
      ...{ receivedHash: sha256(name), hash: sha256(`${name} plain`), pages: 1, bytes: 10 },
      ...{ archivable: true, compared: true },
      files: Array.from({ length: files }, (_, index) => ({
        ...{ sha256: sha256(`${name} ${index}`), bytes: 10, kind: 'pdf' as const, turn: 0 },
      })),
    });
  await withoutRepeat(dossiers.map((dossier) => scan(dossier, 3, `${dossier.id} first`)));
  await withoutRepeat(dossiers.map((dossier) => scan(dossier, 2, `${dossier.id} second`)));
  const [{ id: dossierId }] = dossiers as [Dossier];
  const kept = await db.manager.find(ReceivedFile, {
    where: { dossierId },
    order: { position: 'ASC' },
  });
  expect(kept.map((file) => file.sha256)).toEqual(
    [0, 1].map((index) => sha256(`${dossierId} second ${index}`)),
  );
}, 60_000);

test('forms of copies', async () => {
  const version = (dossier: Dossier, name: string) =>
    recordCopyVersion(db.manager, {
      ...{ dossierId: dossier.id, hash: sha256(`${dossier.id} ${name}`), stampEndsAt: at, at },
    });
  await withoutRepeat(dossiers.map((dossier) => version(dossier, 'first')));
  await withoutRepeat(dossiers.map((dossier) => version(dossier, 'renewed')));
  const [dossier] = dossiers as [Dossier];
  expect(await version(dossier, 'first')).toBe(1);
  const versions = await db.manager.find(CopyVersion, {
    where: { dossierId: dossier.id },
    order: { version: 'ASC' },
  });
  expect(versions.map(({ isNewest }) => isNewest)).toEqual([false, true]);
}, 60_000);

test('pairings, of which a person has one', async () => {
  const pair = (personId: string, pairingId: string) =>
    recordPairing(db, { pairingId, secret: '12345678', personId, expiresAt: at });
  const idOf = (round: string, index: number) => `${round}${String(index).padStart(3, '0')}`;
  await withoutRepeat(people.map((person, index) => pair(person, idOf('A', index))));
  await withoutRepeat(people.map((person, index) => pair(person, idOf('B', index))));
  const ids = (await db.manager.find(AgentPairing)).map(({ pairingId }) => pairingId).sort();
  expect(ids).toEqual(people.map((_, index) => idOf('B', index)));
}, 60_000);

test('marks and keys', async () => {
  const [first] = people as [string];
  const mark = (ownerId: string) =>
    recordMarkPicture(
      db.manager,
      {
        ...{ ownerId, kind: 'signature' as const, sha256: sha256(ownerId), width: 1, height: 1 },
        ...{ receivedSha256: sha256(ownerId), setBy: ownerId, setAt: at },
      },
      [office.id],
      `mark:${randomUUID()}`,
    );
  await withoutRepeat(people.map(mark));
  // The same one by many at once, who all find none.
  await withoutRepeat(people.map(() => mark(office.id)));
  const places = { signature: { x: 1, y: 2 }, seal: { x: 3, y: 4 } };
  const place = () =>
    recordMarkPlaces(db.manager, {
      ...{ officeId: office.id, places, actorId: first, actKey: `places:${randomUUID()}`, at },
    });
  await withoutRepeat(people.map(place));
  const choose = (personId: string) =>
    recordSigningKey(
      db,
      { personId, officeId: office.id, step: 'sign' },
      { method: 'agent', label: 'Token mẫu', asks: ['pin'], certificates: [] },
      { fingerprint: null, actKey: `key:${randomUUID()}`, at },
    );
  await withoutRepeat(people.map(choose));
  await withoutRepeat(people.map(() => choose(first)));
  expect(await db.manager.count(SigningKey)).toBe(lanes);
}, 60_000);
