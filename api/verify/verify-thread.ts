import { parentPort, workerData } from 'node:worker_threads';
import { verifyWithin, type VerifyOrder } from './verify-within';

/** The body of the thread that `verifyInThread` starts: one file, one report. */
void verifyWithin(workerData as VerifyOrder).then((report) => parentPort?.postMessage(report));
