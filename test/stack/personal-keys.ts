/** Every suite, and every process that one starts, encrypts personal data by these keys. */
import { usePersonalKeys } from '../../db/personal/personal-keys';

process.env['PERSONAL_KEYS'] ??= JSON.stringify([
  {
    ...{ id: 'testkey1', from: '2020-01-01T00:00:00.000Z' },
    encryption: Buffer.alloc(32, 1).toString('base64'),
    index: Buffer.alloc(32, 2).toString('base64'),
  },
]);
usePersonalKeys({ text: process.env['PERSONAL_KEYS'] });
