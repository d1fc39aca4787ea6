import { parseArgs } from 'node:util';
import { connectDatabase } from '../../db/connect-database';
import { countByKey, encryptAnew } from '../../db/personal/encrypt-anew';
import { makeKeyFile, replaceKeyFile } from '../../db/personal/key-file';
import {
  allPersonalKeys,
  makePersonalKey,
  newestPersonalKey,
  type PersonalKey,
  writePersonalKeys,
} from '../../db/personal/personal-keys';
import { readDatabaseUrl } from '../../settings/database-url';
import { findPersonalKeys } from '../../settings/personal-keys';

const usage =
  'Usage: saoy data-keys make | status | add [--after SECONDS] | rotate | retire ID, each with [--json].';
/** Every process looks at the file within five seconds; secrets of a cluster take a minute or two. */
const secondsUntilUsed = '180';

/**
 * `saoy data-keys`: the keys that personal data is encrypted with. To rotate: `add`, wait until it is in use,
 * `rotate`, `retire` the old one; nothing is stopped meanwhile. Where the keys come from the environment, `make`,
 * `add` and `retire` print what has to stand there.
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      after: { type: 'string', default: secondsUntilUsed },
      json: { type: 'boolean', default: false },
    },
  });
  const [verb, id, ...more] = positionals;
  const say = (answer: object, words: string) =>
    console.log(values.json ? JSON.stringify(answer) : words);
  if (more.length > 0 || (id !== undefined) !== (verb === 'retire')) throw new Error(usage);
  switch (verb) {
    case 'make':
      return make(say);
    case 'status':
      return tellStatus(say);
    case 'add':
      if (!/^\d{1,6}$/.test(values.after)) throw new Error(usage);
      return add(Number(values.after), say);
    case 'rotate':
      return rotate(say);
    case 'retire':
      return retire(String(id), say);
    default:
      throw new Error(usage);
  }
}

type Say = (answer: object, words: string) => void;

async function make(say: Say): Promise<number> {
  const place = findPersonalKeys();
  if ('text' in place) {
    console.log(writePersonalKeys([makePersonalKey(new Date())]));
    return 0;
  }
  const isMade = await makeKeyFile(place.file, new Date());
  const words = isMade ? 'Made' : 'There are keys already:';
  say(
    { made: isMade, file: place.file },
    `${words} ${place.file}. Keep a copy apart from backups.`,
  );
  return isMade ? 0 : 1;
}

async function tellStatus(say: Say): Promise<number> {
  const counts = await withDatabase(countByKey);
  const newest = newestPersonalKey().id;
  for (const { id, from } of allPersonalKeys()) {
    const line = {
      id,
      from: from.toISOString(),
      newest: id === newest,
      values: counts.get(id) ?? 0,
    };
    say(line, `${id}  from ${line.from}  ${line.values} values${line.newest ? '  in use' : ''}`);
  }
  const gone = [...counts.keys()].filter((id) => !allPersonalKeys().some((key) => key.id === id));
  for (const id of gone) say({ id, missing: true, values: counts.get(id) }, `${id}  MISSING`);
  return gone.length > 0 ? 1 : 0;
}

async function add(seconds: number, say: Say): Promise<number> {
  const key = makePersonalKey(new Date(Date.now() + seconds * 1000));
  await keep([key, ...allPersonalKeys()]);
  const from = key.from.toISOString();
  say({ id: key.id, from }, `New values are encrypted by ${key.id} from ${from} on.`);
  return 0;
}

async function rotate(say: Say): Promise<number> {
  const values = await withDatabase((db) =>
    encryptAnew(db, (table, count) => console.error(`${table}: ${count}`)),
  );
  const { id } = newestPersonalKey();
  say({ id, values }, `${values} values are encrypted anew, by ${id}.`);
  return 0;
}

async function retire(id: string, say: Say): Promise<number> {
  const keys = allPersonalKeys();
  if (!keys.some((key) => key.id === id)) throw new Error(`There is no key ${id}.`);
  const values = await withDatabase(async (db) => (await countByKey(db)).get(id) ?? 0);
  if (values > 0 || newestPersonalKey().id === id) {
    say({ id, retired: false, values }, `${id} is in use: ${values} values. Run “rotate” first.`);
    return 1;
  }
  await keep(keys.filter((key) => key.id !== id));
  say({ id, retired: true }, `${id} is out of use. Backups from before still need it.`);
  return 0;
}

async function keep(keys: readonly PersonalKey[]): Promise<void> {
  const place = findPersonalKeys();
  if ('file' in place) await replaceKeyFile(place.file, keys);
  else console.log(writePersonalKeys(keys));
}

async function withDatabase<Result>(
  work: (db: Awaited<ReturnType<typeof connectDatabase>>) => Promise<Result>,
): Promise<Result> {
  const db = await connectDatabase(readDatabaseUrl(), (reason) =>
    console.error(`waiting: ${reason}`),
  );
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
