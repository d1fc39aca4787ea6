import { expect, test } from '@jest/globals';
import { readSettings } from './settings';

const whole = {
  DATABASE_URL: 'mariadb://saoy:secret@127.0.0.1:3306/saoy',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  SMTP_URL: 'smtp://127.0.0.1:2525',
  STORAGE_URL: 'file:///var/lib/saoy/storage',
  TSA_URLS: 'http://127.0.0.1:3181/, http://tsa.example/',
  PKCS11_MODULE: '/usr/lib/softhsm/libsofthsm2.so',
  PKCS11_TOKENS: '[{"label":"leader","office":"mau-01","purpose":"leader"}]',
  PIN_KEY_FILE: '/etc/saoy/pin.pem',
  PIN_PUBLIC_KEY_FILE: '/etc/saoy/pin.pub.pem',
  TRUST_ANCHORS_FILE: '/etc/saoy/roots.pem',
};

test('reads a whole environment, with defaults for the rest', () => {
  const settings = readSettings({ ...whole, SAOY_PORT: '9000' });
  expect(settings.port).toBe(9000);
  expect(settings.publicUrl).toBe('http://127.0.0.1:9000');
  expect(settings.temporal).toEqual({
    address: '127.0.0.1:7233',
    namespace: 'default',
  });
  expect(settings.tsaUrls).toEqual(['http://127.0.0.1:3181/', 'http://tsa.example/']);
  expect(settings.pkcs11.tokens).toEqual([
    { label: 'leader', office: 'mau-01', purpose: 'leader' },
  ]);
  expect(settings.policiesDir).toMatch(/\/policies\/rules$/);
});

const twin = '{"name":"kho","url":"https://kho.example","secret":"0123456789abcdef"}';

test('the public address is given without its trailing slash', () => {
  expect(readSettings({ ...whole, PUBLIC_URL: 'https://saoy.example/' }).publicUrl).toBe(
    'https://saoy.example',
  );
});

test.each(Object.keys(whole))('says that %s is missing and what to do', (name) => {
  expect(() => readSettings({ ...whole, [name]: undefined })).toThrow(
    new RegExp(`setting ${name} is missing or wrong: (give|list) `),
  );
  expect(() => readSettings({ ...whole, [name]: '' })).toThrow(name);
});

test.each([
  ['DATABASE_URL', 'postgres://saoy@127.0.0.1/saoy'],
  ['TEMPORAL_ADDRESS', '127.0.0.1'],
  ['SMTP_URL', 'mail.example'],
  ['SAOY_PORT', '70000'],
  ['PKCS11_TOKENS', 'leader'],
  ['PKCS11_TOKENS', '[{"label":"leader","office":"mau-01","purpose":"boss"}]'],
  ['TSA_URLS', ' , '],
  ['TSA_URLS', 'https://vi-du:100%@tsa.example/'],
  ['TSA_URLS', 'https://vi%3Adu:mat-khau@tsa.example/'],
  ['TRUSTED_PROXIES', 'proxy.example'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['SMS_GATEWAY_URL', 'smpp://gateway.example'],
  ['WEBHOOKS', '[{"name":"kho","url":"http://kho.example","secret":"0123456789abcdef"}]'],
  ['WEBHOOKS', '[{"name":"kho","url":"https://kho.example","secret":"ngan"}]'],
  ['WEBHOOKS', `[${twin},${twin}]`],
])('refuses %s=%s and names it', (name, value) => {
  expect(() => readSettings({ ...whole, [name]: value })).toThrow(`The setting ${name} is`);
});

test('an error never repeats the value, which may be a password', () => {
  expect(() => readSettings({ ...whole, DATABASE_URL: 'saoy:hunter2@host' })).toThrow(
    /^(?!.*hunter2)/s,
  );
});
