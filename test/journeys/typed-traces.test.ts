import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Dossier } from '../../api/dossiers/contract';
import type { Letter } from '../../api/letters/contract';
import { drawScan } from '../../scripts/sample/draw-scan';
import { PersonClient } from '../../scripts/sample/http-client';
import { Counter } from './counter';
import { RunningStack } from './running-stack';
import { filesUnder, messageAs, tracesOf } from './traces';

/**
 * What people type about citizens stays in the database, the mails and the copies: it is in no log and in no
 * history of Temporal, which other people read and which are kept by other rules. Addresses, numbers and remarks
 * are encrypted in the database too.
 */
jest.setTimeout(240_000);

/** A word for each thing that is typed, and the same nowhere else. */
const typed = {
  name: 'Xuvongten Thị Mẫu',
  corrected: 'Xuvongsua Thị Mẫu',
  email: 'xuvongthu@thu-mau.invalid',
  correctedEmail: 'xuvongmoi@thu-mau.invalid',
  documentType: 'Giấy xuvongloai',
  file: 'xuvongtep.pdf',
  return: 'Trang xuvongtra bị mờ.',
  cancel: 'Khách xuvonghuy đổi ý.',
  withdraw: 'Khách xuvongrut đổi ý.',
  refusal: 'Không đọc được số xuvongtuchoi.',
  pause: 'Chờ xuvongtamdung trả lời.',
  handOver: 'Bà xuvongtraotay đã nhận tại quầy.',
  revocation: 'Bản chính xuvongthuhoi bị tẩy xóa.',
  decision: '12/QĐ-XUVONGQUYETDINH',
  letter: 'Kính gửi bà Xuvongthucao, chúng tôi xin lỗi vì đã chậm.',
  label: 'Sở Xuvongnhan',
  search: 'xuvongtim',
  identifier: '090817263545',
  username: 'xuvongdangnhap',
  password: 'xuvongmatkhau',
};
const words = Object.values(typed).map((text) => /xuvong\w+|\d{12}/i.exec(text)?.[0] ?? text);
/** What stands in the database, and in none of its files as it was typed. */
const encrypted = (
  [
    ...(['email', 'correctedEmail', 'return', 'cancel', 'withdraw', 'refusal'] as const),
    ...(['pause', 'handOver'] as const),
  ] as const
).map((name) => typed[name]);

let stack: RunningStack;
let counter: Counter;

beforeAll(async () => {
  stack = await RunningStack.start({ POLICIES_DIR: withPauseRule() });
  counter = await Counter.open(stack);
}, 150_000);
afterAll(async () => {
  await stack.end();
}, 40_000);

test('what is typed in whole lives is in no log and in no history of Temporal', async () => {
  const dossier = await deliverAndRevoke();
  await endOthers();
  await pauseAndResume();
  await handOver();
  await lookUp();
  const histories = await readHistories();
  await stack.end();

  const files = filesUnder(stack.home);
  const logs = files.filter(({ name }) => name.startsWith('logs/') || name === 'start.log');
  const ofTemporal = files.filter(({ name }) => name.startsWith('temporal'));
  // Whoever looks for nothing finds nothing: these are there, and are found.
  expect(tracesOf(dossier.id, histories)).toContain(`dossier-${dossier.id}`);
  expect(tracesOf(dossier.id, ofTemporal)).not.toEqual([]);
  expect(tracesOf('"refused"', logs)).toContain('logs/api.log');
  const database = files.filter(({ name }) => name.startsWith('mariadb'));
  for (const kept of [typed.corrected, typed.letter, typed.revocation])
    expect(tracesOf(kept, database)).not.toEqual([]);
  expect(encrypted.filter((text) => tracesOf(text, database).length > 0)).toEqual([]);
  const found = words.flatMap((word) =>
    [word, word.toLowerCase()].flatMap((form) =>
      tracesOf(form, [...logs, ...histories, ...ofTemporal]).map((name) => `${form} in ${name}`),
    ),
  );
  expect(found).toEqual([]);
});

