import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Agent, Pairing } from '../../api/contract/agent';
import type { Dossier } from '../../api/contract/dossier';
import type { SigningKeys, SigningKeyView } from '../../api/contract/signing-key';
import { Counter } from './counter';
import { OfficerComputer, type RunningProgram } from './officer-computer';
import { RunningStack } from './running-stack';

/** The leader signs with their own token in their own computer, through the whole running house. */
// Processes of a whole stack, and the officer's beside them, on a machine that may be busy.
jest.setTimeout(120_000);

let stack: RunningStack;
let counter: Counter;
const computer = new OfficerComputer();
let program: RunningProgram;

beforeAll(async () => {
  stack = await RunningStack.start();
  counter = await Counter.open(stack);
  const { person, offices } = counter.leader.session;
  computer.plugIn(stack, {
    label: 'Token lãnh đạo',
    profile: 'signer',
    subject: { commonName: person.fullName, organization: String(offices[0]?.name) },
  });
}, 150_000);
afterAll(async () => {
  await computer.end();
  await stack.end();
}, 40_000);

const openPairing = () => counter.leader.post<Pairing>('/agents/pairing', {});
const listKeys = () =>
  counter.leader.get<SigningKeys>(`/signing-keys?officeId=${counter.officeId}`);
const choose = (choice: object) =>
  counter.leader.put<SigningKeyView>(`/signing-keys/sign?officeId=${counter.officeId}`, choice);
const askToSign = (dossier: Dossier) =>
  counter.leader.post<Dossier>(`/dossiers/${dossier.id}/sign`, {});
const mine = (dossier: Dossier) => counter.leader.get<Dossier>(`/dossiers/${dossier.id}`);

async function waitForFailure(dossier: Dossier): Promise<Dossier> {
  for (let tries = 0; tries < 100; tries += 1) {
    const now = await mine(dossier);
    if (now.signing?.status === 'failed') return now;
    await sleep(100);
  }
  throw new Error('it did not fail');
}

test('is paired by the code from the page, and offers what its token holds', async () => {
  const { code } = await openPairing();
  const pairing = await computer.pair(stack.ready.url, code);
  expect(await pairing.ended).toBe(0);
  expect(pairing.output()).toContain('Đã báo 1 chứng thư');
  const { items } = await counter.leader.get<{ items: Agent[] }>('/agents');
  expect(items).toHaveLength(1);
  const [key] = (await listKeys()).items;
  expect(key).toMatchObject({ step: 'sign', way: 'token' });
  expect(key?.candidates).toEqual([
    expect.objectContaining({
      way: 'agent',
      label: 'Token lãnh đạo',
      subject: counter.leader.session.person.fullName,
      unfit: null,
    }),
  ]);
});

test('a used code pairs nobody else', async () => {
  const { code } = await openPairing();
  await openPairing();
  const thief = await computer.pair(stack.ready.url, code);
  expect(await thief.ended).toBe(1);
  expect(thief.output()).toContain('Mã ghép không đúng');
});

test('signs a dossier, which goes on to the citizen as a valid copy', async () => {
  const [key] = (await listKeys()).items;
  const fingerprint = String(key?.candidates[0]?.id);
  expect(await choose({ way: 'agent', fingerprint })).toMatchObject({ way: 'agent', fingerprint });
  program = computer.run('run');
  await program.says('Đang chờ');
  const dossier = await counter.submitted();
  const asked = await askToSign(dossier);
  expect(asked).toMatchObject({
    stage: 'awaiting-signature',
    signing: { way: 'agent', status: 'waiting' },
  });
  await program.says('Mã PIN');
  const digest = String(asked.signing?.digest);
  expect(program.output()).toContain(`${dossier.code} · V.T.K.M. · 2 trang`);
  expect(program.output()).toContain(`${digest.slice(0, 8)} ${digest.slice(8, 16)}`);
  program.type(computer.pin);
  await program.says('đã ký');
  const signed = await counter.waitFor(dossier, 'awaiting-seal');
  await counter.seal(signed);
  await counter.waitFor(dossier, 'delivered');

  const file = join(mkdtempSync(join(tmpdir(), 'saoy-copy-')), 'copy.pdf');
  writeFileSync(file, await counter.clerk.getBytes(`/dossiers/${dossier.id}/copy`));
  const verdict = execFileSync(
    process.execPath,
    ['cli/saoy.mjs', 'verify', file, '--trust', stack.ready.trustAnchors, '--json'],
    { encoding: 'utf8' },
  );
  expect(JSON.parse(verdict)).toMatchObject({ verdict: 'valid', intact: 'yes' });
  expect(program.output()).not.toContain(computer.pin);
});

test('a wrong PIN leaves the dossier where it was and says how many tries are left', async () => {
  const dossier = await counter.submitted();
  await askToSign(dossier);
  await program.says('Mã PIN', 2);
  program.type('00000000');
  const wrong = await waitForFailure(dossier);
  expect(wrong.stage).toBe('awaiting-signature');
  expect(wrong.signing).toMatchObject({ code: 'pin-wrong' });
  expect(wrong.signing?.text).toContain('còn 4 lần thử');
});
