import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import mysql from 'mysql2/promise';
import type { Dossier } from '../../api/dossiers/contract';
import { checkAlertsId } from '../../workflows/alerts/messages';
import { applyCalendarType } from '../../workflows/calendars/messages';
import { tidyContentsId } from '../../workflows/contents/messages';
import { renewArchivesId } from '../../workflows/copies/messages';
import { learnLatenessId } from '../../workflows/forecasts/messages';
import { exportWorkflowId } from '../../workflows/registers/messages';
import { makeScheduledReportsId, reportWorkflowId } from '../../workflows/reports/messages';
import type { Counter } from '../journeys/counter';

/** One run of a workflow. */
export interface Run {
  workflowId: string;
  runId?: string;
}

export interface House {
  counter: Counter;
  client: Client;
  /** Has a day off come to be known, that many days from now. */
  closeDay: (daysOn: number) => void;
}

/** What workflows do that are of no dossier: asked for by a person, each night, or by the clock. */
export const houseLives: Record<string, (house: House) => Promise<Run>> = {
  'book-exported': async ({ counter }) => {
    await deliver(counter);
    const { clerk, officeId } = counter;
    const year = new Date(Date.now() + 7 * 3_600_000).getUTCFullYear();
    const { id } = await clerk.post<{ id: string }>(`/offices/${officeId}/book-exports`, { year });
    return { workflowId: exportWorkflowId(id) };
  },
  'report-made': async ({ counter }) => {
    const supervisor = await counter.stack.signIn('supervisor');
    const officeId = supervisor.session.offices[0]?.id;
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const order = { officeId, branch: true, from: today, to: today };
    const { id } = await supervisor.post<{ id: string }>('/reports', order);
    return { workflowId: reportWorkflowId(id) };
  },
  'reports-scheduled': async ({ counter, client }) => {
    const supervisor = await counter.stack.signIn('supervisor');
    const officeId = supervisor.session.offices[0]?.id;
    for (const kind of ['compliance', 'fees']) {
      await supervisor.post('/report-schedules', { officeId, kind, branch: true, rhythm: 'day' });
    }
    // As if they had been set two days ago: a period has ended since.
    await change(counter, 'UPDATE report_schedule SET createdAt = createdAt - INTERVAL 2 DAY');
    return runOf(client, makeScheduledReportsId);
  },
  'alerts-checked': async ({ counter, client }) => {
    await counter.accept();
    return runOf(client, checkAlertsId);
  },
  'lateness-learnt': async ({ counter, client }) => {
    await deliver(counter);
    return runOf(client, learnLatenessId);
  },
  'contents-tidied': async ({ counter, client }) => {
    const { id } = await deliver(counter);
    const aYearAgo = 'deliveredAt = deliveredAt - INTERVAL 400 DAY';
    await change(counter, `UPDATE dossier SET ${aYearAgo} WHERE id = ?`, [id]);
    return runOf(client, tidyContentsId);
  },
  'archives-renewed': async ({ counter, client }) => {
    const { id } = await deliver(counter);
    const ending = 'UPDATE copy_version SET stampEndsAt = NOW() + INTERVAL 9 DAY WHERE dossierId = ?';
    await change(counter, ending, [id]);
    return runOf(client, renewArchivesId);
  },
  'calendar-applied': async ({ counter, client, closeDay }) => {
    await counter.accept();
    const before = new Date();
    closeDay(2);
    for (;;) {
      const query = `WorkflowType = '${applyCalendarType}'`;
      for await (const { workflowId, runId, startTime } of client.workflow.list({ query })) {
        if (startTime > before) return { workflowId, runId };
      }
      await sleep(200);
    }
  },
};

async function deliver(counter: Counter): Promise<Dossier> {
  const dossier = await counter.submitted();
  await counter.sign(dossier);
  await counter.seal(dossier);
  return counter.waitFor(dossier, 'delivered');
}

async function change({ stack }: Counter, statement: string, values: string[] = []) {
  const connection = await mysql.createConnection(
    stack.ownerDatabase.replace(/^mariadb:/, 'mysql:'),
  );
  await connection.query(statement, values);
  await connection.end();
}

/** Has a schedule run now. */
async function runOf(client: Client, scheduleId: string): Promise<Run> {
  const schedule = client.schedule.getHandle(scheduleId);
  const { info } = await schedule.describe();
  await schedule.trigger();
  for (;;) {
    const now = (await schedule.describe()).info;
    const action = now.recentActions.at(-1)?.action;
    if (now.numActionsTaken > info.numActionsTaken && action?.type === 'startWorkflow') {
      const { workflowId, firstExecutionRunId: runId } = action.workflow;
      return { workflowId, runId };
    }
    await sleep(200);
  }
}
