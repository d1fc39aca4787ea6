/**
 * Takes dossiers through a stack of its own in every way their lives can go, does what else workflows do
 * (`house-lives.ts`), and keeps the Temporal histories for the replay tests:
 *
 *     node -r ./test/register-typescript.cjs test/histories/record.ts NAME [LIFE…]
 *
 * It takes some minutes: alarms are waited for, under rules that make them sound soon (not around
 * midnight, UTC+7, for the office must close before it). Run it after each change of workflow code, NAME
 * saying what changed, and LIFE which lives, where not all. Old histories stay: they are the dossiers that are under way in an office when the
 * change arrives.
 */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { Batch } from '../../api/batches/contract';
import type { Dossier } from '../../api/dossiers/contract';
import { batchWorkflowId } from '../../workflows/batches/messages';
import { workflowIdOf } from '../../workflows/dossiers/messages';
import { issueCredential } from '../csc/issue-credential';
import { startProvider, type ProviderCredential } from '../csc/provider';
import { Counter } from '../journeys/counter';
import { RunningStack } from '../journeys/running-stack';
import { type House, houseLives, type Run } from './house-lives';

const lives: Record<string, (counter: Counter) => Promise<Dossier | Batch>> = {
  delivered: async (counter) => {
    const dossier = await counter.submitted();
    await counter.sign(dossier);
    await counter.seal(dossier);
    return counter.waitFor(dossier, 'delivered');
  },
  'returned-twice': async (counter) => {
    const dossier = await counter.submitted();
    const path = `/dossiers/${dossier.id}/return`;
    await counter.leader.post(path, { reason: 'Quét lại trang một.' });
    await counter.submit(dossier);
    await counter.sign(dossier);
    await counter.clerk.post(path, { reason: 'Sai loại giấy tờ.' });
    return dossier;
  },
  'wrong-pin-then-right': async (counter) => {
    const dossier = await counter.submitted();
    await counter.sign(dossier, '00000000').catch(() => undefined);
    await counter.sign(dossier);
    return dossier;
  },
  refused: async (counter) => {
    const dossier = await counter.accept();
    await counter.officer.post(`/dossiers/${dossier.id}/refuse`, { ground: 'damaged' });
    return dossier;
  },
  cancelled: (counter) => end(counter, 'cancel'),
  withdrawn: (counter) => end(counter, 'withdraw'),
  'extended-and-rederived': async (counter) => {
    const dossier = await counter.accept();
    await counter.officer.post(`/dossiers/${dossier.id}/extend`, { ground: 'many-pages', days: 2 });
    closeDay(1);
    await counter.waitForAct(dossier, 'rederive');
    await counter.attach(dossier);
    await counter.submit(dossier);
    return dossier;
  },
  'escalated-returned-delivered': async (counter) => {
    const dossier = await counter.accept();
    await counter.waitForAct(dossier, 'escalation');
    await counter.attach(dossier);
    await counter.submit(dossier);
    await counter.leader.post(`/dossiers/${dossier.id}/return`, { reason: 'Quét lại trang một.' });
    await counter.submit(dossier);
    await counter.sign(dossier);
    await counter.seal(dossier);
    return counter.waitFor(dossier, 'delivered');
  },
  'delivered-when-parts-were-back': async (counter) => {
    const dossier = await counter.submitted();
    await whileFrozen(counter, 'pki', () => counter.sign(dossier));
    await whileFrozen(counter, 'mail', () => counter.seal(dossier));
    return counter.waitFor(dossier, 'delivered');
  },
  'batch-signed': async (counter) => {
    const dossiers = [await counter.submitted(), await counter.submitted()];
    const items = [];
    for (const { id } of dossiers) {
      await counter.leader.put(`/dossiers/${id}/opening`, {});
      const encryptedPin = await counter.encryptedPin(counter.leader, { id }, 'sign');
      items.push({ dossierId: id, encryptedPin });
    }
    const { officeId } = counter;
    let batch = await counter.leader.post<Batch>('/batches', { officeId, action: 'sign', items });
    while (!batch.endedAt) batch = await counter.leader.get<Batch>(`/batches/${batch.id}`);
    return batch;
  },
  'consented-after-denied': async (counter) => {
    const dossier = await counter.submitted();
    await signOnProvidersPage(counter, dossier, 'no');
    await counter.waitForAct(dossier, 'not-signed');
    await signOnProvidersPage(counter, dossier, 'yes');
    await counter.waitFor(dossier, 'awaiting-seal');
    await counter.leader.put(`/signing-keys/sign?officeId=${counter.officeId}`, { method: 'token' });
    await counter.seal(dossier);
    return counter.waitFor(dossier, 'delivered');
  },
  'asked-and-taken-back': async (counter) => {
    const dossier = await counter.submitted();
    await choosePageKey(counter);
    await counter.leader.post(`/dossiers/${dossier.id}/sign`, {});
    await counter.leader.post(`/dossiers/${dossier.id}/stop-signing`, {});
    await counter.waitForAct(dossier, 'not-signed');
    await counter.leader.put(`/signing-keys/sign?officeId=${counter.officeId}`, { method: 'token' });
    return dossier;
  },
  'legally-late': async (counter) => {
    const dossier = await counter.submitted();
    await counter.waitForAct(dossier, 'legal-breach');
    return dossier;
  },
};

