import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assignNumber } from '../db/registers/assign-number';
import { Book } from '../db/registers/entity';
import { ensureBook } from '../db/registers/make-book';
import { findCheckpoint } from '../db/registers/read-log';
import { concat, fromBase64, toBase64 } from '../domain/register-log/bytes';
import { openCheckpoint, parseCheckpoint } from '../domain/register-log/checkpoint';
import { type Head, emptyRoot, isConsistent } from '../domain/register-log/merkle';
import {
  formatKey,
  isSignedBy,
  type NoteKey,
  parseKey,
  parseNote,
  signBody,
} from '../domain/register-log/signed-note';
import { createLog } from '../ops/log';
import { RegisterFiles } from '../storage/register-files';
import { acceptDossier } from '../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../test/fixtures/house';
import { startDatabase, type TestDatabase } from '../test/stack/database';
import { askWitness, type Witness } from './ask-witnesses';
import { PublishedRegisters } from './publish-registers';

/** The outside house: it remembers one head of each log, and cosigns what continues it (C2SP tlog-witness). */
class StandInWitness {
  readonly seen = new Map<string, Head>();
  /** Answers with a line of this key in place of its own. */
  forged: KeyObject | undefined;
  readonly statuses: number[] = [];
  readonly server: Server;
  private readonly privateKey = generateKeyPairSync('ed25519').privateKey;

  constructor() {
    this.server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const [status, answer] = this.answer(Buffer.concat(pieces).toString());
        this.statuses.push(status);
        response.writeHead(status).end(answer);
      });
    });
  }

  get key(): NoteKey {
    const { x = '' } = this.privateKey.export({ format: 'jwk' });
    const publicKey = new Uint8Array(Buffer.from(x, 'base64url'));
    // As it is given out, and as the settings hold it.
    return parseKey(formatKey({ name: 'lang-chung.example/w1', algorithm: 4, publicKey }));
  }

  private answer(body: string): [number, string] {
    const end = body.indexOf('\n\n');
    const [old = '', ...path] = body.slice(0, end).split('\n');
    const note = parseNote(body.slice(end + 2));
    const head = parseCheckpoint(note.body);
    const before = this.seen.get(head.origin) ?? { size: 0, root: emptyRoot };
    if (old !== `old ${before.size}`) return [409, `${before.size}\n`];
    if (!isConsistent(before, head, path.map(fromBase64))) return [422, ''];
    this.seen.set(head.origin, head);
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(1_795_000_000n);
    const { keyId, bytes } = signBody(
      `cosignature/v1\ntime 1795000000\n${note.body}`,
      this.key,
      (message) => sign(null, message, this.forged ?? this.privateKey),
    );
    return [200, `— ${this.key.name} ${toBase64(concat(keyId, time, bytes))}\n`];
  }
}

let database: TestDatabase;
let office: TestOffice;
let bookId: string;
let publicKey: Uint8Array;
let parts: Parameters<typeof askWitness>[0];
let registers: PublishedRegisters;
let witness: Witness;
const house = new StandInWitness();

beforeAll(async () => {
  database = await startDatabase();
  const { db } = database;
  office = await makeOffice(db, 'lang-01', 'UBND Phường Mẫu');
  await ensureBook(db.manager, office.id, 2026, 1);
  bookId = (await db.manager.findOneByOrFail(Book, { officeId: office.id })).id;
  const key = generateKeyPairSync('ed25519').privateKey;
  publicKey = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
  const files = new RegisterFiles(await mkdtemp(join(tmpdir(), 'so-')));
  const shared = { db, files, now: () => new Date(), log: createLog('worker', 'silent') };
  registers = new PublishedRegisters({ ...shared, key });
  await new Promise<void>((resolve) => house.server.listen(0, '127.0.0.1', resolve));
  const { port } = house.server.address() as AddressInfo;
  witness = { key: house.key, url: `http://127.0.0.1:${port}` };
  parts = { ...shared, witnesses: [witness] };
}, 60_000);
afterAll(async () => {
  house.server.close();
  await database.stop();
});

async function give(): Promise<void> {
  const dossier = await acceptDossier(database.db, office, '2026-11-26T09:00:00+07:00');
  await assignNumber(database.db.manager, {
    ...{ dossierId: dossier.id, bookId: null, actorId: office.staff.clerk, actKey: 'seal' },
    ...{ at: new Date('2026-11-26T10:00:00+07:00'), format: (number: number) => `${number}/ĐT` },
    publishedSizeOf: registers.sizeOf,
  });
  await registers.showGrown();
}

const readNote = async () => new TextDecoder().decode(await parts.files.of(bookId)('checkpoint'));

test('a witness cosigns each checkpoint that follows, and its line stands under what people get', async () => {
  for (let round = 0; round < 3; round += 1) {
    await give();
    await askWitness(parts, witness);
    const shown = await findCheckpoint(database.db, bookId);
    expect(await readNote()).toBe(shown?.checkpoint);
    const { note, size } = openCheckpoint(await readNote(), publicKey, bookId);
    expect(isSignedBy(note, house.key)).toBe(true);
    expect(size).toBe(round + 2);
  }
  expect(house.statuses).toEqual([200, 200, 200]);
  await askWitness(parts, witness);
  expect(house.statuses).toHaveLength(3);
});

test('a witness that remembers another size is asked from there', async () => {
  const [origin = ''] = house.seen.keys();
  house.seen.delete(origin);
  await give();
  await askWitness(parts, witness);
  expect(house.statuses.slice(3)).toEqual([409, 200]);
});

test('a line that is not of the witness’s key is not taken', async () => {
  house.forged = generateKeyPairSync('ed25519').privateKey;
  await give();
  await expect(askWitness(parts, witness)).rejects.toThrow('without a good cosignature');
  expect((await findCheckpoint(database.db, bookId))?.checkpoint).not.toContain(house.key.name);
});

test('a witness that was shown another history does not cosign this one', async () => {
  house.forged = undefined;
  const [[origin = '', head] = []] = house.seen;
  house.seen.set(origin, { size: head?.size ?? 0, root: new Uint8Array(32) });
  await give();
  await expect(askWitness(parts, witness)).rejects.toThrow('422');
});
