import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInChild } from '../scan/child/run-in-child';
import type { ScanLimits } from '../scan/child/run-bounded';

/** A signature or seal picture as it is kept: plain pixels with transparency. */
export interface TakenMark {
  png: Uint8Array;
  /** Pixels. */
  width: number;
  height: number;
}

/**
 * Takes the picture of a signature or a seal [L-08]: PNG of at most 4 megapixels. It is unpacked and
 * packed anew in the bounded process, so that what is kept holds pixels and nothing else.
 * @throws SaoyError `picture-unsuitable`, `scan-too-complex`
 */
export async function intakeMark(received: Uint8Array, limits: ScanLimits): Promise<TakenMark> {
  const folder = await mkdtemp(join(tmpdir(), 'saoy-mark-'));
  try {
    const [path, target] = [join(folder, 'received'), join(folder, 'kept.png')];
    await writeFile(path, received, { mode: 0o600 });
    const size = await runInChild({ kind: 'mark', path, target }, limits);
    return { png: await readFile(target), ...size };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
