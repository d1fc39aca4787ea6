import { parseArgs } from 'node:util';
import { recordAudit } from '../../db/audit/record-audit';
import { connectDatabase } from '../../db/connect-database';
import { findAccount, listOfficeIds } from '../../db/people/find-person';
import { removeSecondFactor } from '../../db/second-factors/second-factors';
import { endOtherSessions } from '../../db/sessions/record-session';
import { inTransaction } from '../../db/transaction';
import { readDatabaseUrl } from '../../settings/database-url';

const usage = 'Usage: saoy factor forget --username NAME [--json].';

/**
 * `saoy factor forget`: for a person who lost phone and recovery codes, once it is certain who asks. They sign in
 * by their password alone until they set up another; their sessions end. Answers 1 where there was none.
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { username: { type: 'string' }, json: { type: 'boolean' } },
  });
  const { username } = values;
  if (positionals.join() !== 'forget' || !username) throw new Error(usage);
  const db = await connectDatabase(readDatabaseUrl(), (reason) =>
    console.error(`waiting: ${reason}`),
  );
  try {
    const person = await findAccount(db, username);
    if (!person) throw new Error(`There is no account “${username}”.`);
    const personId = person.id;
    const officeIds = await listOfficeIds(db, personId);
    const at = new Date();
    const isForgotten = await inTransaction(db, async (inside) => {
      if (!(await removeSecondFactor(inside, personId))) return false;
      await endOtherSessions(inside, personId, '');
      for (const officeId of officeIds) {
        await recordAudit(inside, {
          ...{ officeId, dossierId: null, actorId: null, at },
          action: 'second-factor-forgotten',
          actKey: `second-factor-forgotten ${personId} ${at.getTime()}`,
          details: { personId },
        });
      }
      return true;
    });
    const words = isForgotten
      ? `${username} signs in by the password alone until another second factor is set up.`
      : `${username} has no second factor.`;
    console.log(values.json ? JSON.stringify({ forgotten: isForgotten, username }) : words);
    return isForgotten ? 0 : 1;
  } finally {
    await db.destroy();
  }
}
