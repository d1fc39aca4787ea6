import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, IllegalStateError, Runtime, Worker } from '@temporalio/worker';
import type { UpdateDefinition } from '@temporalio/common';
import type { ActivityDeps } from '../../activities/deps';
import { byName, createActivities } from '../../activities';
import { acceptDossier } from '../../api/dossiers/accept-dossier';
import { Dossier, StepClock } from '../../db/dossiers/entity';
import { Notice } from '../../db/notices/entity';
import { AuditEvent } from '../../db/audit/entity';
import { startOf } from '../../db/dossiers/workflow-start';
import type { Stage } from '../../domain/process';
import { Letter } from '../../db/letters/entity';
import type { CalendarData } from '../../deadlines/calendar';
import { LiveRules } from '../../policies/live-rules';
import { calendarVersionOf } from '../../policies/pinned-rules';
import { HeartbeatInterceptor } from '../../worker/heartbeat-interceptor';
import { ErrorCodeInterceptor } from '../../worker/error-code-interceptor';
import { sendRederive } from '../../worker/send-rederive';
import {
  applyCalendarId,
  applyCalendarType,
  type CalendarProgress,
} from '../../workflows/calendars/messages';
import { certifyCopyType, workflowIdOf } from '../../workflows/dossiers/messages';
import { deliverCopy } from '../fixtures/deliver-copy';
import { makeOffice, type TestOffice } from '../fixtures/house';
import { startDatabase, type TestDatabase } from '../stack/database';
import { timeSkippingServer } from '../stack/shared';
import { withoutDocuments } from '../fixtures/without-documents';
import { bundleWorkflows } from './bundle-workflows';

