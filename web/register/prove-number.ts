import { fromBase64, fromHex } from '../../domain/register-log/bytes';
import type { Leaf } from '../../domain/register-log/leaf';
import { openProof } from '../../domain/register-log/proof-file';
import { getJson } from '../server/client';
import type { NumberProof } from '../server/shapes';

export interface ProvenNumber {
  leaf: Extract<Leaf, { kind: 'number' }>;
  /** Counted from 1, as people count. */
  place: number;
  size: number;
  /** The number counts no more. */
  isVoid: boolean;
  /** All of the proof, to be kept as a file. */
  file: string;
}

/**
 * Asks for the proof of a number and checks it here.
 * @throws ApiProblem; Error where the proof does not hold
 */
export async function proveNumber(
  bookId: string,
  number: number,
  signal?: AbortSignal,
): Promise<ProvenNumber> {
  const path = `/public/registers/${encodeURIComponent(bookId)}/numbers/${number}`;
  const answer = await getJson<NumberProof>(path, signal);
  const proof = { ...answer, path: answer.path.map(fromBase64) };
  const { leaf, index, checkpoint } = openProof(proof, fromHex(answer.publicKey));
  if (leaf.kind !== 'number' || leaf.book !== bookId || leaf.number !== number) {
    throw new Error('Bằng chứng nhận được là của số khác. Không tin kết quả này.');
  }
  const isVoid = answer.later.some(({ kind }) => kind === 'void');
  return { leaf, place: index + 1, size: checkpoint.size, isVoid, file: answer.file };
}

/** An address that saves the proof as a file (C2SP tlog-proof). */
export function proofAddress({ file }: ProvenNumber): string {
  return `data:text/plain;charset=utf-8,${encodeURIComponent(file)}`;
}
