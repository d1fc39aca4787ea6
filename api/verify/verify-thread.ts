import { parentPort, workerData } from 'node:worker_threads';
import { verifyWithin, type VerifyInput } from './verify-within';

/** The body of the thread that `verifyInThread` starts: one file, one report. */
void verifyWithin(workerData as VerifyInput).then((report) => parentPort?.postMessage(report));
