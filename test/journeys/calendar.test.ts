import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dossier } from '../../api/dossiers/contract';
import { dayOf, formatDate } from '../../time/time';
import { Counter } from './counter';
import { RunningStack } from './running-stack';

const policies = join(mkdtempSync(join(tmpdir(), 'saoy-policies-')), 'policies');
let stack: RunningStack;
let counter: Counter;

beforeAll(async () => {
  cpSync(join(__dirname, '..', '..', 'policies', 'rules'), policies, { recursive: true });
  stack = await RunningStack.start({ POLICIES_DIR: policies });
  counter = await Counter.open(stack);
}, 120_000);
afterAll(async () => {
  await stack.end();
}, 30_000);

test('a day off decided while a dossier is open moves its due and leaves the trace', async () => {
  const before = await counter.accept();
  const due = formatDate(dayOf(Date.parse(before.legalDue)));
  const file = join(policies, 'calendars', 'vn.yaml');
  const today = new Date().toISOString().slice(0, 10);
  const entry = `days_off:\n  - { date: ${due}, kind: holiday, name: Ngày nghỉ mẫu, recorded: ${today}, citation: QĐ mẫu }\n`;
  writeFileSync(file, readFileSync(file, 'utf8').replace('days_off:\n', entry));

  const after = await waitUntil(
    () => counter.get(before),
    (dossier) => dossier.legalDue !== before.legalDue,
  );
  expect(Date.parse(after.legalDue)).toBeGreaterThan(Date.parse(before.legalDue));
  expect(after.calendar).not.toBe(before.calendar);
  expect(after.because.map(({ rule }) => rule).join(' ')).toContain('Ngày nghỉ mẫu');
  const { items } = await counter.officer.get<{ items: { action: string; text: string }[] }>(
    `/dossiers/${before.id}/timeline`,
  );
  // Old due, new due and whose decision it was.
  expect(items.find(({ action }) => action === 'rederive')?.text).toMatch(
    /^Lịch làm việc thay đổi \(\S+ nghỉ Ngày nghỉ mẫu, theo QĐ mẫu\): hạn trả từ .+ chuyển thành .+$/,
  );
  // Its appointment was printed: the new one must be handed over.
  const letters = await counter.officer.get<{ items: unknown[] }>(
    `/letters?officeId=${counter.officeId}`,
  );
  expect(letters.items).toContainEqual(
    expect.objectContaining({
      ...{ dossierCode: before.code, kind: 'slip' },
      ...{ due: after.legalDue, previousDue: before.legalDue },
    }),
  );
  await expect(counter.clerk.get(`/letters?officeId=${counter.officeId}`)).rejects.toMatchObject({
    problem: { code: 'right-missing' },
  });
  // An inspector finds every decision again from the log, by the versions of that time.
  expect(JSON.parse(saoy('dossier', 'rederive', before.code, '--json'))).toMatchObject({
    ok: true,
    code: before.code,
    differences: [],
  });
  // Whoever comes now is under the new calendar from the start; the API looks for itself every few seconds.
  await waitUntil(
    () => counter.accept(),
    ({ calendar }) => calendar === after.calendar,
  );
  expect((await counter.accept()).calendar).toBe(after.calendar);
}, 180_000);

test('a calendar that breaks its schema is refused, and the one in force stays', async () => {
  const file = join(policies, 'calendars', 'vn.yaml');
  const right = readFileSync(file, 'utf8');
  const { calendar } = await counter.accept();
  expect(saoy('status')).not.toContain('refused');
  writeFileSync(file, `${right}\nnonsense: true\n`);
  expect(saoy('status')).toMatch(/✗ rules +refused, .+ calendars\/vn\.yaml:\d+: .*nonsense/);
  for (const part of ['api', 'worker']) await stack.waitForLog(part, 'changed rules refused');
  expect((await counter.accept()).calendar).toBe(calendar);
  writeFileSync(file, right);
}, 120_000);

function saoy(...args: string[]): string {
  const command = join(__dirname, '..', '..', 'cli', 'saoy.mjs');
  const env = { ...process.env, SAOY_HOME: stack.home, POLICIES_DIR: policies };
  return execFileSync(process.execPath, [command, ...args], { env, encoding: 'utf8' });
}

async function waitUntil(
  look: () => Promise<Dossier>,
  found: (dossier: Dossier) => boolean,
): Promise<Dossier> {
  for (let tries = 0; tries < 150; tries += 1) {
    const dossier = await look();
    if (found(dossier)) return dossier;
    await sleep(300);
  }
  throw new Error('nothing changed');
}
