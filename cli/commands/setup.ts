import { parseArgs } from 'node:util';
import { hash } from '@node-rs/argon2';
import { connectDatabase } from '../../db/connect-database';
import { findAnyOffice } from '../../db/offices/get-office';
import { recordOffices } from '../../db/offices/record-office';
import { recordPerson, recordRight } from '../../db/people/record-person';
import { inTransaction } from '../../db/transaction';
import { officeCodePattern, type OfficeKind, officeKinds } from '../../domain/offices';
import { rights } from '../../domain/process';
import { dayOf, formatDate } from '../../time/time';
import { readDatabaseUrl } from '../../settings/database-url';
import { randomPassword } from '../../identity/passwords/random-password';

const usage =
  'Usage: saoy setup --office CODE --name NAME --prefix PREFIX --administrator USERNAME --full-name NAME ' +
  `[--parent NAME] [--kind KIND] [--policy ID] [--calendar ID] [--json]; KIND one of ${officeKinds.join(', ')}.`;

/**
 * `saoy setup`: the first office of an installation, the root of all others, and its administrator (quản trị cấp
 * cao), who may pass on every right. The password is printed this once and changed at the first sign-in.
 * Answers 1 and changes nothing where the installation has an office already.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      office: { type: 'string' },
      name: { type: 'string' },
      parent: { type: 'string', default: '' },
      kind: { type: 'string', default: 'province' },
      prefix: { type: 'string' },
      administrator: { type: 'string' },
      'full-name': { type: 'string' },
      policy: { type: 'string', default: 'hanoi-1287-2024' },
      calendar: { type: 'string', default: 'vn' },
      json: { type: 'boolean' },
    },
  });
  const { office: code, name, parent, prefix, administrator, 'full-name': fullName } = values;
  const kind = officeKinds.find((one): one is OfficeKind => one === values.kind);
  if (!code || !name || !prefix || !administrator || !fullName || !kind) throw new Error(usage);
  if (!officeCodePattern.test(code))
    throw new Error(`“${code}” is no code of an office: it reads like 000.00.01.H26.`);
  const db = await connectDatabase(readDatabaseUrl(), (reason) =>
    console.error(`waiting: ${reason}`),
  );
  const say = (answer: object, words: string) =>
    console.log(values.json ? JSON.stringify(answer) : words);
  try {
    const known = await findAnyOffice(db);
    if (known) {
      say({ made: false, office: known.code }, `There is an office already: ${known.code}.`);
      return 1;
    }
    const password = randomPassword();
    const passwordHash = await hash(password);
    const at = new Date();
    const by = { actorId: null, at };
    await inTransaction(db, async (inside) => {
      const [office] = await recordOffices(
        inside,
        [
          {
            ...{ code, name, kind, parentName: parent, codePrefix: prefix, parent: null },
            ...{ policyId: values.policy, calendarId: values.calendar },
            validFrom: formatDate(dayOf(at.getTime())),
          },
        ],
        by,
      );
      const officeId = String(office?.id);
      const personId = await recordPerson(
        inside,
        {
          ...{ officeId, username: administrator, passwordHash, fullName, state: 'active' },
          ...{ mustChangePassword: true, title: null, email: null, phone: null, identifier: null },
        },
        by,
      );
      const right = { right: 'administer' as const, passesOn: [...rights] };
      await recordRight(inside, { personId, officeId, ...right }, by);
    });
    say(
      { made: true, office: code, username: administrator, password },
      `Made the office ${code}. Its administrator signs in as ${administrator} with ${password}, and chooses another password then; it is not shown again.`,
    );
    return 0;
  } finally {
    await db.destroy();
  }
}
