import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createDataSource } from '../../db/data-source';
import { checkRegister } from '../../db/registers/check-register';
import { findBookOfNumber } from '../../db/registers/find-book';
import { proveNumber as findProof } from '../../db/registers/prove-number';
import { parseCheckpoint } from '../../domain/register-log/checkpoint';
import { checkShown, proveNumber } from '../../domain/register-log/check-shown';
import { checkpointPath } from '../../domain/register-log/log-files';
import type { Head } from '../../domain/register-log/merkle';
import { formatProof, openProof, parseProof } from '../../domain/register-log/proof-file';
import { parseNote } from '../../domain/register-log/signed-note';
import { readDatabaseUrl } from '../../settings/database-url';
import { readRegisterDir } from '../../settings/register-dir';
import { RegisterFiles } from '../../storage/register-files';
import { openLog, readPublicKey } from '../open-log';
import { quickEd25519 } from '../quick-ed25519';
import { resumeAfterRestore } from '../resume-books';

const usage = [
  'Usage: saoy register check [--json] [--from URL|FOLDER --key KEY [--against CHECKPOINT]…]',
  'saoy register prove NUMBER [--book ID] [--from URL|FOLDER --key KEY] [--out FILE] [--json]',
  'saoy register prove --proof FILE --key KEY [--json]',
  'saoy register resume [--from FOLDER | --nothing-lost] [--json]',
].join('; or ');

type Options = ReturnType<typeof readOptions>['values'];

/**
 * `saoy register check`: gaps, duplicates, altered entries, logs that were shown otherwise. With `--from` the
 * public log alone is asked, and no database. `prove NUMBER`: that a number stands in the log. `resume`: after a
 * restore of the database.
 */
export async function run(args: string[]): Promise<number> {
  const { values: options, positionals } = readOptions(args);
  const [verb, number, ...more] = positionals;
  if (more.length > 0) throw new Error(usage);
  if (verb === 'check' && number === undefined) {
    return options.from ? checkFrom(options.from, options) : withDatabase(options, checkHere);
  }
  if (verb === 'prove' && options.proof && number === undefined) return verifyProof(options);
  if (verb === 'prove' && number !== undefined) return prove(number, options);
  if (verb === 'resume' && number === undefined) return withDatabase(options, resume);
  throw new Error(usage);
}

function readOptions(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...{ from: text, key: text, book: text, out: text, proof: text },
        against: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        'nothing-lost': { type: 'boolean' },
      },
    });
  } catch {
    throw new Error(usage);
  }
}

type Database = Awaited<ReturnType<ReturnType<typeof createDataSource>['initialize']>>;

async function withDatabase(
  options: Options,
  work: (db: Database, options: Options) => Promise<number>,
): Promise<number> {
  const db = await createDataSource(readDatabaseUrl()).initialize();
  try {
    return await work(db, options);
  } finally {
    await db.destroy();
  }
}

async function checkHere(db: Database, { json }: Options): Promise<number> {
  const files = new RegisterFiles(readRegisterDir());
  const books = await checkRegister(db, async (bookId): Promise<Head | undefined> => {
    const bytes = await files.of(bookId)(checkpointPath);
    return bytes && parseCheckpoint(parseNote(new TextDecoder().decode(bytes)).body);
  });
  const ok = books.every(({ findings }) => findings.length === 0);
  say(json, { ok, books }, () => books.map(inWords).join('\n'));
  return ok ? 0 : 1;
}

function inWords(book: Awaited<ReturnType<typeof checkRegister>>[number]): string {
  const title = `${book.findings.length === 0 ? '✓' : '✗'} ${book.book} (${book.office})`;
  const lines = book.findings.map(({ code, number }) => `    ${code} at number ${number}`);
  return [`${title}: ${book.entries} entries`, ...lines].join('\n');
}

async function checkFrom(from: string, { key, against = [], json }: Options): Promise<number> {
  const { get, checkpoint } = await openLog(from, readPublicKey(given(key)));
  const seen = await Promise.all(
    against.map(async (file) => parseCheckpoint(parseNote(await readFile(file, 'utf8')).body)),
  );
  const check = await checkShown(get, checkpoint, seen);
  const ok = check.findings.length === 0;
  say(json, { ok, ...check }, () =>
    ok
      ? `✓ numbers ${check.first} to ${check.last}, each once (${check.voids} void, ${check.lost} lost)`
      : check.findings.map(({ code, number }) => `✗ ${code} at number ${number}`).join('\n'),
  );
  return ok ? 0 : 1;
}

async function prove(text: string, options: Options): Promise<number> {
  const number = Number(/^\d{1,9}(?=$|\/)/.exec(text)?.[0]);
  if (!Number.isInteger(number)) throw new Error(usage);
  if (!options.from) return withDatabase(options, (db) => proveHere(db, text, number, options));
  const key = readPublicKey(given(options.key));
  const log = await openLog(options.from, key);
  const found = await proveNumber(log.get, log, number);
  if (found) openProof(found.proof, key, quickEd25519);
  return sayProof(found, number, options);
}

async function proveHere(db: Database, text: string, number: number, options: Options) {
  const bookId = await findBookOfNumber(db, text, number, options.book);
  const found = bookId === undefined ? undefined : await findProof(db, bookId, number);
  if (found) openProof(found.proof, readPublicKey(found.publicKey), quickEd25519);
  return sayProof(found, number, options);
}

async function sayProof(
  found: Awaited<ReturnType<typeof proveNumber>>,
  number: number,
  { json, out }: Options,
): Promise<number> {
  if (!found) {
    say(json, { ok: false, number }, () => `✗ number ${number} does not stand in what was signed`);
    return 1;
  }
  const { proof, later } = found;
  const file = formatProof(proof);
  if (out) await writeFile(out, file);
  const what = { leaf: JSON.parse(proof.leaf) as unknown, index: proof.index, later };
  say(json, { ok: true, number, ...what, proof: file }, () =>
    [
      `✓ number ${number} is leaf ${proof.index}: ${proof.leaf}`,
      ...later.map((leaf) => `  and later: ${JSON.stringify(leaf)}`),
    ].join('\n'),
  );
  return 0;
}

async function verifyProof({ proof, key, json }: Options): Promise<number> {
  const parsed = parseProof(await readFile(given(proof), 'utf8'));
  try {
    const { leaf, index, checkpoint } = openProof(parsed, readPublicKey(given(key)), quickEd25519);
    const { size } = checkpoint;
    say(json, { ok: true, leaf, index, size }, () => `✓ leaf ${index} of ${size}: ${parsed.leaf}`);
    return 0;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(json, { ok: false, reason }, () => `✗ ${reason}`);
    return 1;
  }
}

async function resume(db: Database, { json, from, ...options }: Options): Promise<number> {
  const resumed = await resumeAfterRestore(
    db,
    new RegisterFiles(readRegisterDir()),
    { mirror: from, nothingLost: options['nothing-lost'] },
    new Date(),
  );
  say(json, { ok: true, resumed }, () =>
    resumed.length === 0
      ? '✓ no book is behind what was shown of it'
      : resumed
          .map(
            ({ bookId, lost }) =>
              `✓ book ${bookId} goes on; lost with the database: ${lost.join(', ')}`,
          )
          .join('\n'),
  );
  return 0;
}

function given(option: string | undefined): string {
  if (option === undefined) throw new Error(usage);
  return option;
}

function say(json: boolean | undefined, answer: object, words: () => string): void {
  console.log(json ? JSON.stringify(answer) : words());
}
