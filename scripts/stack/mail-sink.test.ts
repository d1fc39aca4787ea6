import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { startMailSink } from './mail-sink';
import type { Message } from './mailbox';

let folder: string;
let sink: Awaited<ReturnType<typeof startMailSink>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saoy-mail-'));
  sink = await startMailSink({ folder, smtpPort: 0, inboxPort: 0 });
  await nodemailer.createTransport(sink.smtpUrl).sendMail({
    from: 'Sao Y <sao-y@example.invalid>',
    to: 'Người Nhận <nguoi-nhan@example.invalid>',
    bcc: 'an-danh@example.invalid',
    subject: 'Kết quả <script>alert(1)</script> “001/ĐT”',
    text: 'Xem tại http://127.0.0.1:1/v/abc?x=1&y=2 <img src=x onerror=alert(1)>',
    attachments: [{ filename: 'bản sao.pdf', content: Buffer.from('%PDF-1.7 example') }],
  });
});
afterAll(async () => {
  await sink.close();
  await rm(folder, { recursive: true });
});

const list = async () =>
  (await (await fetch(`${sink.inboxUrl}/messages.json`)).json()) as Message[];

test('keeps a message as a file and lists it with everyone of its envelope', async () => {
  const [message] = await list();
  expect(message).toMatchObject({
    from: 'sao-y@example.invalid',
    to: ['nguoi-nhan@example.invalid', 'an-danh@example.invalid'],
    subject: 'Kết quả <script>alert(1)</script> “001/ĐT”',
    attachments: [{ name: 'bản sao.pdf', type: 'application/pdf', bytes: 16 }],
  });
  expect(Math.abs(Date.parse(message!.receivedAt) - Date.now())).toBeLessThan(30_000);
  expect(await readdir(folder)).toEqual([`${message!.id}.eml`]);
});

test('its pages show what a message holds as text, and forbid everything else', async () => {
  const [message] = await list();
  for (const path of ['/', `/messages/${message!.id}`]) {
    const page = await fetch(sink.inboxUrl + path);
    const html = await page.text();
    expect(html).toContain('“001/ĐT”');
    expect(html).not.toMatch(/<script|<img/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
  const html = await (await fetch(`${sink.inboxUrl}/messages/${message!.id}`)).text();
  expect(html).toContain('href="http://127.0.0.1:1/v/abc?x=1&#38;y=2"');
});

test('an attachment is downloaded, never shown', async () => {
  const [message] = await list();
  const answer = await fetch(`${sink.inboxUrl}/messages/${message!.id}/attachments/0`);
  expect(await answer.text()).toBe('%PDF-1.7 example');
  expect(answer.headers.get('content-disposition')).toBe(
    "attachment; filename*=UTF-8''b%E1%BA%A3n%20sao.pdf",
  );
});

test.each(['/messages/..%2f..%2fstack', '/messages/20260101000000000-00000000', '/nothing'])(
  '%s is not there',
  async (path) => {
    expect((await fetch(sink.inboxUrl + path)).status).toBe(404);
  },
);

test('takes text messages as a gateway does, a repeat once, and shows them as text', async () => {
  const sms = {
    id: '5f0f9a52-6a36-4a6f-9d2e-000000000001',
    to: '0900000001',
    text: 'UBND Phường Mẫu: <b>đã thu hồi</b>',
  };
  const post = (body: unknown) =>
    fetch(`${sink.inboxUrl}/texts`, { method: 'POST', body: JSON.stringify(body) });
  for (let given = 0; given < 2; given += 1) expect((await post(sms)).status).toBe(202);
  for (const wrong of [{ ...sms, to: 'không phải số' }, { ...sms, id: '../x' }, 'chữ', {}]) {
    expect((await post(wrong)).status).toBe(422);
  }
  const listed = (await (await fetch(`${sink.inboxUrl}/texts.json`)).json()) as object[];
  expect(listed).toEqual([{ ...sms, receivedAt: expect.any(String) as unknown }]);
  const html = await (await fetch(`${sink.inboxUrl}/texts`)).text();
  expect(html).toContain('&#60;b&#62;đã thu hồi');
});
