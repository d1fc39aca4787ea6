import { parseArgs } from 'node:util';
import { hash } from '@node-rs/argon2';
import { createDataSource } from '../../db/data-source';
import { hasSample, removeSample } from '../../db/sample/remove-sample';
import { randomPassword } from '../../identity/passwords/random-password';
import { readDatabaseUrl, readOwnerUrl } from '../../settings/database-url';
import { findPoliciesDir } from '../../settings/policies-dir';
import { makeSample, officesMax, supervisorName } from '../sample/make-sample';

const usage = `Usage: saoy sample --days N [--offices M] [--seed S] [--policy ID] [--calendar ID] [--json]
       saoy sample --remove [--json]
N: 1 to 3650 days up to now; M: 1 to ${officesMax} offices (8); S: the same seed, the same story (1).`;

/**
 * `saoy sample`: a tree of offices that do not exist, with a history to look at, to measure and to try reports on;
 * it is a root of its own and goes again whole. What is still open in it has no workflow: it is looked at, not
 * worked on. Answers 1 where there is a sample already, or none to remove.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      days: { type: 'string' },
      offices: { type: 'string', default: '8' },
      seed: { type: 'string', default: '1' },
      policy: { type: 'string', default: 'hanoi-1287-2024' },
      calendar: { type: 'string', default: 'vn' },
      remove: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [days, offices, seed] = [
    wholeUpTo(values.days, 3650),
    wholeUpTo(values.offices, officesMax),
    wholeUpTo(values.seed, 2 ** 32 - 1),
  ];
  if (values.remove === (values.days !== undefined) || !offices || !seed) throw new Error(usage);
  if (!values.remove && !days) throw new Error(usage);
  const say = (answer: object, words: string) =>
    console.log(values.json ? JSON.stringify(answer) : words);
  // Where nothing may be deleted, its owner may take the sample away.
  const url = values.remove ? readOwnerUrl() : readDatabaseUrl();
  const db = await createDataSource(url).initialize();
  try {
    const isThere = await hasSample(db);
    if (values.remove) {
      if (!isThere) {
        say({ removed: 0 }, 'There is no sample here.');
        return 1;
      }
      const removed = await removeSample(db);
      say({ removed }, `Removed the sample: ${removed} rows.`);
      return 0;
    }
    if (isThere) {
      say({ made: false }, 'There is a sample already: “saoy sample --remove” takes it away.');
      return 1;
    }
    const password = randomPassword();
    const [supervisorHash, workersHash] = [await hash(password), await hash(randomPassword())];
    const dossiers = await makeSample(
      db,
      {
        ...{ days: days ?? 1, offices, seed, now: Date.now(), supervisorHash, workersHash },
        ...{ policiesDir: findPoliciesDir(), policyId: values.policy },
        calendarId: values.calendar,
      },
      (sofar) => {
        if (!values.json) console.error(`${sofar} dossiers …`);
      },
    );
    say(
      { made: true, dossiers, username: supervisorName, password },
      `Made a sample of ${dossiers} dossiers. Its supervisor signs in as ${supervisorName} with ${password}; the password is not shown again.`,
    );
    return 0;
  } finally {
    await db.destroy();
  }
}

/** A whole number from 1 to `most`; undefined where the text is none. */
function wholeUpTo(text: string | undefined, most: number): number | undefined {
  const number = Number(text);
  return text !== undefined && /^\d+$/.test(text) && number >= 1 && number <= most
    ? number
    : undefined;
}
