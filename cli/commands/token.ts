import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createDataSource } from '../../db/data-source';
import { recordTokenUnlocked } from '../../db/signing/record-token-unlocked';
import { SaoyError, sentence } from '../../domain/problem';
import { readDatabaseUrl } from '../../settings/database-url';

const usage = 'Usage: saoy token unlocked LABEL [--json].';

/** `saoy token unlocked LABEL`: its issuer has unlocked it, so PINs may reach it again. In the audit log. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  const [verb, label, ...more] = positionals;
  if (verb !== 'unlocked' || label === undefined || more.length > 0) throw new Error(usage);
  const db = await createDataSource(readDatabaseUrl()).initialize();
  const say = (answer: { token: string; unlocked: boolean; code?: string }, words: string) =>
    console.log(values.json ? JSON.stringify(answer) : words);
  try {
    const facts = {
      label,
      actorId: null,
      actKey: `token-unlocked ${randomUUID()}`,
      at: new Date(),
    };
    await recordTokenUnlocked(db, facts);
    say({ token: label, unlocked: true }, `PINs may reach the token “${label}” again.`);
    return 0;
  } catch (error) {
    if (!(error instanceof SaoyError)) throw error;
    const { code, params } = error;
    say({ token: label, unlocked: false, code }, sentence(code, 'en', params));
    return 1;
  } finally {
    await db.destroy();
  }
}
