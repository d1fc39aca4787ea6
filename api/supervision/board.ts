import { z } from '@hono/zod-openapi';
import { markOf } from '../../db/dossiers/count-dossiers';
import { listReportOffices } from '../../db/reports/record-report';
import { foldLog } from '../../db/supervision/fold-log';
import {
  countOpen,
  type DayLine,
  listArrivals,
  listDays,
  listLostTime,
  listOpenForBoard,
  listReturnReasons,
  type OpenCounts,
} from '../../db/supervision/read-board';
import {
  type OfficeReadiness,
  type PurposeReadiness,
  readReadiness,
} from '../../db/supervision/read-readiness';
import type { SignedIn } from '../../db/sessions/find-session';
import { isPermitted } from '../../domain/permissions';
import { dayOf, formatDate, startOfDay } from '../../time/time';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { boardSchema } from './contract';
import type { Mount } from '../http/env';
import { viewRow } from '../dossiers/view-row';

/** More open dossiers than a wall can show; the counts are of all. */
const linesMax = 1_000;
const trendDays = 14;
const arrivalDays = 28;
const lostDays = 30;
const reasonsMax = 6;
const seldomBelow = 3;

const route = defineRoute('board.read', {
  method: 'get',
  path: '/api/supervision/board',
  tags: ['supervision'],
  summary: 'What is open in an office or a branch by time left, and how it goes there',
  request: {
    query: z.object({ officeId: z.uuid(), branch: z.enum(['true', 'false']).default('false') }),
  },
  responses: describeResponses({ 200: json(boardSchema, 'As of now') }),
});

export const mountBoard: Mount = (app, deps) => {
  const { db, now } = deps;
  serve(app, deps, route, async (c, { signedIn, office: { id: officeId } }) => {
    const branch = c.req.valid('query').branch === 'true';
    const offices = await listReportOffices(db, { officeId, branch });
    const ids = offices.map(({ id }) => id);
    await foldLog(db, ids);
    const at = new Date(now());
    const today = dayOf(at.getTime());
    const since = (days: number) => formatDate(today - days + 1);
    const monthStart = `${formatDate(today).slice(0, 8)}01`;
    const firstDay = [monthStart, since(trendDays)].sort()[0] ?? monthStart;
    const [lines, open, days, arrivals, lostTime, returns, readiness] = await Promise.all([
      listOpenForBoard(db, ids, linesMax, at),
      countOpen(db, ids, at, [new Date(startOfDay(today)), new Date(startOfDay(today + 1))]),
      listDays(db, ids, firstDay),
      listArrivals(db, ids, since(arrivalDays)),
      listLostTime(db, ids, since(lostDays)),
      listReturnReasons(db, ids, new Date(startOfDay(today - lostDays + 1)), reasonsMax),
      readReadiness(db, ids, at),
    ]);
    const ofToday = days.filter(({ day }) => day === formatDate(today));
    const ofMonth = days.filter(({ day }) => day >= monthStart);
    const dates = Array.from({ length: trendDays }, (_, index) =>
      formatDate(today - trendDays + 1 + index),
    );
    const board = {
      asOf: at.toISOString(),
      total: sumOpen(open),
      today: sumDays(ofToday),
      month: sumDays(ofMonth),
      offices: offices.map(({ id, name }) => {
        const own = (list: DayLine[]) => list.filter((line) => line.officeId === id);
        const { accepted, delivered, onTimeRatio } = sumDays(own(ofToday));
        return {
          ...{ id, name, ...sumOpen(open.filter((line) => line.officeId === id)) },
          ...{ accepted, delivered, onTimeToday: onTimeRatio },
          onTimeMonth: sumDays(own(ofMonth)).onTimeRatio,
          readiness: viewReadiness(readiness.get(id)),
          trend: trendOf(own(days), dates),
        };
      }),
      // What was written once may speak of a person: from above only what comes again is seen.
      ...{ arrivals, lostTime },
      returns: ids.every((id) => isOwn(signedIn, id))
        ? returns
        : returns.filter(({ count }) => count >= seldomBelow),
      open: lines.map(({ holder, officeId: place, ...line }) => ({
        ...viewRow(isOwn(signedIn, place) ? line : { ...line, ...nameless }),
        ...{ officeId: place, holder, mark: markOf(line, at) },
      })),
    };
    return c.json(board, 200);
  });
};

function viewReadiness(known: OfficeReadiness | undefined) {
  const viewPurpose = (of: PurposeReadiness | undefined) => ({
    ...{ usable: of?.usable ?? 0, all: of?.all ?? 0 },
    endsAt: of?.endsAt?.toISOString() ?? null,
  });
  return {
    ...{ sign: viewPurpose(known?.sign), seal: viewPurpose(known?.seal) },
    unsentMails: known?.unsentMails ?? 0,
  };
}

/** Who oversees from above has no business with who asked. */
const nameless = { requesterName: '', requesterIdentifier: null, requesterEmail: null };

function isOwn({ offices }: SignedIn, officeId: string): boolean {
  return offices.some(({ id, rights }) => id === officeId && isPermitted('dossier.list', rights));
}

function sumOpen(lines: readonly OpenCounts[]) {
  const sum = (of: (line: OpenCounts) => number) => lines.reduce((all, line) => all + of(line), 0);
  return {
    open: sum(({ open }) => open),
    dueToday: sum(({ dueToday }) => dueToday),
    near: sum(({ near }) => near),
    late: sum(({ late }) => late),
  };
}

function sumDays(lines: readonly DayLine[]) {
  const sum = (of: (line: DayLine) => number) => lines.reduce((all, line) => all + of(line), 0);
  const delivered = sum((line) => line.delivered);
  return {
    delivered,
    accepted: sum(({ accepted }) => accepted),
    returned: sum(({ returned }) => returned),
    refused: sum(({ refused }) => refused),
    onTimeRatio: delivered === 0 ? null : sum(({ onTime }) => onTime) / delivered,
  };
}

/** A place for each day, also where nothing happened. */
function trendOf(lines: readonly DayLine[], dates: readonly string[]) {
  const byDay = new Map(lines.map((line) => [line.day, line]));
  return dates.map((day) => {
    const { delivered = 0, onTime = 0 } = byDay.get(day) ?? {};
    return { day, delivered, onTime };
  });
}
