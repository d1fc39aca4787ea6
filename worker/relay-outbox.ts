import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { ActivityDeps } from '../activities/deps';
import { afterFailure } from '../activities/notices/after-failure';
import { ChannelFailure, type Channel } from '../activities/notices/channel';
import { createMailChannel } from '../activities/notices/mail-channel';
import { recordDelivery } from '../activities/notices/record-delivery';
import { createSmsChannel } from '../activities/notices/sms-channel';
import { createWebhookChannel } from '../activities/notices/webhook-channel';
import {
  claimDue,
  isAwaited,
  leaseMs,
  listDue,
  recordAbandoned,
  recordNotSent,
  recordSending,
  recordSent,
  renewLease,
  type ClaimedNotice,
  type NotSent,
} from '../db/notices/outbox';
import { readClaimed, type NoticeWithFacts } from '../db/notices/read-claimed';
import { lanes, type Lane } from '../domain/notices';
import { getPinnedPolicy } from '../policies/pinned-rules';
import { createWorkflowChannel } from './workflow-channel';

/**
 * How many notices each lane carries side by side. One lane never waits for another: a mail server that hangs holds
 * up no workflow and no webhook, and the other way round.
 */
const atOnce: Record<Lane, number> = { mail: 8, sms: 4, webhook: 4, workflow: 4 };
/** Most notices that are carried at once. */
export const carriedMax = Object.values(atOnce).reduce((sum, places) => sum + places, 0);

/** Between looks at the outbox. */
const pauseMs = 200;
const abandonedEveryMs = 2_000;
/** Between tries to write down what became of an item, while the database is away. */
const recordPauseMs = 500;
/** Of the tries of one item in vain, each so manieth is told. */
const toldEach = 20;
/** Told to end, it lets what is under way finish for so long, and then ends it. */
const graceMs = 4_000;

type Carried = NoticeWithFacts<ClaimedNotice>;

/**
 * Carries what a transaction left in the outbox to the world. A notice is claimed, carried with no transaction open,
 * and then written down. What cannot be carried now stays there and is tried again, unless it may have arrived and
 * must not come twice: that is left to a person.
 */
export function relayOutbox(deps: ActivityDeps, client: Client, log: Logger) {
  const { db, now } = deps;
  const ending = new AbortController();
  const channels: Record<Lane, Channel> = {
    mail: createMailChannel(deps),
    sms: createSmsChannel(deps),
    webhook: createWebhookChannel(deps),
    workflow: createWorkflowChannel(deps, client),
  };
  const carrying = new Map(lanes.map((lane) => [lane, new Map<string, Promise<void>>()]));
  let stopping = false;
  let abandonedLookedAt = 0;

  function send(lane: Lane, facts: Carried): Promise<void> {
    const beforeEnd = async () => {
      if (!(await recordSending(db, facts.notice, now()))) throw new Error('the claim is lost');
    };
    return channels[lane].send(facts, { beforeEnd, signal: ending.signal });
  }

  async function carry(lane: Lane, facts: Carried): Promise<void> {
    const { notice } = facts;
    const beat = setInterval(() => {
      renewLease(db, notice, now()).catch(() => undefined);
    }, leaseMs / 3);
    try {
      await send(lane, facts).then(
        async () => {
          await written(() => recordArrived(notice));
          log.info(aboutOf(facts), 'carried');
        },
        async (error: unknown) => {
          sayNotCarried(facts, error);
          await written(() => {
            const result = afterFailure(notice, error, now(), triesMaxOf(deps, facts));
            const told = isCutShort(error) ? asItWas(notice, result) : result;
            return recordNotSent(db, notice, told, now());
          });
        },
      );
    } catch (error) {
      log.error({ ...aboutOf(facts), ...reasonOf(error) }, 'not recorded');
    } finally {
      clearInterval(beat);
    }
  }

  function recordArrived(notice: ClaimedNotice): Promise<unknown> {
    return isAwaited(notice)
      ? recordDelivery(deps, notice, now())
      : recordSent(db.manager, notice, now());
  }

  /** Not each time: a mail server that is away for a day is told of by some lines an item. */
  function sayNotCarried(facts: Carried, error: unknown): void {
    const { attempts } = facts.notice;
    if (attempts % toldEach !== 0) return;
    log.error({ ...aboutOf(facts), attempts, ...reasonOf(error) }, 'not carried; tried again');
  }

  /** We hung up, before the server had the whole. */
  function isCutShort(error: unknown): boolean {
    return ending.signal.aborted && error instanceof ChannelFailure && error.fault === 'server';
  }

  function asItWas({ attempts }: ClaimedNotice, result: NotSent): NotSent {
    return { ...result, attempts, nextAt: now(), waitingFor: null };
  }

  /** What became of a notice is known here alone: it is written down however long the database is away. */
  async function written(write: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await write();
        return;
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
      if (found > 0) log.error({ found }, 'notices were being sent when their process died');
    }
    const room = new Map(lanes.map((lane) => [lane, atOnce[lane] - under(lane).size]));
    for (const [lane, ids] of await listDue(db, room, now())) {
      const claim = await claimDue(db, ids, room.get(lane) ?? 0, now());
      if (claim === null) continue;
      for (const facts of await readClaimed(db, ids, claim)) begin(lane, facts);
    }
  }

  function under(lane: Lane): Map<string, Promise<void>> {
    return carrying.get(lane) as Map<string, Promise<void>>;
  }

  function begin(lane: Lane, facts: Carried): void {
    const { id } = facts.notice;
    const carried = carry(lane, facts).finally(() => {
      if (under(lane).get(id) === carried) under(lane).delete(id);
    });
    under(lane).set(id, carried);
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
    /** Ends within seconds, whatever the other sides do. */
    async stop(): Promise<void> {
      stopping = true;
      await loop;
      const underWay = [...carrying.values()].flatMap((items) => [...items.values()]);
      const timer = setTimeout(() => ending.abort(), graceMs);
      await Promise.all(underWay);
      clearTimeout(timer);
    },
  };
}

/** By the dossier's own policy; of what is about none, by the one that holds where no other does. */
function triesMaxOf({ rules }: ActivityDeps, { dossier }: Carried): number {
  const policy = dossier ? getPinnedPolicy(rules, dossier.policy) : rules.defaultPolicy;
  return policy.delivery?.triesMax ?? Infinity;
}

/** For the log: what the notice is about, and nothing of whom it is for. */
function aboutOf({ notice: { id, channel, template }, dossier }: Carried) {
  return { notice: id, channel, template, ...(dossier && { dossier: dossier.code }) };
}

/** For the log: whose fault it is, and no word of the other side's, which may name the recipient. */
function reasonOf(error: unknown): { fault?: string; reason: string } {
  if (error instanceof ChannelFailure)
    return { fault: error.fault, reason: error.code ?? 'channel' };
  return { reason: codeOf(error) };
}

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: string };
  return typeof code === 'string' ? code : (name ?? 'unknown');
}
