import { Counter, Histogram, type Registry } from 'prom-client';
import type { ActivityName } from '../../activities';
import type { AlarmInput } from '../../activities/dossiers/record-alarm';
import { documentWorkEnded, registerDocumentMetrics, type DocumentWork } from './document-metrics';

/** Seconds; a step inside a workflow task should end within the second bucket, a proof within the last ones. */
const buckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];
/** Seconds; an alarm should sound within the first buckets, those of a night with no worker fill the last. */
const lagBuckets = [1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400];

const recordsAlarm: ActivityName = 'recordAlarm';
/** Activities that make a signature, and with what. */
const signers: Readonly<Record<string, string>> = {
  signWithToken: 'token',
  signWithProvider: 'remote',
} satisfies Partial<Record<ActivityName, string>>;
const documentWorks: Readonly<Record<string, DocumentWork>> = {
  prepareCertification: 'certify',
  prepareSeal: 'seal',
  completeSignature: 'complete-signature',
  completeProof: 'prove',
  renewCopy: 'renew',
} satisfies Partial<Record<ActivityName, DocumentWork>>;

/** What activities took, by type and by what became of them: `done` or the code of the failure. */
export class ActivityMetrics {
  private readonly seconds: Histogram<'activity' | 'outcome'>;
  private readonly signatures: Counter<'method' | 'outcome'>;
  private readonly alarmLag: Histogram<'alarm'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.seconds = new Histogram({
      name: 'saoy_activity_seconds',
      help: 'Time of one try of an activity, by type and outcome (done, or the code of the failure)',
      labelNames: ['activity', 'outcome'],
      ...{ buckets, registers },
    });
    this.signatures = new Counter({
      name: 'saoy_signatures_total',
      help: 'Tries to sign with a token of the server or at a provider, by outcome',
      labelNames: ['method', 'outcome'],
      registers,
    });
    this.alarmLag = new Histogram({
      name: 'saoy_alarm_lag_seconds',
      help: 'Time from the instant of an alarm until it was written',
      labelNames: ['alarm'],
      ...{ buckets: lagBuckets, registers },
    });
    registerDocumentMetrics(registry);
  }

  /** One try of an activity has ended. @param input what it was given */
  ended(activity: string, outcome: string, seconds: number, input: unknown): void {
    this.seconds.observe({ activity, outcome }, seconds);
    const method = signers[activity];
    if (method !== undefined) this.signatures.inc({ method, outcome });
    const work = documentWorks[activity];
    if (work !== undefined) documentWorkEnded(work, outcome, seconds);
    if (activity === recordsAlarm && outcome === 'done') {
      const { alarm, due } = input as AlarmInput;
      this.alarmLag.observe({ alarm }, Math.max(0, Date.now() - due) / 1000);
    }
  }
}
