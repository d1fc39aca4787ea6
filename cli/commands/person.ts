import { parseArgs } from 'node:util';
import { hash } from '@node-rs/argon2';
import { connectDatabase } from '../../db/connect-database';
import { findOfficeByCode } from '../../db/offices/get-office';
import { findAccount } from '../../db/people/find-person';
import { recordPerson, recordRight } from '../../db/people/record-person';
import { inTransaction } from '../../db/transaction';
import { rights, type Right } from '../../domain/process';
import { readDatabaseUrl } from '../../settings/database-url';
import { randomPassword } from '../../identity/passwords/random-password';

const usage =
  'Usage: saoy person create --office CODE --username NAME --full-name NAME --right RIGHT… [--title TITLE] ' +
  `[--email ADDRESS] [--keep-password] [--json]; RIGHT one of ${rights.join(', ')}.`;

/**
 * `saoy person create`: an account of staff; its password is printed this once, and changed at the first sign-in
 * unless it is to be kept. An administrator made so may pass on every right. Answers 1 where the name is taken.
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      office: { type: 'string' },
      username: { type: 'string' },
      'full-name': { type: 'string' },
      title: { type: 'string' },
      email: { type: 'string' },
      'keep-password': { type: 'boolean', default: false },
      right: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean' },
    },
  });
  const { username, 'full-name': fullName, title = null, email = null } = values;
  const isAsked = positionals.length === 1 && positionals[0] === 'create';
  const held = [...new Set(values.right)].filter((right): right is Right =>
    rights.includes(right as Right),
  );
  if (!isAsked || !username || !fullName || held.length === 0 || held.length < values.right.length)
    throw new Error(usage);
  const db = await connectDatabase(readDatabaseUrl(), (reason) =>
    console.error(`waiting: ${reason}`),
  );
  const say = (answer: object, words: string) =>
    console.log(values.json ? JSON.stringify(answer) : words);
  try {
    const office = values.office && (await findOfficeByCode(db, values.office));
    if (!office) throw new Error(`There is no office “${values.office ?? ''}”.`);
    if (await findAccount(db, username)) {
      say({ made: false, username }, `The user name “${username}” is taken.`);
      return 1;
    }
    const password = randomPassword();
    const passwordHash = await hash(password);
    const by = { actorId: null, at: new Date() };
    await inTransaction(db, async (inside) => {
      const personId = await recordPerson(
        inside,
        {
          ...{ officeId: office.id, username, passwordHash, fullName, title, email },
          ...{ phone: null, identifier: null, state: 'active' },
          mustChangePassword: !values['keep-password'],
        },
        by,
      );
      for (const right of held) {
        const passesOn = right === 'administer' ? [...rights] : [];
        await recordRight(inside, { personId, officeId: office.id, right, passesOn }, by);
      }
    });
    say(
      { made: true, username, password },
      `Made the account ${username} with the password ${password}; it is not shown again.`,
    );
    return 0;
  } finally {
    await db.destroy();
  }
}