/** These wait for alarms: they are begun before the office closes, and lived beside the others. */
const slow = new Set(['escalated-returned-delivered', 'legally-late']);

/** Acts while a part does not answer; it comes back when a first try has been given up. */
async function whileFrozen(counter: Counter, part: string, act: () => Promise<unknown>) {
  const pid = Number(counter.stack.ready.processes[part]);
  process.kill(pid, 'SIGSTOP');
  const acting = act();
  await sleep(12_000);
  process.kill(pid, 'SIGCONT');
  await acting;
}

const credentials: ProviderCredential[] = [];

/** The leader's key at the provider, which wants consent on its own page. */
async function choosePageKey({ stack, leader, officeId }: Counter): Promise<void> {
  if (credentials.length === 0) {
    const own = leader.session.person.fullName;
    credentials.push(issueCredential(stack, 'trang', own, { mode: 'oauth2code' }));
  }
  const key = { method: 'remote', credentialId: 'trang' };
  await leader.put(`/signing-keys/sign?officeId=${officeId}`, key);
}

async function signOnProvidersPage(
  counter: Counter,
  { id }: Dossier,
  decision: 'yes' | 'no',
): Promise<void> {
  await choosePageKey(counter);
  await counter.leader.post(`/dossiers/${id}/sign`, {});
  const { url } = await counter.leader.post<{ url: string }>(`/dossiers/${id}/consent`, {});
  const { headers } = await fetch(`${url}&decision=${decision}`, { redirect: 'manual' });
  const given = new URL(headers.get('location') ?? '').searchParams;
  await counter.leader.post('/signing-keys/consent', Object.fromEntries(given));
}

/** Rules under which every alarm sounds within minutes: the office closes soon, a step takes one. */
const policies = join(mkdtempSync(join(tmpdir(), 'saoy-short-')), 'policies');
const closesInMinutes = 6;

function writeShortRules(): void {
  cpSync(join(__dirname, '..', '..', 'policies', 'rules'), policies, { recursive: true });
  const close = localClock(Date.now() + closesInMinutes * 60_000).slice(11, 16);
  for (const name of ['hanoi-1287-2024', 'national-2025']) {
    rewrite(`${name}.yaml`, (text) =>
      text
        .replaceAll(/budget_minutes: \d+/g, 'budget_minutes: 1')
        .replace(/after_minutes: \d+/, 'after_minutes: 1')
        .replace(/time: '15:00'/, "time: '23:59'"),
    );
  }
  rewrite('calendars/vn.yaml', (text) =>
    text
      .replaceAll(/\[\['08:00', '12:00'\], .*?\]\]/g, `[['00:00', '${close}']]`)
      .replace(/( +)fri: .*\n/, (line: string) =>
        ['fri', 'sat', 'sun'].map((day) => line.replace('fri', day)).join(''),
      ),
  );
}

