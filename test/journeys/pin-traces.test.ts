import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Batch } from '../../api/batches/contract';
import type { Pairing } from '../../api/agents/contract';
import type { SigningKeys } from '../../api/signing-keys/contract';
import type { Dossier } from '../../api/dossiers/contract';
import { Counter } from './counter';
import { OfficerComputer } from './officer-computer';
import { RunningStack } from './running-stack';
import { filesUnder, tracesOf } from './traces';

/**
 * A PIN leaves no trace: not in a log, not in Temporal's history, not in the database, in no file of the
 * house, however it was written. Looked for after the stack was ended, when all of it is on disk.
 */
jest.setTimeout(180_000);

/** Ten digits, so that none of them stands anywhere by chance. */
const wrongPin = '9081726354';
/**
 * Where the development stack tells its owner the PINs of the soft tokens that it made: its own file, and
 * what it says in the terminal, which this test keeps in the second.
 */
const ownersCopies = ['stack.json', 'start.log'];
let stack: RunningStack;
let counter: Counter;
const computer = new OfficerComputer();

beforeAll(async () => {
  stack = await RunningStack.start();
  counter = await Counter.open(stack);
}, 150_000);
afterAll(async () => {
  await computer.end();
  await stack.end();
}, 40_000);

test('PINs, right and wrong, typed in the page, in a batch or at the officer’s computer, are nowhere', async () => {
  const pins = [
    wrongPin,
    computer.pin,
    ...(['leader', 'clerk'] as const).map((role) => String(stack.account(role).tokenPin)),
  ];
  const dossier = await counter.submitted();
  await expect(counter.sign(dossier, wrongPin)).rejects.toThrow('pin-wrong');
  await counter.sign(dossier);
  await counter.seal(dossier);
  await counter.waitFor(dossier, 'delivered');
  await signBatch();
  await signOnOwnComputer();
  const env = Object.entries(stack.ready.processes).map(([name, pid]) => ({
    name,
    bytes: Buffer.concat(
      ['environ', 'cmdline'].map((file) => readFileSync(`/proc/${pid}/${file}`)),
    ),
  }));
  await stack.end();

  const places = [...filesUnder(stack.home), ...filesUnder(computer.home)];
  // Whoever looks for nothing finds nothing: this is there, and is found.
  expect(tracesOf('Vũ Thị Khách Mẫu', places).some((name) => name.includes('mariadb'))).toBe(true);
  expect(tracesOf(dossier.id, places).some((name) => name.startsWith('temporal'))).toBe(true);
  expect(places.filter(({ name }) => name.endsWith('.log')).length).toBeGreaterThan(4);
  for (const pin of pins) {
    expect(tracesOf(pin, env)).toEqual([]);
    const traces = tracesOf(pin, places).filter((name) => !ownersCopies.includes(name));
    expect(traces).toEqual([]);
  }
  expect(tracesOf(wrongPin, places)).toEqual([]);
});

async function signBatch(): Promise<void> {
  const dossier = await counter.submitted();
  await counter.leader.put(`/dossiers/${dossier.id}/opening`, {});
  const encryptedPin = await counter.encryptedPin(counter.leader, dossier, 'sign');
  const items = [{ dossierId: dossier.id, encryptedPin }];
  await counter.leader.post<Batch>('/batches', {
    officeId: counter.officeId,
    action: 'sign',
    items,
  });
  await counter.waitFor(dossier, 'awaiting-seal');
}

async function signOnOwnComputer(): Promise<void> {
  const { person } = counter.leader.session;
  const subject = { commonName: person.fullName };
  computer.plugIn(stack, { label: 'Token lãnh đạo', profile: 'signer', subject });
  const { code } = await counter.leader.post<Pairing>('/agents/pairing', {});
  expect(await (await computer.pair(stack.ready.url, code)).ended).toBe(0);
  const query = `officeId=${counter.officeId}`;
  const [key] = (await counter.leader.get<SigningKeys>(`/signing-keys?${query}`)).items;
  const fingerprint = key?.candidates[0]?.id;
  await counter.leader.put(`/signing-keys/sign?${query}`, { method: 'agent', fingerprint });
  const program = computer.run('run');
  await program.says('Đang chờ');
  const dossier = await counter.submitted();
  await counter.leader.post<Dossier>(`/dossiers/${dossier.id}/sign`, {});
  await program.says('Mã PIN (Enter');
  program.type(computer.pin);
  await counter.waitFor(dossier, 'awaiting-seal');
  expect(program.output()).not.toContain(computer.pin);
  await program.end();
}
