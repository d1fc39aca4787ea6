import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { appendFileSync } from 'node:fs';
import type { Batch } from '../../api/batches/contract';
import type { Dossier } from '../../api/dossiers/contract';
import { StatementLog, type Statement } from '../fixtures/statement-log';
import { Counter } from './counter';
import { RunningStack } from './running-stack';

/** Round trips to the database that each act may cost, in all processes together, transactions' ends included. */
const statementsMax = {
  accept: 20,
  submit: 14,
  sign: 26,
  seal: 31,
  'seal → delivered': 28,
  // The session, the key taken and the answer kept, as of every act; six to start.
  'batch of 100': 9,
  'a dossier': 2,
  'its timeline': 5,
  'a work list': 4,
  counts: 2,
  'the session': 1,
};
type Counted = keyof typeof statementsMax;

let stack: RunningStack;
let counter: Counter;
let log: StatementLog;
const counted = new Map<string, Statement[]>();

beforeAll(async () => {
  stack = await RunningStack.start();
  counter = await Counter.open(stack);
  // The first of everything opens connections and fills caches.
  const first = await counter.submitted();
  await counter.sign(first);
  await counter.seal(first);
  await counter.waitFor(first, 'delivered');
  log = await StatementLog.open(stack.home, stack.ready.processes);
}, 180_000);

afterAll(async () => {
  for (const [act, statements] of counted) process.stderr.write(describeCost(act, statements));
  await log.close();
  await stack.end();
}, 60_000);

test('each act of a dossier’s life', async () => {
  const accepted = await log.during(() => counter.accept(), isCarried);
  expectWithin('accept', accepted.statements);
  const dossier = accepted.result;
  await counter.attach(dossier);

  expectWithin('submit', (await log.during(() => counter.submit(dossier))).statements);

  const pin = await counter.encryptedPin(counter.leader, dossier, 'sign');
  const path = `/dossiers/${dossier.id}`;
  const sign = () => counter.leader.post<Dossier>(`${path}/sign`, { encryptedPin: pin });
  expectWithin('sign', (await log.during(sign)).statements);

  const clerkPin = await counter.encryptedPin(counter.clerk, dossier, 'seal');
  const seal = () => counter.clerk.post<Dossier>(`${path}/seal`, { encryptedPin: clerkPin });
  const { statements } = await log.during(seal, isDelivered);
  const { act, after } = splitAtSeal(statements);
  expectWithin('seal', act);
  expectWithin('seal → delivered', after);
}, 120_000);

test('what pages read', async () => {
  const { result: dossier } = await log.during(() => counter.accept(), isCarried);
  const { officeId, officer } = counter;
  const reads: [Counted, string][] = [
    ['a dossier', `/dossiers/${dossier.id}`],
    ['its timeline', `/dossiers/${dossier.id}/timeline`],
    ['a work list', `/dossiers?officeId=${officeId}&list=create`],
    ['counts', `/dossiers/counts?officeId=${officeId}`],
    ['the session', '/session'],
  ];
  for (const [name, path] of reads) {
    expectWithin(name, (await log.during(() => officer.get(path))).statements);
  }
}, 60_000);

test('a batch of a hundred', async () => {
  const dossiers: Dossier[] = [];
  for (let made = 0; made < 100; made += 1) dossiers.push(await counter.accept());
  const encryptedPin = await counter.encryptedPin(counter.leader, dossiers[0] as Dossier, 'sign');
  // As if each were submitted and looked at: what is counted is the start alone.
  const ids = dossiers.map(({ id }) => `'${id}'`).join();
  await log.put(`UPDATE saoy.dossier SET stage = 'awaiting-signature' WHERE id IN (${ids})`);
  await log.put(`INSERT INTO saoy.opening (dossierId, personId, step, round, at)
    SELECT c.dossierId, s.personId, c.step, c.round, NOW(3) FROM saoy.step_clock c
    JOIN saoy.session s WHERE c.dossierId IN (${ids}) GROUP BY c.dossierId, c.step, c.round, s.personId`);
  const items = dossiers.map((dossier) => ({ dossierId: dossier.id, encryptedPin }));
  const order = { officeId: counter.officeId, action: 'sign', items };
  const { result, statements } = await log.during(() =>
    counter.leader.post<Batch>('/batches', order),
  );
  expect(result.items.filter(({ outcome }) => outcome === null)).toHaveLength(100);
  const ofApi = statements.filter(({ process }) => process === 'api');
  expectWithin('batch of 100', ofApi);
}, 180_000);

/** Nothing of the outbox is left to be carried, so the workflow is started. */
function isCarried({ id }: Dossier): string {
  return `SELECT 1 FROM DUAL WHERE NOT EXISTS (
    SELECT 1 FROM saoy.notice WHERE subjectId = '${id}' AND status <> 'sent')`;
}

/** … and its workflow has heard of it. */
function isDelivered(dossier: Dossier): string {
  const { id } = dossier;
  return `${isCarried(dossier)} AND EXISTS (
    SELECT 1 FROM saoy.dossier WHERE id = '${id}' AND stage = 'delivered')`;
}

/** The worker goes on by itself after the commit that makes the dossier sealed; the API answers meanwhile. */
function splitAtSeal(statements: Statement[]): { act: Statement[]; after: Statement[] } {
  const ofWorker = statements.filter(({ process }) => process === 'worker');
  const sealed = ofWorker.findIndex(
    ({ sql }) => /^INSERT INTO `?audit_event/.test(sql) && /'seal'/.test(sql),
  );
  const end = ofWorker.findIndex(({ sql }, index) => index > sealed && sql === 'COMMIT');
  const after = new Set(ofWorker.slice(end + 1));
  return { act: statements.filter((one) => !after.has(one)), after: [...after] };
}

function expectWithin(act: Counted, statements: Statement[]): void {
  counted.set(act, statements);
  expect(statements.length).toBeGreaterThan(0);
  expect(statements.every(({ process }) => process !== '?')).toBe(true);
  expect({ [act]: statements.length, isWithin: statements.length <= statementsMax[act] }).toEqual({
    [act]: statements.length,
    isWithin: true,
  });
}

/** As `sign 26 (api 7, worker 15, token 4)`; where SAOY_STATEMENTS names a file, each statement goes there. */
function describeCost(act: string, statements: Statement[]): string {
  const file = process.env['SAOY_STATEMENTS'];
  if (file) {
    const lines = statements.map((one) => `  ${one.process.padEnd(7)} ${one.sql.slice(0, 300)}`);
    appendFileSync(file, `${act}: ${statements.length}\n${lines.join('\n')}\n`);
  }
  const processes = [...new Set(statements.map((one) => one.process))].sort();
  const shares = processes.map(
    (name) => `${name} ${statements.filter((one) => one.process === name).length}`,
  );
  return `${act} ${statements.length} (${shares.join(', ')})\n`;
}
