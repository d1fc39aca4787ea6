import { parseArgs } from 'node:util';
import { hash } from '@node-rs/argon2';
import { connectDatabase } from '../../db/connect-database';
import { Office } from '../../db/offices/entity';
import { recordOffice } from '../../db/offices/record-office';
import { recordPerson } from '../../db/people/record-person';
import { inTransaction } from '../../db/transaction';
import { dayOf, toCivil } from '../../time/time';
import { readDatabaseUrl } from '../../settings/database-url';
import { randomPassword } from '../random-password';

const usage =
  'Usage: saoy setup --office CODE --name NAME --parent NAME --prefix PREFIX --administrator USERNAME ' +
  '--full-name NAME [--policy ID] [--calendar ID] [--json].';

/**
 * `saoy setup`: the first office of an installation and its administrator, whose password is printed this once.
 * Answers 1 and changes nothing where the installation has an office already.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      office: { type: 'string' },
      name: { type: 'string' },
      parent: { type: 'string' },
      prefix: { type: 'string' },
      administrator: { type: 'string' },
      'full-name': { type: 'string' },
      policy: { type: 'string', default: 'hanoi-1287-2024' },
      calendar: { type: 'string', default: 'vn' },
      json: { type: 'boolean' },
    },
  });
  const { office: code, name, parent, prefix, administrator, 'full-name': fullName } = values;
  if (!code || !name || !parent || !prefix || !administrator || !fullName) throw new Error(usage);
  if (!/^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}$/.test(code))
    throw new Error(`“${code}” is no code of an office: it reads like 000.00.01.H26.`);
  const db = await connectDatabase(readDatabaseUrl(), (reason) =>
    console.error(`waiting: ${reason}`),
  );
  const say = (answer: object, words: string) =>
    console.log(values.json ? JSON.stringify(answer) : words);
  try {
    const [known] = await db.manager.find(Office, { take: 1 });
    if (known) {
      say({ made: false, office: known.code }, `There is an office already: ${known.code}.`);
      return 1;
    }
    const password = randomPassword();
    const passwordHash = await hash(password);
    const at = new Date();
    await inTransaction(db, async (inside) => {
      const officeId = await recordOffice(inside, {
        code,
        name,
        parentName: parent,
        codePrefix: prefix,
        policyId: values.policy,
        calendarId: values.calendar,
        year: toCivil(dayOf(at.getTime())).year,
        at,
      });
      const person = { username: administrator, passwordHash, fullName, title: null, email: null };
      await recordPerson(inside, { ...person, officeId, rights: ['administer'], at });
    });
    say(
      { made: true, office: code, username: administrator, password },
      `Made the office ${code}. Its administrator signs in as ${administrator} with ${password}; it is not shown again.`,
    );
    return 0;
  } finally {
    await db.destroy();
  }
}
