import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowHandle } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { UpdateDefinition } from '@temporalio/common';
import type { ActivityDeps } from '../../activities/deps';
import { createDossierActivities } from '../../activities/dossier-activities';
import { acceptDossier } from '../../api/actions/accept-dossier';
import { Dossier, Notice, StepClock } from '../../db/entities/dossier';
import { AuditEvent } from '../../db/entities/trace';
import { startOf } from '../../db/records/workflow-start';
import type { Stage } from '../../domain/process';
import { Letter } from '../../db/entities/rules';
import { LiveRules } from '../../policies/live-rules';
import { pinOfCalendar } from '../../policies/pinned-rules';
import { BeatingActivities } from '../../worker/beating-activities';
import { CodedFailures } from '../../worker/coded-failures';
import { tellCalendar } from '../../worker/tell-calendar';
import {
  applyCalendarId,
  applyCalendarType,
  type CalendarProgress,
} from '../../workflows/messages/calendar';
import { certifyCopyType, mailedSignal, workflowIdOf } from '../../workflows/messages/dossier';
import { makeOffice, type TestOffice } from '../fixtures/house';
import { startDatabase, type TestDatabase } from '../stack/database';
import { timeSkippingServer } from '../stack/shared';
import { bundleWorkflows } from './bundle-workflows';

type Activity = (order: object) => Promise<unknown>;
type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

const msPerHour = 3_600_000;
/** `temporal.api.enums.v1.IndexedValueType`. */
const keyword = 2;
const datetime = 6;

/**
 * The dossier's workflow on a Temporal server that skips time, with the real records on a real
 * database. The steps on documents and tokens are left out: here only the clocks are looked at.
 */
export class SkippingWorld {
  private worker: Worker | undefined;
  private running: Promise<void> | undefined;

  /**
   * Steps that fail, by name, or by name and dossier (`completeProof ID`), and how; the others do their work, or
   * leave just its marks.
   */
  readonly obstacles = new Map<string, Error>();
  /** No mail gets through. */
  keepsMails = false;
  /** How often each step was tried. */
  readonly tried = new Map<string, number>();

  private constructor(
    readonly env: TestWorkflowEnvironment,
    readonly database: TestDatabase,
    readonly rules: LiveRules,
    readonly office: TestOffice,
    private readonly changesWorkers: boolean,
  ) {}

  /** @param options the folder of rules, and whether its worker will go and come */
  static async create({
    policies = join(__dirname, '..', '..', 'policies'),
    changesWorkers = false,
  }: { policies?: string; changesWorkers?: boolean } = {}): Promise<SkippingWorld> {
    const path = await timeSkippingServer();
    const env = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
    await env.connection.operatorService.addSearchAttributes({
      namespace: env.namespace ?? 'default',
      searchAttributes: { DossierStage: keyword, LegalDue: datetime },
    });
    const database = await startDatabase();
    const rules = new LiveRules(policies);
    const office = await makeOffice(database.db, '000.00.01.H99', 'Ủy ban nhân dân Phường Mẫu');
    const world = new SkippingWorld(env, database, rules, office, changesWorkers);
    await world.deploy();
    return world;
  }

