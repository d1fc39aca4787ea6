import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { SMTPServer } from 'smtp-server';
import { createApp } from '../../api/app';
import { type Dossier, Visit } from '../../db/entities/dossier';
import { OutboxItem } from '../../db/entities/trace';
import { enqueue, relayNext } from '../../db/records/outbox';
import { loadRules } from '../../policies/load-rules';
import { ApiClient, said, testDeps } from '../../test/fixtures/api-client';
import { acceptDossier } from '../../test/fixtures/dossiers';
import { makeOffice } from '../../test/fixtures/house';
import { type TestDatabase, startDatabase } from '../../test/stack/database';
import { giveUpOf } from './give-up';
import { createSmtpMailer } from './mailer';

/* A mail server that refuses one address for good, as real ones do, and the row of the outbox behind it. */
let database: TestDatabase;
let dossier: Dossier;
let server: SMTPServer;
let url: string;
const clock = { now: Date.parse('2026-11-26T10:00:00+07:00') };

beforeAll(async () => {
  database = await startDatabase();
  const office = await makeOffice(database.db, 'mau-01', 'UBND Phường Mẫu');
  dossier = await acceptDossier(database.db, office, '2026-11-26T09:00:00+07:00');
  await enqueue(database.db.manager, {
    ...{ kind: 'mail-copy', officeId: office.id, dossierId: dossier.id },
    at: new Date(clock.now),
  });
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith('sai')
        ? done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }))
        : done(),
    onData: (stream, _session, done) => {
      stream.resume();
      stream.on('end', () => done());
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  url = `smtp://127.0.0.1:${port}`;
}, 60_000);
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await database.stop();
});

const item = () =>
  database.db.manager.findOneByOrFail(OutboxItem, { dossierId: dossier.id, kind: 'mail-copy' });

/** Sends the mail as the relay does, to wherever the visit says, and returns the row. */
async function relay(mailUrl: string): Promise<OutboxItem> {
  const { db } = database;
  const mailer = createSmtpMailer(mailUrl, 'saoy@mau.invalid');
  const { requesterEmail } = await db.manager.findOneByOrFail(Visit, { id: dossier.visitId });
  const send = () =>
    mailer.send({
      ...{ messageId: '<1@saoy>', to: String(requesterEmail), subject: 'Bản sao', text: '' },
      attachments: [],
    });
  const which = { dossierId: dossier.id, kind: 'mail-copy' } as const;
  const giveUp = giveUpOf({ db, rules: loadRules() });
  await relayNext(db.manager, () => new Date(clock.now), send, giveUp, which);
  return item();
}

test('a mail that is refused for good is left to a person after the policy’s tries', async () => {
  await database.db.manager.update(
    Visit,
    { id: dossier.visitId },
    { requesterEmail: 'sai@mau.invalid' },
  );
  const triesMax = loadRules().defaultPolicy.delivery!.triesMax;
  // A server that is away is no refusal, however often.
  for (let tries = 0; tries <= triesMax; tries += 1) {
    expect((await relay('smtp://127.0.0.1:1')).status).toBe('pending');
  }
  await database.db.manager.update(OutboxItem, { dossierId: dossier.id }, { attempts: 0 });
  for (let tries = 1; tries < triesMax; tries += 1) {
    expect((await relay(url)).status).toBe('pending');
  }
  const failed = await relay(url);
  expect(failed).toMatchObject({ status: 'failed', attempts: triesMax });
  expect(failed.lastError).toContain('no such mailbox');
  expect((await relay(url)).attempts).toBe(triesMax);
});

test('it is sent again to a corrected address, by who took it down or sends the copy', async () => {
  const app = createApp(testDeps(database.db, tmpdir(), clock));
  const path = `/api/dossiers/${dossier.id}/resend-mail`;
  const leader = await new ApiClient(app).signIn('leader.mau-01');
  expect(await said(await leader.send('POST', path, {}))).toBe('403 right-missing');
  const clerk = await new ApiClient(app).signIn('clerk.mau-01');
  const email = 'dung@mau.invalid';
  expect(await said(await clerk.send('POST', path, { email: 'dung' }))).toBe('422 input-invalid');
  expect(await said(await clerk.send('POST', path, { email }))).toBe('204');
  expect(await relay(url)).toMatchObject({ status: 'sent', attempts: 1, lastError: null });
  expect(await said(await clerk.send('POST', path, { email }))).toBe('409 mail-not-failed');
});
