import { Histogram, type Registry } from 'prom-client';
import { SaoyError } from '../../domain/problem';

/** Seconds; a page takes tenths, 24 MB some seconds, a verification is ended after 30. */
const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Intake of a scan, a stranger's file verified; in the worker the steps of a copy. */
export type DocumentWork =
  'intake' | 'verify' | 'certify' | 'seal' | 'complete-signature' | 'prove' | 'renew';

const seconds = new Histogram({
  name: 'saoy_document_seconds',
  help: 'Time of one work on a document, by outcome (done, or the code of the refusal)',
  labelNames: ['work', 'outcome'],
  buckets,
  registers: [],
});

export function registerDocumentMetrics(registry: Registry): void {
  registry.registerMetric(seconds);
}

export function documentWorkEnded(work: DocumentWork, outcome: string, tookSeconds: number): void {
  seconds.observe({ work, outcome }, tookSeconds);
}

/** Does the work and measures it, whatever becomes of it. */
export async function measureDocumentWork<Result>(
  work: DocumentWork,
  doIt: () => Promise<Result>,
): Promise<Result> {
  const startedAt = performance.now();
  const ended = (outcome: string) =>
    documentWorkEnded(work, outcome, (performance.now() - startedAt) / 1000);
  try {
    const result = await doIt();
    ended('done');
    return result;
  } catch (error) {
    ended(error instanceof SaoyError ? error.code : 'internal-error');
    throw error;
  }
}
