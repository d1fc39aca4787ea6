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
