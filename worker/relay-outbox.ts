import { setTimeout as sleep } from 'node:timers/promises';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import type { Logger } from 'pino';
import type { ActivityDeps } from '../activities/deps';
import { afterFailure } from '../activities/notices/after-failure';
import { MailFailure } from '../activities/notices/mail-failure';
import { sendOutboxMail } from '../activities/notices/send-outbox-mail';
import { findDossierRow } from '../db/dossiers/rows';
import type { OutboxItem, OutboxKind } from '../db/notices/entity';
import {
  claimDue,
  leaseMs,
  listDueKinds,
  recordAbandoned,
  recordNotSent,
  recordSending,
  recordSent,
  renewLease,
  type ClaimedItem,
  type NotSent,
} from '../db/notices/outbox';
import { startOf } from '../db/dossiers/workflow-start';
import { getPinnedPolicy } from '../policies/pinned-rules';
import { mailedSignal, workflowIdOf } from '../workflows/dossiers/messages';
import { startDossier } from '../workflows/dossiers/start-dossier';

interface Lane {
  kinds: readonly OutboxKind[];
  /** Items carried side by side. */
  atOnce: number;
}

/** One kind never waits for another: a mail server that hangs holds up no workflow and no refusal. */
const lanes: readonly Lane[] = [
  { kinds: ['start-workflow', 'tell-mailed'], atOnce: 4 },
  { kinds: ['mail-copy'], atOnce: 8 },
  { kinds: ['mail-refusal'], atOnce: 2 },
  { kinds: ['mail-revocation', 'mail-notice'], atOnce: 2 },
];
/** Most items that are carried at once. */
export const carriedMax = lanes.reduce((sum, { atOnce }) => sum + atOnce, 0);

/** Between looks at the outbox. */
const pauseMs = 200;
const abandonedEveryMs = 2_000;
/** Between tries to write down what became of an item, while the database is away. */
const recordPauseMs = 500;
/** Of the tries of one item in vain, each so manieth is told. */
const toldEach = 20;
/** Told to end, it lets what is under way finish for so long, and then ends it. */
const graceMs = 4_000;

/**
 * Carries what a transaction left in the outbox to the world: workflows to start and to tell, mails to send.
 * An item is claimed, carried with no transaction open, and then written down. What cannot be carried now
 * stays there and is tried again, unless it may have arrived: that is left to a person.
 */
export function relayOutbox(deps: ActivityDeps, client: Client, log: Logger) {
  const { db, now } = deps;
  const ending = new AbortController();
  const carrying = new Map<Lane, Map<string, Promise<void>>>(
    lanes.map((lane) => [lane, new Map()]),
  );
  let stopping = false;
  let abandonedLookedAt = 0;

  async function send(item: ClaimedItem): Promise<void> {
    if (item.kind === 'start-workflow') return startWorkflow(deps, client, item);
    if (item.kind === 'tell-mailed') return tellMailed(client, item);
    const beforeEnd = async () => {
      if (!(await recordSending(db, item, now()))) throw new Error('the claim is lost');
    };
    return sendOutboxMail(deps, item, { beforeEnd, signal: ending.signal });
  }

  async function carry(item: ClaimedItem): Promise<void> {
    const beat = setInterval(() => {
      renewLease(db, item, now()).catch(() => undefined);
    }, leaseMs / 3);
    try {
      await send(item).then(
        () => written(() => recordSent(db, item, now())),
        async (error: unknown) => {
          sayNotCarried(item, error);
          await written(async () => {
            const triesMax = await triesMaxOf(deps, item);
            const result = afterFailure(item, error, now(), triesMax);
            const told = isCutShort(error) ? asItWas(item, result) : result;
            await recordNotSent(db, item, told, now());
          });
        },
      );
    } catch (error) {
      log.error({ kind: item.kind, dossierId: item.dossierId, ...reasonOf(error) }, 'not recorded');
    } finally {
      clearInterval(beat);
    }
  }

  /** Not each time: a mail server that is away for a day is told of by some lines an item. */
  function sayNotCarried({ kind, dossierId, attempts }: ClaimedItem, error: unknown): void {
    if (attempts % toldEach !== 0) return;
    log.error({ kind, dossierId, attempts, ...reasonOf(error) }, 'not carried; tried again');
  }

  /** We hung up, before the server had the whole. */
  function isCutShort(error: unknown): boolean {
    return ending.signal.aborted && error instanceof MailFailure && error.fault === 'server';
  }

  function asItWas({ attempts }: ClaimedItem, result: NotSent): NotSent {
    return { ...result, attempts, nextAt: now(), waitingFor: null };
  }

  /** What became of an item is known here alone: it is written down however long the database is away. */
  async function written(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (ending.signal.aborted) throw error;
        await sleep(recordPauseMs);
      }
    }
  }

  async function look(): Promise<void> {
    if (Date.now() - abandonedLookedAt > abandonedEveryMs) {
      abandonedLookedAt = Date.now();
      const mine = [...carrying.values()].flatMap((items) => [...items.keys()]);
      const found = await recordAbandoned(db, now(), mine);
      if (found > 0) log.error({ found }, 'mails were being sent when their process died');
    }
    const due = await listDueKinds(db, now());
    for (const lane of lanes) {
      const items = carrying.get(lane) as Map<string, Promise<void>>;
      const free = lane.atOnce - items.size;
      if (free === 0 || !due.some((kind) => lane.kinds.includes(kind))) continue;
      for (const item of await claimDue(db, lane.kinds, free, now())) {
        const carried = carry(item).finally(() => {
          if (items.get(item.id) === carried) items.delete(item.id);
        });
        items.set(item.id, carried);
      }
    }
  }

  const loop = (async () => {
    while (!stopping) {
      await look().catch((error: unknown) =>
        log.warn({ reason: codeOf(error) }, 'outbox cannot be read; waiting'),
      );
      await sleep(pauseMs);
    }
  })();

  return {
    /** Ends within seconds, whatever the mail server does. */
    async stop(): Promise<void> {
      stopping = true;
      await loop;
      const under = [...carrying.values()].flatMap((items) => [...items.values()]);
      const timer = setTimeout(() => ending.abort(), graceMs);
      await Promise.all(under);
      clearTimeout(timer);
    },
  };
}

/** A dossier whose life has ended meanwhile needs no workflow any more. */
async function startWorkflow(deps: ActivityDeps, client: Client, item: OutboxItem): Promise<void> {
  try {
    await startDossier(client, await startOf(deps.db.manager, item.dossierId));
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

async function tellMailed(client: Client, { dossierId }: OutboxItem): Promise<void> {
  try {
    await client.workflow.getHandle(workflowIdOf(dossierId)).signal(mailedSignal);
  } catch (error) {
    // Nobody waits for it any more.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

async function triesMaxOf({ db, rules }: ActivityDeps, { dossierId }: OutboxItem): Promise<number> {
  const dossier = await findDossierRow(db, dossierId);
  const delivery = dossier && getPinnedPolicy(rules, dossier.policy).delivery;
  return delivery?.triesMax ?? Infinity;
}

/** For the log: whose fault it is, and no word of the server's, which may name the recipient. */
function reasonOf(error: unknown): { fault?: string; reason: string } {
  if (error instanceof MailFailure) return { fault: error.fault, reason: 'mail' };
  return { reason: codeOf(error) };
}

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: string };
  return typeof code === 'string' ? code : (name ?? 'unknown');
}
