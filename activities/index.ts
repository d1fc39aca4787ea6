import { createCheckAlerts } from './alerts/check-alerts';
import { createKeepBooking } from './bookings/keep-booking';
import { createWatchCorrection } from './correction-requests/watch-correction';
import { createRunBatch } from './batches/run-batch';
import { createCompleteProof } from './copies/complete-proof';
import { createTidyContents } from './contents/tidy';
import { createListEndingArchives, createRenewCopy } from './copies/renew-copy';
import type { ActivityDeps } from './deps';
import { createMoveDue } from './dossiers/move-due';
import { createPauseClock } from './dossiers/pause-clock';
import { createRecordAlarm } from './dossiers/record-alarm';
import { createRecordBlockedReason } from './dossiers/record-blocked-reason';
import { createRecordSteps } from './dossiers/record-steps';
import { createRederiveBatch } from './dossiers/rederive-batch';
import { createLearnLateness } from './forecasts/learn-lateness';
import { createExportBook } from './registers/export-book';
import { createMakeReport } from './reports/make-report';
import { createScheduledReports } from './reports/scheduled-reports';
import { createAskSignature } from './signing/ask-signature';
import { createCompleteSignature } from './signing/complete-signature';
import { createPrepareCertification } from './signing/prepare-certification';
import { createPrepareSeal } from './signing/prepare-seal';
import { createSignWithProvider, type ProviderDeps } from './signing/sign-with-provider';
import { createSignWithToken } from './signing/sign-with-token';
import type { TokenDeps } from './signing/take-pin';

/*
 * Every activity stands here once, in the group that says how workflows ask for it: the proxies of
 * workflows/activity-proxies.ts and the workers derive from these groups. Each is safe to repeat.
 */

export type Activities = ReturnType<typeof createActivities>;
export type TokenProcessActivities = ReturnType<typeof createTokenProcessActivities>;
/** The name of any activity. */
export type ActivityName = NameIn<Activities> | NameIn<TokenProcessActivities>;
type NameIn<Groups> = { [Group in keyof Groups]: keyof Groups[Group] }[keyof Groups];

/** What the process `worker` does, by group. */
export function createActivities(deps: ActivityDeps) {
  return {
    /** Writes to the database what must be written once it was begun; inside a workflow task. */
    records: {
      ...createRecordSteps(deps),
      ...createMoveDue(deps),
      ...createPauseClock(deps),
    },
    /** Short steps of which a failure is an answer; inside a workflow task. */
    short: {
      ...createAskSignature(deps),
      prepareCertification: createPrepareCertification(deps),
      prepareSeal: createPrepareSeal(deps),
      recordAlarm: createRecordAlarm(deps),
      recordBlockedReason: createRecordBlockedReason(deps),
    },
    /** Steps on documents that ask servers of others, and record what came of it. */
    documents: {
      completeSignature: createCompleteSignature(deps),
      completeProof: createCompleteProof(deps),
    },
    /** Asked for by workflows that go through many dossiers or copies. */
    bulk: {
      rederiveBatch: createRederiveBatch(deps),
      listEndingArchives: createListEndingArchives(deps),
      renewCopy: createRenewCopy(deps),
      ...createTidyContents(deps),
      ...createLearnLateness(deps),
      ...createScheduledReports(deps),
      ...createCheckAlerts(deps),
    },
    /** The times of appointments: what comes next, and that it be done. */
    bookings: createKeepBooking(deps),
    /** The clock of a citizen's request for a correction. */
    corrections: createWatchCorrection(deps),
    /** Minutes of work for a person who waits. */
    reports: { makeReport: createMakeReport(deps), exportBook: createExportBook(deps) },
    /** On a task queue of its own. */
    batches: createRunBatch(deps),
  };
}

/** What the process `token` does, the only one that asks a key or a provider. */
export function createTokenProcessActivities(deps: TokenDeps & ProviderDeps) {
  return {
    token: { signWithToken: createSignWithToken(deps) },
    provider: { signWithProvider: createSignWithProvider(deps) },
  };
}

/** All activities of some groups by name, as a worker takes them. */
export function byName(groups: Record<string, object>): Record<string, object> {
  const entries = Object.values(groups).flatMap((group) => Object.entries(group));
  const activities = new Map<string, object>(entries);
  if (activities.size < entries.length) throw new Error('two activities have the same name');
  return Object.fromEntries(activities);
}