function closeDay(daysOn: number): void {
  const [day, today] = [Date.now() + daysOn * 86_400_000, Date.now()].map((at) =>
    localClock(at).slice(0, 10),
  );
  const entry = `{ date: ${day}, kind: holiday, name: Ngày nghỉ mẫu, recorded: ${today}, citation: QĐ mẫu }`;
  rewrite('calendars/vn.yaml', (text) => text.replace('days_off:\n', `days_off:\n  - ${entry}\n`));
}

function rewrite(name: string, change: (text: string) => string): void {
  const file = join(policies, name);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/** ISO text of an instant at UTC+7. */
function localClock(at: number): string {
  return new Date(at + 7 * 3_600_000).toISOString();
}

async function end(counter: Counter, action: 'cancel' | 'withdraw'): Promise<Dossier> {
  const dossier = await counter.accept();
  await counter.officer.post(`/dossiers/${dossier.id}/${action}`, { reason: 'Khách đổi ý.' });
  return dossier;
}

/** Leaves out where it was recorded: the machine's name and the paths in stack traces. */
function withoutPlace(json: string): string {
  const history: unknown = JSON.parse(json, (key, value: unknown) => {
    // `process@host`: the identity of a client or worker, and the name of its own queue.
    if (typeof value === 'string' && /^\d+@/.test(value)) return 'recorder';
    if (key === 'stackTrace') return '';
    if (key !== 'encodedAttributes') return value;
    const payload = value as { data: string };
    const failure = JSON.parse(Buffer.from(payload.data, 'base64').toString('utf8')) as object;
    const data = JSON.stringify({ ...failure, stack_trace: '' });
    return { ...payload, data: Buffer.from(data).toString('base64') };
  });
  return `${JSON.stringify(history, null, 1)}\n`;
}

async function record(name: string, wanted: string[]): Promise<void> {
  writeShortRules();
  const provider = await startProvider(credentials);
  const { baseUrl, clientId, clientSecret } = provider.account;
  const stack = await RunningStack.start({
    POLICIES_DIR: policies,
    CSC_BASE_URL: baseUrl,
    CSC_CLIENT_ID: clientId,
    CSC_CLIENT_SECRET: clientSecret,
  });
  try {
    const { address, namespace } = stack.ready.temporal;
    const connection = await Connection.connect({ address });
    const client = new Client({ connection, namespace });
    const counter = await Counter.open(stack);
    const chosen = Object.entries(lives).filter(
      ([life]) => wanted.length === 0 || wanted.includes(life),
    );
    const keep = async (life: string, { workflowId, runId }: Run, isOver: boolean) => {
      const handle = client.workflow.getHandle(workflowId, runId);
      if (isOver) await handle.result();
      const history = withoutPlace(historyToJSON(await handle.fetchHistory()));
      writeFileSync(join(__dirname, `${name}-${life}.json`), history);
    };
    const begun = new Map(
      chosen.filter(([life]) => slow.has(life)).map(([life, live]) => [life, live(counter)]),
    );
    for (const [life, live] of chosen) {
      const lived = await (begun.get(life) ?? live(counter));
      const workflowId = 'items' in lived ? batchWorkflowId(lived.id) : workflowIdOf(lived.id);
      // Of a delivery its workflow hears a moment later.
      await keep(life, { workflowId }, 'items' in lived || lived.stage === 'delivered');
    }
    const house: House = { counter, client, closeDay };
    for (const [life, live] of Object.entries(houseLives)) {
      if (wanted.length === 0 || wanted.includes(life)) await keep(life, await live(house), true);
    }
    await connection.close();
  } finally {
    await stack.end();
    await provider.close();
  }
}

void record(process.argv[2] ?? 'unnamed', process.argv.slice(3));
