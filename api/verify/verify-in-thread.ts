import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { VerificationReport } from '../../documents/verify/report';
import { SaoyError } from '../../domain/problem';
import { verifyWithin, type VerifyInput } from './verify-within';

/** A file of a stranger may cost this and no more. */
const verifyMsMax = 30_000;
const heapMegabytesMax = 512;

const thread = join(__dirname, 'verify-thread.js');

/**
 * Verifies a stranger's file in a thread of its own, under bounds of time and memory, so that no
 * file can hold up the API. Run from the source there is no built thread, and it runs here.
 * @throws SaoyError `verification-too-costly`
 */
export function verifyInThread(input: VerifyInput): Promise<VerificationReport> {
  if (!existsSync(thread)) return verifyWithin(input);
  return new Promise((resolve, reject) => {
    const worker = new Worker(thread, {
      workerData: input,
      transferList: [input.file.buffer as ArrayBuffer],
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytesMax },
    });
    const end = (act: () => void) => {
      clearTimeout(timer);
      void worker.terminate();
      act();
    };
    const giveUp = () => end(() => reject(new SaoyError('verification-too-costly')));
    const timer = setTimeout(giveUp, verifyMsMax);
    worker.once('message', (report: VerificationReport) => end(() => resolve(report)));
    worker.once('error', giveUp);
    worker.once('exit', giveUp);
  });
}
