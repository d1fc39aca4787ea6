import { expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import { createLog } from '../ops/log';
import { temporalLog } from './temporal-log';

test('Temporal’s lines keep ids and names of code, and no value of a statement', () => {
  let written = '';
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written += chunk.toString();
      done();
    },
  });
  const secret = 'Bà Riêng Tư';
  const error = Object.assign(new Error(`Duplicate entry '${secret}' for key 'visit.IDX_one'`), {
    sql: secret,
    parameters: [secret],
  });
  temporalLog(createLog('worker', 'info', sink)).warn('Activity failed', {
    ...{ activityType: 'recordCopy', workflowId: 'dossier-1', error },
    ...{ input: secret, failure: { message: secret } },
  });
  expect(JSON.parse(written)).toMatchObject({
    msg: 'Activity failed',
    activityType: 'recordCopy',
    workflowId: 'dossier-1',
    err: { message: 'about visit.IDX_one' },
  });
  expect(written).not.toContain(secret);
});