async function deliverAndRevoke(): Promise<Dossier> {
  const { officer, leader, officeId } = counter;
  const requester = { kind: 'no-account', fullName: typed.name, email: typed.email };
  const { documentType } = typed;
  const dossier = await counter.accept({ requester, documentType });
  const path = `/dossiers/${dossier.id}`;
  await officer.post(`${path}/correct`, {
    ...{ requester: { ...requester, fullName: typed.corrected, email: typed.correctedEmail } },
    ...{ documentType, originalPages: 2, copies: 1 },
  });
  await officer.post(`${path}/extend`, { ground: 'many-pages', days: 2 });
  const supervisor = await stack.signIn('supervisor');
  const { items } = await supervisor.get<{ items: Letter[] }>(`/letters?officeId=${officeId}`);
  await supervisor.put(`/letters/${items[0]?.id}`, { body: typed.letter });
  await supervisor.post(`/letters/${items[0]?.id}/issue`, {});
  await officer.putFile(`${path}/scan`, await drawScan(2), typed.file);
  await counter.submit(dossier);
  await leader.post(`${path}/return`, { reason: typed.return });
  await counter.submit(dossier);
  await counter.sign(dossier);
  await counter.seal(dossier);
  const delivered = await counter.waitFor(dossier, 'delivered');
  const order = { dossierId: dossier.id, label: typed.label, days: 1 };
  await officer.post('/vault/references', order);
  const revocation = { reason: typed.revocation, decision: typed.decision };
  await leader.post(`${path}/revoke`, revocation);
  expect((await counter.waitForMails(dossier.code)).length).toBeGreaterThan(0);
  return delivered;
}

async function endOthers(): Promise<void> {
  const { officer } = counter;
  const { documentType } = typed;
  for (const [act, body] of [
    ['cancel', { reason: typed.cancel }],
    ['withdraw', { reason: typed.withdraw }],
    ['refuse', { ground: 'damaged', explanation: typed.refusal }],
  ] as const) {
    const { id } = await counter.accept({ documentType });
    await officer.post(`/dossiers/${id}/${act}`, body);
    // Refused this time, for it has ended.
    await expect(officer.post(`/dossiers/${id}/${act}`, body)).rejects.toThrow();
  }
}

/** The house's rules, and a ground to pause on: its own policies have none. */
function withPauseRule(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'saoy-traces-')), 'rules');
  cpSync(join(__dirname, '..', '..', 'policies', 'rules'), folder, { recursive: true });
  const file = join(folder, 'hanoi-1287-2024.yaml');
  const grounds = `grounds:
    - id: awaiting-answer
      vi: Chờ cơ quan khác trả lời xác minh
      en: Another body's answer is awaited
      stops: step
      citation: QĐ mẫu Đ5
`;
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/(?<=^pause:\n {2})grounds: \[\]\n/m, grounds));
  return folder;
}

async function pauseAndResume(): Promise<void> {
  const { id } = await counter.submitted();
  const body = { ground: 'awaiting-answer', reason: typed.pause };
  await counter.officer.post(`/dossiers/${id}/pause`, body);
  await counter.officer.post(`/dossiers/${id}/resume`, {});
}

/** The mail does not get through, and the requester is there. */
async function handOver(): Promise<void> {
  const dossier = await counter.submitted();
  await counter.sign(dossier);
  const mail = Number(stack.ready.processes.mail);
  process.kill(mail, 'SIGSTOP');
  try {
    await counter.seal(dossier);
    await counter.waitFor(dossier, 'delivering');
    await counter.officer.post(`/dossiers/${dossier.id}/hand-over`, { reason: typed.handOver });
  } finally {
    process.kill(mail, 'SIGCONT');
  }
  await counter.waitFor(dossier, 'delivered');
}

/** What is only asked, and most of it in vain. */
async function lookUp(): Promise<void> {
  const { officer, officeId } = counter;
  await officer.post('/dossiers/search', { officeId, list: 'all', q: typed.search });
  const { identifier, username, password } = typed;
  await officer.post('/requesters/search', { officeId, identifier }).catch(() => undefined);
  await expect(PersonClient.signIn(stack.ready.url, username, password)).rejects.toThrow();
}

async function readHistories() {
  const { address, namespace } = stack.ready.temporal;
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const histories = [];
  for await (const { workflowId, runId, raw } of client.workflow.list()) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    histories.push(messageAs(workflowId, { raw, history }));
  }
  await connection.close();
  return histories;
}
