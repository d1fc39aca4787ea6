import { expect, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { sharedDatabase, sharedMail, sharedTemporal, sharedTrust } from './shared';
import { temporalAnswers } from '../../scripts/stack/temporal';

test('each suite has a database of its own, in UTF-8 and UTC', async () => {
  const [one, two] = await Promise.all([sharedDatabase(), sharedDatabase()]);
  expect(one).not.toBe(two);
  const connection = await mysql.createConnection(one.replace('mariadb:', 'mysql:'));
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT @@character_set_database AS characters, @@time_zone AS zone, @@sql_mode AS mode',
  );
  await connection.end();
  expect(rows[0]).toMatchObject({ characters: 'utf8mb4', zone: '+00:00' });
  expect(rows[0]!['mode']).toContain('STRICT_ALL_TABLES');
});

test('Temporal answers its health check', async () => {
  expect(await temporalAnswers((await sharedTemporal()).address)).toBe(true);
});

test('nothing answers where there is no server', async () => {
  expect(await temporalAnswers('127.0.0.1:1')).toBe(false);
});

test('the mail sink and the PKI are served, and the same for everyone', async () => {
  const { inbox } = await sharedMail();
  expect((await fetch(`${inbox}/messages.json`)).status).toBe(200);
  const trust = await sharedTrust();
  const served = await fetch(`${trust.pkiUrl}/ca/root.crt`);
  const root = new X509Certificate(Buffer.from(await served.arrayBuffer()));
  const anchor = new X509Certificate(await readFile(trust.trustAnchors));
  expect(root.fingerprint256).toBe(anchor.fingerprint256);
  expect(await sharedTrust()).toEqual(trust);
});