  /** Puts a new worker in the place of the one that runs, if any; it has to replay what it takes over. */
  async deploy(): Promise<void> {
    await this.endWorker();
    const { env, database, rules } = this;
    const deps = {
      db: database.db,
      rules,
      now: () => new Date(),
      tellCalendar: tellCalendar(env.client),
    } as unknown as ActivityDeps;
    const activities = createDossierActivities(deps);
    const recordCompleted: typeof activities.recordCompleted = async (order) => {
      const moved = await activities.recordCompleted(order);
      // As the relay does when the mail server has taken the copy; here is no mail.
      if (!this.keepsMails)
        await env.client.workflow.getHandle(workflowIdOf(order.dossierId)).signal(mailedSignal);
      return moved;
    };
    this.worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue: 'lives',
      workflowBundle: await bundleWorkflows(),
      activities: this.withObstacles({ ...activities, ...withoutDocuments, recordCompleted }),
      interceptors: {
        activity: [
          () => ({ inbound: new CodedFailures() }),
          () => ({ inbound: new BeatingActivities() }),
        ],
      },
      // No queue of its own: on this server the tasks of a worker that has ended would wait there.
      ...(this.changesWorkers ? { maxCachedWorkflows: 0 } : {}),
    });
    this.running = this.worker.run();
  }

  async destroy(): Promise<void> {
    await this.endWorker();
    await this.env.teardown();
    await this.database.stop();
  }

  /** Lets something happen while no worker is there; the next one finds all of it at once. */
  async withoutWorker(work: () => Promise<void>): Promise<void> {
    await this.endWorker();
    await work();
    await this.deploy();
  }

  withObstacles(activities: Record<string, unknown>): Record<string, Activity> {
    const guarded = Object.entries(activities).map(([name, activity]) => [
      name,
      (order: { dossierId?: string }) => {
        this.tried.set(name, (this.tried.get(name) ?? 0) + 1);
        const obstacle =
          this.obstacles.get(`${name} ${order.dossierId}`) ?? this.obstacles.get(name);
        return obstacle ? Promise.reject(obstacle) : (activity as Activity)(order);
      },
    ]);
    return Object.fromEntries(guarded) as Record<string, Activity>;
  }

  private async endWorker(): Promise<void> {
    this.worker?.shutdown();
    await this.running;
  }

  history(dossierId: string): Promise<History> {
    return this.env.client.workflow.getHandle(workflowIdOf(dossierId)).fetchHistory();
  }

  /** Lets the skipped time come to an instant at UTC+7: `2027-01-04T10:00:00.000`. */
  async skipTo(local: string): Promise<void> {
    const at = localInstant(local);
    const now = await this.env.currentTimeMs();
    if (at < now) throw new Error(`${local} is past`);
    await this.env.sleep(at - now);
  }

  /** Lets the time come to an instant, accepts a dossier at it and starts its workflow. */
  async acceptAt(local: string, changes: { complex?: boolean } = {}): Promise<Dossier> {
    await this.skipTo(local);
    const now = localInstant(local);
    const id = await acceptDossier(
      { db: this.database.db, rules: this.rules, now: () => now },
      {
        officeId: this.office.id,
        requester: { kind: 'no-account', fullName: 'Vũ Thị Khách Mẫu', email: 'khach@mau.invalid' },
        documentType: 'Giấy khai sinh',
        originalPages: 1,
        copies: 1,
        scanCompared: false,
        ...(changes.complex ? { extension: { ground: 'many-pages', days: 2 as const } } : {}),
      },
      this.office.staff.officer,
      randomUUID(),
    );
    await this.env.client.workflow.start(certifyCopyType, {
      workflowId: workflowIdOf(id),
      taskQueue: 'lives',
      args: [(await startOf(this.database.db.manager, id)).start],
    });
    return this.dossier(id);
  }

  act<Order>(
    dossierId: string,
    update: UpdateDefinition<Stage, [Order]>,
    order: Order,
  ): Promise<Stage> {
    const handle = this.env.client.workflow.getHandle(workflowIdOf(dossierId));
    return handle.executeUpdate(update, { args: [order], updateId: randomUUID() });
  }

  /** Sends an act and does not wait for it: no worker is there to take it. */
  async send<Order>(
    dossierId: string,
    update: UpdateDefinition<Stage, [Order]>,
    order: Order,
  ): Promise<void> {
    const sent = this.act(dossierId, update, order);
    // It is waited for by its effect; the server takes it within this.
    sent.catch(() => undefined);
    await sleep(500);
  }

  /** Waits, in real time, until something is so. */
  async until(isSo: () => Promise<boolean>): Promise<void> {
    const giveUpAt = performance.now() + 30_000;
    while (!(await isSo())) {
      if (performance.now() > giveUpAt) throw new Error('it never came so far');
      await sleep(50);
    }
  }

  dossier(id: string): Promise<Dossier> {
    return this.database.db.manager.findOneByOrFail(Dossier, { id });
  }

  /** A calendar version with one more day off, as if it had just been decided. @returns its pin */
  announceDayOff(date: string): string {
    const { data } = this.rules.calendarOf('vn');
    const dayOff = { date, kind: 'holiday' as const, name: 'Ngày nghỉ mẫu', citation: 'QĐ mẫu' };
    const content = { ...data, version: `test-${date}`, daysOff: [...data.daysOff, dayOff] };
    this.rules.remember([{ kind: 'calendar', id: 'vn', version: content.version, content }]);
    return pinOfCalendar(this.rules.getCalendar(content.version));
  }

  applyCalendar(calendar: string): Promise<CalendarProgress> {
    return this.env.client.workflow.execute<(calendar: string) => Promise<CalendarProgress>>(
      applyCalendarType,
      {
        workflowId: `${applyCalendarId(calendar)}-${randomUUID()}`,
        taskQueue: 'lives',
        args: [calendar],
      },
    );
  }

  letters(dossierId: string): Promise<Letter[]> {
    return this.database.db.manager.find(Letter, {
      where: { dossierId },
      order: { draftedAt: 'ASC' },
    });
  }

  /** All that stands in the database of every dossier here. */
  async lives(): Promise<{ dossier: Dossier; clocks: StepClock[]; events: AuditEvent[] }[]> {
    const { manager } = this.database.db;
    const dossiers = await manager.find(Dossier, { order: { acceptedAt: 'ASC' } });
    return Promise.all(
      dossiers.map(async (dossier) => ({
        dossier,
        clocks: await this.clocks(dossier.id),
        events: await manager.find(AuditEvent, {
          where: { dossierId: dossier.id },
          order: { sequence: 'ASC' },
        }),
      })),
    );
  }

  /** Everything that was recorded of a dossier, in order, to the second at UTC+7. */
  async trace(dossierId: string): Promise<string[]> {
    const events = await this.database.db.manager.find(AuditEvent, {
      where: { dossierId },
      order: { sequence: 'ASC' },
    });
    return events.map(({ action, at }) => `${localText(at).slice(0, 19)} ${action}`);
  }

  clocks(dossierId: string): Promise<StepClock[]> {
    return this.database.db.manager.find(StepClock, {
      where: { dossierId },
      order: { startedAt: 'ASC' },
    });
  }

  notices(dossierId: string): Promise<Notice[]> {
    return this.database.db.manager.findBy(Notice, { dossierId });
  }

  /** The workflow writes a moment after the skipped clock has moved. */
  async settle(): Promise<void> {
    await sleep(300);
  }
}

/** The steps whose work is not looked at here leave just the marks that later steps read. */
const withoutDocuments = {
  prepareCertification: () => Promise.resolve(),
  prepareSeal: () => Promise.resolve(),
  requireReady: () => Promise.resolve(),
  signWithToken: () => Promise.resolve({ signature: '' }),
  completeSignature: () => Promise.resolve({ hash: 'a'.repeat(64) }),
  completeProof: () => Promise.resolve(),
  assignNumber: () => Promise.resolve(),
};

export function localInstant(local: string): number {
  return Date.parse(`${local}Z`) - 7 * msPerHour;
}

export function localText(instant: Date): string {
  return new Date(instant.getTime() + 7 * msPerHour).toISOString().replace('Z', '');
}
