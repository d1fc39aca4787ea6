import { afterEach, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MailScript, type ScriptedMail, serveMail } from '../../test/fixtures/scripted-mail';
import { createSmtpMailer, type Mail, type MailTimeouts } from './mailer';

/* Mail servers that answer line by line as a test says, and the mailer as it is. */

const mail: Mail = {
  ...{ messageId: '<1@saoy>', to: 'khach@mau.invalid', subject: 'Bản sao' },
  ...{ text: 'Kính gửi', attachments: [] },
};

let servers: ScriptedMail[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function serve(script: MailScript): Promise<ScriptedMail> {
  const server = await serveMail(script);
  servers.push(server);
  return server;
}

const short: MailTimeouts = { connectMs: 300, envelopeMs: 600, dataMs: 60_000 };
const fault = (name: string, more = {}) =>
  expect.objectContaining({ fault: name, ...more }) as unknown;

async function faultOf(script: MailScript, size = 10): Promise<unknown> {
  const { url } = await serve(script);
  const mailer = createSmtpMailer(url, 'saoy@mau.invalid', short);
  return mailer.send({ ...mail, text: 'x'.repeat(size) }).then(
    () => 'taken',
    (error: { fault?: string }) => error.fault ?? error,
  );
}

test('a mail server that says nothing is given up soon, before and after its greeting', async () => {
  const began = Date.now();
  expect(await faultOf({ greeting: null })).toBe('server');
  expect(await faultOf({ answers: { EHLO: null, HELO: null } })).toBe('server');
  expect(await faultOf({ answers: { 'MAIL FROM': null } })).toBe('server');
  expect(Date.now() - began).toBeLessThan(10_000);
});

test('a server that confirms long after the message has it once, and it counts as taken', async () => {
  const { url, messages } = await serve({ takenAfterMs: 2_500 });
  await createSmtpMailer(url, 'saoy@mau.invalid', short).send(mail);
  expect(messages).toHaveLength(1);
});

test('the usual bounds: seconds for the envelope, more than ten minutes for the answer to a message', async () => {
  const { url } = await serve({ taken: null });
  const ended = new AbortController();
  const began = Date.now();
  const sent = createSmtpMailer(url, 'saoy@mau.invalid').send(mail, { signal: ended.signal });
  const isOpen = await Promise.race([sent.catch(() => false), sleep(2_000, true)]);
  expect(isOpen).toBe(true);
  ended.abort();
  await expect(sent).rejects.toEqual(fault('unknown'));
  expect(Date.now() - began).toBeLessThan(10_000);
});

test('a server that never confirms is left, and the mail has perhaps been sent', async () => {
  const { url } = await serve({ taken: null });
  const mailer = createSmtpMailer(url, 'saoy@mau.invalid', { ...short, dataMs: 700 });
  await expect(mailer.send(mail)).rejects.toEqual(fault('unknown'));
});

test('whose fault a refusal is follows from the command and the enhanced status', async () => {
  const rcpt = (answer: string) => faultOf({ answers: { 'RCPT TO': answer } });
  expect(await faultOf({ greeting: '554 5.7.1 no service for you' })).toBe('server');
  expect(await faultOf({ greeting: '421 4.3.2 closing' })).toBe('server');
  expect(await faultOf({ answers: { 'MAIL FROM': '550 5.7.1 sender' } })).toBe('server');
  expect(await rcpt('550 5.1.1 no such mailbox')).toBe('recipient');
  expect(await rcpt('550 no such mailbox')).toBe('recipient');
  expect(await rcpt('550 5.2.1 mailbox disabled')).toBe('recipient');
  expect(await rcpt('550 5.4.5 quota of the day')).toBe('server');
  expect(await rcpt('554 5.7.1 relay denied')).toBe('server');
  expect(await rcpt('550 5.1.8 bad sender')).toBe('server');
  expect(await rcpt('452 4.2.2 mailbox full')).toBe('recipient-busy');
  expect(await rcpt('552 5.2.2 mailbox full')).toBe('recipient-busy');
  expect(await rcpt('451 try later')).toBe('recipient-busy');
  expect(await rcpt('452 4.3.1 system storage')).toBe('server');
  expect(await rcpt('421 closing')).toBe('server');
  expect(await faultOf({ taken: '554 5.7.1 looks like spam' })).toBe('server');
  expect(await faultOf({ taken: '550 5.1.1 no such mailbox' })).toBe('recipient');
  expect(await faultOf({ taken: '451 4.3.0 later' })).toBe('server');
}, 60_000);

test('a refused account is our fault, not the recipient’s, and its code says what is the matter', async () => {
  const { url } = await serve({
    offers: ['AUTH PLAIN'],
    answers: { AUTH: '535 5.7.8 wrong password' },
  });
  const withAccount = url.replace('smtp://', 'smtp://saoy:sai@');
  await expect(createSmtpMailer(withAccount, 'saoy@mau.invalid').send(mail)).rejects.toEqual(
    fault('server', { code: 'EAUTH 535' }),
  );
});

test('what is larger than the server takes is too large, told before or after', async () => {
  expect(await faultOf({ offers: ['SIZE 2000'] }, 5_000)).toBe('too-large');
  expect(await faultOf({ offers: ['SIZE 9000'] }, 5_000)).toBe('taken');
  expect(await faultOf({ taken: '552 5.3.4 message too big' })).toBe('too-large');
  expect(await faultOf({ taken: '552 too much mail data' })).toBe('too-large');
  expect(await faultOf({ answers: { 'MAIL FROM': '552 size' } })).toBe('too-large');
});

test('the end of the message is held back until it may be sent, and is never given where it may not', async () => {
  const { url, messages } = await serve({});
  const mailer = createSmtpMailer(url, 'saoy@mau.invalid', short);
  const seen: number[] = [];
  await mailer.send(mail, {
    beforeEnd: async () => {
      await sleep(100);
      seen.push(messages.length);
    },
  });
  expect([seen, messages.length]).toEqual([[0], 1]);
  const refused = mailer.send(mail, { beforeEnd: () => Promise.reject(new Error('lost')) });
  await expect(refused).rejects.toThrow('lost');
  await sleep(200);
  expect(messages).toHaveLength(1);
});

test('ended by a signal before the server has the message, it was not sent', async () => {
  const { url, messages } = await serve({ answers: { 'RCPT TO': null } });
  const ended = new AbortController();
  const sent = createSmtpMailer(url, 'saoy@mau.invalid').send(mail, { signal: ended.signal });
  setTimeout(() => ended.abort(), 200);
  await expect(sent).rejects.toEqual(fault('server'));
  expect(messages).toHaveLength(0);
});

test('a server that is not there is our fault', async () => {
  const mailer = createSmtpMailer('smtp://127.0.0.1:1', 'saoy@mau.invalid', short);
  await expect(mailer.send(mail)).rejects.toEqual(fault('server', { code: 'ESOCKET' }));
});
