import { expect, test } from '@jest/globals';
import { SaoyError } from '../domain/problem';
import { describeError } from './describe-error';

const secret = 'Bà Riêng Tư';
const text = (error: unknown) => JSON.stringify(describeError(error));

/** As mysql2 and TypeORM make them. */
function databaseError(message: string): Error {
  const driverError = Object.assign(new Error(message), {
    code: 'ER_DUP_ENTRY',
    sqlMessage: message,
    sql: `INSERT INTO visit VALUES ('${secret}')`,
  });
  return Object.assign(new Error(message), {
    name: 'QueryFailedError',
    ...{ query: driverError.sql, parameters: [secret], driverError, code: driverError.code },
  });
}

test.each([
  `Duplicate entry '${secret}' for key 'visit.IDX_one'`,
  `Duplicate entry '${secret}' for key '${secret}' for key 'visit.IDX_one'`,
  `Incorrect string value: '${secret}' for column 'visit.IDX_one' at row 1`,
])('of “%s” the code and the place are kept', (message) => {
  const described = describeError(databaseError(message));
  expect(described).toMatchObject({
    type: 'QueryFailedError',
    code: 'ER_DUP_ENTRY',
    message: 'about visit.IDX_one',
  });
  expect(JSON.stringify(described)).not.toContain(secret);
});

test('a database message of another form is left out', () => {
  expect(text(databaseError(`You have an error near ${secret}`))).not.toContain(secret);
});

test('a cause is described as the error itself, and causes end', () => {
  const error: Error = new Error('outer', { cause: databaseError(secret) });
  const described = describeError(error);
  expect(described.cause?.code).toBe('ER_DUP_ENTRY');
  expect(JSON.stringify(described)).not.toContain(secret);
  (error as { cause: unknown }).cause = error;
  expect(text(error).length).toBeLessThan(100_000);
});

test('of other errors what they quote is cut out, and the stack repeats no message', () => {
  let thrown: unknown;
  try {
    JSON.parse(`{"name": ${secret}`);
  } catch (error) {
    thrown = error;
  }
  expect(text(thrown)).toContain('SyntaxError');
  expect(text(thrown)).not.toContain(secret);
  expect(text(new Error(`no such person: “${secret}”`))).not.toContain(secret);
  const framed = describeError(new Error(`Tệp lạ:\n    at ${secret} (x:1:1)`));
  expect(JSON.stringify(framed.stack)).not.toContain(secret);
  expect(text(new Error('to rieng.tu@example.vn, 012345678901'))).not.toMatch(/rieng|0123/);
  expect(text(new AggregateError([new Error(`"${secret}"`)], 'both'))).not.toContain(secret);
  expect(text(secret)).not.toContain(secret);
});

test('our own errors say all they know', () => {
  const described = describeError(
    new SaoyError('setting-invalid', { name: 'SMTP_URL', reason: 'give it' }),
  );
  expect(described.code).toBe('setting-invalid');
  expect(described.message).toContain('SMTP_URL');
});
