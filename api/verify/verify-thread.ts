import { parentPort, workerData } from 'node:worker_threads';
import { type VerifyOptions, verifyCopy } from '../../documents/verify/verify-copy';

/** The body of the thread that `verifyAside` starts: one file, one report. */
const { file, options } = workerData as { file: Uint8Array; options: VerifyOptions };
void verifyCopy(file, options).then((report) => parentPort?.postMessage(report));