type Activity = (input: object) => Promise<unknown>;
type Otherwise = (input: object, step: Activity) => Promise<unknown>;
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
  /** Steps that are done otherwise here, by name: each is given its input and the step as it is. */
  readonly instead = new Map<string, Otherwise>();
  /** No mail gets through. */
  keepsMails = false;
  /** How often each step was tried. */
  readonly tried = new Map<string, number>();

  private constructor(
    readonly env: TestWorkflowEnvironment,
    readonly database: TestDatabase,
    readonly rules: LiveRules,
    readonly office: TestOffice,
  ) {}

  /** @param options the folder of rules */
  static async create({
    policies = join(__dirname, '..', '..', 'policies', 'rules'),
  }: { policies?: string } = {}): Promise<SkippingWorld> {
    quieten();
    const env = await startServer(await timeSkippingServer());
    await env.connection.operatorService.addSearchAttributes({
      namespace: env.namespace ?? 'default',
      searchAttributes: { DossierStage: keyword, LegalDue: datetime },
    });
    const database = await startDatabase();
    const rules = new LiveRules(policies);
    const office = await makeOffice(database.db, '000.00.01.H99', 'Ủy ban nhân dân Phường Mẫu');
    const world = new SkippingWorld(env, database, rules, office);
    await world.startWorker();
    return world;
  }

  /** The mail with the copy gets through after all. */
  deliver(dossierId: string): Promise<void> {
    const { env, database, rules } = this;
    return deliverCopy({ db: database.db, rules }, env.client, dossierId, new Date());
  }

  private async startWorker(): Promise<void> {
    const { env, database, rules } = this;
    const deps = {
      db: database.db,
      rules,
      reach: { sms: false, webhooks: [] },
      now: () => new Date(),
      sendRederive: sendRederive(env.client),
    } as unknown as ActivityDeps;
    const mailCopy = async (dossierId: string, at: Date) => {
      if (!this.keepsMails) await deliverCopy(deps, env.client, dossierId, at);
    };
    const activities = { ...byName(createActivities(deps)), ...withoutDocuments(deps, mailCopy) };
    this.worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue: 'lives',
      workflowBundle: await bundleWorkflows(),
      activities: this.withObstacles(activities),
      interceptors: {
        activity: [
          () => ({ inbound: new ErrorCodeInterceptor() }),
          () => ({ inbound: new HeartbeatInterceptor() }),
        ],
      },
    });
    this.running = this.worker.run();
  }

  async destroy(): Promise<void> {
    this.worker?.shutdown();
    await this.running;
    await this.env.teardown();
    await this.database.stop();
  }

  withObstacles(activities: Record<string, unknown>): Record<string, Activity> {
    const guarded = Object.entries(activities).map(([name, activity]) => [
      name,
      (input: { dossierId?: string }) => {
        this.tried.set(name, (this.tried.get(name) ?? 0) + 1);
        const obstacle =
          this.obstacles.get(`${name} ${input.dossierId}`) ?? this.obstacles.get(name);
        if (obstacle) return Promise.reject(obstacle);
        const otherwise = this.instead.get(name);
        return otherwise ? otherwise(input, activity as Activity) : (activity as Activity)(input);
      },
    ]);
    return Object.fromEntries(guarded) as Record<string, Activity>;
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

  act<Input>(
    dossierId: string,
    update: UpdateDefinition<Stage, [Input]>,
    input: Input,
  ): Promise<Stage> {
    const handle = this.env.client.workflow.getHandle(workflowIdOf(dossierId));
    return handle.executeUpdate(update, { args: [input], updateId: randomUUID() });
  }

  dossier(id: string): Promise<Dossier> {
    return this.database.db.manager.findOneByOrFail(Dossier, { id });
  }

  /** A calendar version with one more day off, as if it had just been decided. @returns its pin */
  announceDayOff(date: string): string {
    const dayOff = { date, kind: 'holiday' as const, name: 'Ngày nghỉ mẫu', citation: 'QĐ mẫu' };
    return this.announce(({ daysOff }) => ({ daysOff: [...daysOff, dayOff] }));
  }

  /** A calendar version with something else, as if it had just been decided. @returns its pin */
  announce(change: (data: CalendarData) => Partial<CalendarData>): string {
    const { data } = this.rules.calendarOf('vn');
    const content = { ...data, ...change(data), version: `test-${randomUUID()}` };
    this.rules.remember([{ kind: 'calendar', id: 'vn', version: content.version, content }]);
    return calendarVersionOf(this.rules.getCalendar(content.version));
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

  /** Everything that was recorded of a dossier, in order, at UTC+7: cut to the second, or to the nearest so many ms. */
  async trace(dossierId: string, nearestMs?: number): Promise<string[]> {
    const events = await this.database.db.manager.find(AuditEvent, {
      where: { dossierId },
      order: { sequence: 'ASC' },
    });
    const near = (at: Date) =>
      nearestMs ? new Date(Math.round(at.getTime() / nearestMs) * nearestMs) : at;
    return events.map(({ action, at }) => `${localText(near(at)).slice(0, 19)} ${action}`);
  }

  clocks(dossierId: string): Promise<StepClock[]> {
    return this.database.db.manager.find(StepClock, {
      where: { dossierId },
      order: { startedAt: 'ASC' },
    });
  }

  notices(dossierId: string): Promise<Notice[]> {
    return this.database.db.manager.findBy(Notice, { subjectId: dossierId, channel: 'portal' });
  }

  /** The workflow writes a moment after the skipped clock has moved. */
  async settle(): Promise<void> {
    await sleep(300);
  }
}

export function localInstant(local: string): number {
  return Date.parse(`${local}Z`) - 7 * msPerHour;
}

export function localText(instant: Date): string {
  return new Date(instant.getTime() + 7 * msPerHour).toISOString().replace('Z', '');
}

/** Steps fail by the thousand here; what becomes of it is looked at, not read. One suite of a process says so. */
function quieten(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}

/** The SDK gives a server five seconds to come up, which a busy machine may not have for it at once. */
async function startServer(path: string): Promise<TestWorkflowEnvironment> {
  const server = { executable: { type: 'existing-path', path } } as const;
  for (let triesLeft = 5; ; triesLeft -= 1) {
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({ server });
    } catch (error) {
      if (triesLeft === 0 || !/did not start within/.test((error as Error).message)) throw error;
    }
  }
}
