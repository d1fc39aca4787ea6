import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { run } from './trace';
import { AuditEvent } from '../../db/audit/entity';
import { recordAudit } from '../../db/audit/record-audit';
import { Dossier } from '../../db/dossiers/entity';
import { inTransaction } from '../../db/transaction';
import { actions, type Action } from '../../domain/process';
import { acceptDossier, moveDossier } from '../../test/fixtures/dossiers';
import { makeOffice, type TestOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';

interface Answer {
  ok: boolean;
  dossiers: number;
  transitions: number;
  count: number;
  violations: Record<string, unknown>[];
}

let database: TestDatabase;
let office: TestOffice;
let home: string;
let output = '';
const homeBefore = process.env['SAOY_HOME'];
const at = (minute: number) => `2026-11-23T08:${String(minute).padStart(2, '0')}:00+07:00`;

beforeAll(async () => {
  database = await startDatabase();
  office = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  home = mkdtempSync(join(tmpdir(), 'saoy-trace-'));
  writeFileSync(join(home, 'ready.json'), JSON.stringify({ database: database.url }));
}, 60_000);
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await database.stop();
});
beforeEach(() => {
  process.env['SAOY_HOME'] = home;
  delete process.env['DATABASE_URL'];
  output = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output += chunk.toString();
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  if (homeBefore === undefined) delete process.env['SAOY_HOME'];
  else process.env['SAOY_HOME'] = homeBefore;
});

async function check(): Promise<{ code: number; answer: Answer }> {
  output = '';
  const code = await run(['check', '--json']);
  return { code, answer: JSON.parse(output) as Answer };
}

/** Takes a dossier through its actions by the real writers, a minute for each. */
async function live(path: readonly Action[]): Promise<Dossier> {
  const dossier = await acceptDossier(database.db, office, at(0));
  for (const [index, action] of path.entries()) {
    await moveDossier(database.db, dossier, at(index + 1), { action });
  }
  return dossier;
}

/** What a program past the declared process would leave in the log. */
async function write(dossierId: string, action: string, details: Record<string, string>) {
  const actKey = randomUUID();
  await inTransaction(database.db, (inside) =>
    recordAudit(inside, {
      officeId: office.id,
      dossierId,
      actorId: null,
      action,
      actKey,
      details,
      at: new Date(at(30)),
    }),
  );
  return database.db.manager.findOneByOrFail(AuditEvent, { dossierId, actKey });
}

test('an empty log conforms', async () => {
  expect(await check()).toEqual({
    code: 0,
    answer: { ok: true, dossiers: 0, transitions: 0, count: 0, violations: [] },
  });
});

test('what the real writers leave conforms, every action of the declaration among it', async () => {
  const lives: Action[][] = [
    ['submit', 'return', 'submit', 'sign', 'seal', 'complete', 'deliver'],
    ['submit', 'sign', 'seal', 'sign-again', 'sign', 'seal', 'complete', 'hand-over'],
    ['submit', 'sign', 'return', 'withdraw'],
    ['submit', 'refuse'],
    ['cancel'],
    [],
  ];
  for (const path of lives) await live(path);
  expect(new Set(['accept', ...lives.flat()])).toEqual(new Set(actions));
  const { code, answer } = await check();
  expect(answer).toEqual({ ok: true, dossiers: 6, transitions: 28, count: 0, violations: [] });
  expect(code).toBe(0);
  expect(await run(['check'])).toBe(0);
});

test('events that move no stage are no transitions', async () => {
  const dossier = await live([]);
  await write(dossier.id, 'scan', { hash: 'ab' });
  expect((await check()).code).toBe(0);
});

test('a transition that the declaration lacks is reported with its place in the log', async () => {
  const dossier = await live(['submit']);
  const event = await write(dossier.id, 'seal', { from: 'awaiting-signature', to: 'completing' });
  await database.db.manager.update(Dossier, { id: dossier.id }, { stage: 'completing' });
  const { code, answer } = await check();
  expect(code).toBe(1);
  expect(answer.violations).toEqual([
    {
      dossier: dossier.code,
      sequence: event.sequence,
      kind: 'undeclared',
      action: 'seal',
      from: 'awaiting-signature',
      to: 'completing',
    },
  ]);
});

test('a stage moved behind the log, and a trace without its dossier, are reported too', async () => {
  const dossier = await live([]);
  await database.db.manager.update(Dossier, { id: dossier.id }, { stage: 'delivered' });
  const orphan = randomUUID();
  await write(orphan, 'accept', { to: 'accepted' });
  const { code, answer } = await check();
  expect(code).toBe(1);
  expect(answer.violations).toEqual(
    expect.arrayContaining([
      {
        dossier: dossier.code,
        sequence: null,
        kind: 'stage-differs',
        action: null,
        from: 'accepted',
        to: 'delivered',
      },
      expect.objectContaining({ dossier: orphan, kind: 'stage-differs', to: null }),
    ]),
  );
  output = '';
  expect(await run(['check'])).toBe(1);
  expect(output).toContain(`${dossier.code}: trạng thái của hồ sơ khác với nhật ký`);
});

test('a long log is read to its end, page by page, and shows a bounded part of what is wrong', async () => {
  const before = (await check()).answer;
  await database.db.query(
    `INSERT INTO audit_event
       (officeId, sequence, dossierId, action, actKey, details, at, previousHash, hash)
     SELECT ?, seq, UUID(), 'deliver', 'x', '{"from":"delivering","to":"delivered"}', NOW(3), '', ''
     FROM seq_1000001_to_1001200`,
    [office.id],
  );
  const { answer } = await check();
  expect(answer.dossiers - before.dossiers).toBe(1_200);
  // Each begins in the middle and has no dossier.
  expect(answer.count - before.count).toBe(2_400);
  expect(answer.violations).toHaveLength(1_000);
});

test('it throws what becomes exit code 2 where it could not look', async () => {
  await expect(run([])).rejects.toThrow('Usage');
  await expect(run(['check', 'more'])).rejects.toThrow('Usage');
  await expect(run(['check', '--fast'])).rejects.toThrow('--fast');
  process.env['SAOY_HOME'] = join(home, 'absent');
  await expect(run(['check'])).rejects.toThrow('npm start');
});
