import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../db/data-source';
import { findOfficeByCode } from '../../db/offices/get-office';
import { findAccount } from '../../db/people/find-person';
import { recordTokenHolder } from '../../db/signing/record-token-holder';
import { recordTokenUnlocked } from '../../db/signing/record-token-unlocked';
import { findTokenByLabel } from '../../db/signing/tokens';
import { SaoyError, sentence } from '../../domain/problem';
import { readDatabaseUrl } from '../../settings/database-url';

const usage =
  'Usage: saoy token unlocked LABEL [--json]; saoy token holder LABEL USERNAME [--json].';

/**
 * `saoy token unlocked LABEL`: its issuer has unlocked it, so PINs may reach it again.
 * `saoy token holder LABEL USERNAME`: a leader's token at the server is this person's, and nobody else signs with
 * it. Both stand in the audit log. Answers 1 where it cannot be, with the reason.
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  const [verb, label, username, ...more] = positionals;
  const isUnlocked = verb === 'unlocked' && username === undefined;
  const isHolder = verb === 'holder' && username !== undefined;
  if (label === undefined || more.length > 0 || !(isUnlocked || isHolder)) throw new Error(usage);
  const db = await createDataSource(readDatabaseUrl()).initialize();
  const say = (answer: object, words: string) =>
    console.log(values.json ? JSON.stringify({ token: label, ...answer }) : words);
  try {
    if (isHolder) {
      await declareHolder(db, label, username);
      say(
        { holder: username },
        `The token “${label}” is ${username}’s: nobody else signs with it.`,
      );
    } else {
      await recordTokenUnlocked(db, { label, ...byHand('token-unlocked') });
      say({ unlocked: true }, `PINs may reach the token “${label}” again.`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof SaoyError)) throw error;
    const { code, params } = error;
    say({ [isHolder ? 'holder' : 'unlocked']: false, code }, sentence(code, 'en', params));
    return 1;
  } finally {
    await db.destroy();
  }
}

/** Its certificate is held against the person's name whenever it signs. */
async function declareHolder(db: DataSource, label: string, username: string): Promise<void> {
  const token = await findTokenByLabel(db, label);
  const office = token?.purpose === 'leader' && (await findOfficeByCode(db, token.officeCode));
  if (!office) throw new SaoyError('token-unknown', { token: label });
  const person = await findAccount(db, username);
  if (!person) throw new SaoyError('token-holder-unfit', { reason: `không có ai tên ${username}` });
  const declared = { label, officeId: office.id, personId: person.id };
  await recordTokenHolder(db, { ...declared, ...byHand('token-holder') });
}

function byHand(act: string) {
  return { actorId: null, actKey: `${act} ${randomUUID()}`, at: new Date() };
}
