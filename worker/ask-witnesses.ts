import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { findCheckpoint, treeOfBook } from '../db/registers/read-log';
import { listUnwitnessed, recordCosignature } from '../db/registers/record-checkpoint';
import { toBase64 } from '../domain/register-log/bytes';
import { checkpointPath } from '../domain/register-log/log-files';
import {
  findSignature,
  formatNote,
  type NoteKey,
  parseNote,
} from '../domain/register-log/signed-note';
import type { RegisterFiles } from '../storage/register-files';
import { repeat } from './repeat';

/** Another house that vouches for what it saw (C2SP tlog-witness). */
export interface Witness {
  /** Its key, by which its lines are known. */
  key: NoteKey;
  /** Before `/add-checkpoint`. */
  url: string;
}

interface Parts {
  db: DataSource;
  files: RegisterFiles;
  witnesses: readonly Witness[];
  now: () => Date;
  log: Logger;
}

const pauseMs = 5_000;
const timeoutMs = 10_000;
/** A few lines. */
const answerCharsMax = 8_192;

/** Has the witnesses cosign what was signed, beside the signing: none of them holds anything up. */
export function askWitnesses(parts: Parts): () => Promise<void> {
  const { witnesses, log } = parts;
  const stops = witnesses.map((witness) =>
    repeat(
      () => askWitness(parts, witness),
      pauseMs,
      (error) => log.warn({ err: error, witness: witness.key.name }, 'witness did not cosign'),
    ),
  );
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** Has one witness cosign the newest checkpoint of each book. */
export async function askWitness(parts: Parts, witness: Witness): Promise<void> {
  const { name } = witness.key;
  for (const { bookId, size, seenSize } of await listUnwitnessed(parts.db, name)) {
    await cosign(parts, witness, { bookId, size, seenSize });
  }
}

async function cosign(
  { db, files, now }: Parts,
  { key, url }: Witness,
  { bookId, size, seenSize }: { bookId: string; size: number; seenSize: number },
): Promise<void> {
  const shown = await findCheckpoint(db, bookId, size);
  if (!shown) return;
  const ask = async (old: number): Promise<Response> => {
    const path = await treeOfBook(db.manager, bookId, size).consistencyPath(old);
    const lines = [`old ${old}`, ...path.map(toBase64)].join('\n');
    return fetch(`${url}/add-checkpoint`, {
      method: 'POST',
      body: `${lines}\n\n${shown.checkpoint}`,
      signal: AbortSignal.timeout(timeoutMs),
    });
  };
  let answer = await ask(seenSize);
  // It remembers another size than we do: after a restore of either side.
  if (answer.status === 409) answer = await ask(sizeIn(await readBounded(answer), size));
  if (!answer.ok) throw new Error(`the witness answered ${answer.status}`);
  const cosigned = parseNote(shown.checkpoint + (await readBounded(answer)));
  const signature = findSignature(cosigned, key);
  if (!signature) throw new Error('the witness answered without a good cosignature');
  const line = formatNote({ body: '', signatures: [signature] }).slice(1);
  await recordCosignature(db, { bookId, size, witness: key.name, line, receivedAt: now() });
  const newest = await findCheckpoint(db, bookId);
  if (newest?.size === size) await files.write(bookId, checkpointPath, newest.checkpoint);
}

/** @throws Error where it is none that we can go on from: the witness has seen more than there is */
function sizeIn(text: string, size: number): number {
  const seen = /^\d{1,10}\n?$/.test(text) ? Number(text) : NaN;
  if (!(seen <= size)) throw new Error(`the witness has seen ${text.trim()} leaves of ${size}`);
  return seen;
}

async function readBounded(answer: Response): Promise<string> {
  return (await answer.text()).slice(0, answerCharsMax);
}
