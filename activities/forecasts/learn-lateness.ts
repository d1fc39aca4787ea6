import { setImmediate as breathe } from 'node:timers/promises';
import { Backtest } from '../../deadlines/odds/backtest';
import type { PastSituation } from '../../deadlines/odds/forecast-breach';
import type { Stay } from '../../deadlines/odds/stays';
import { nextWorkingInstant } from '../../deadlines/working-time';
import type { KeptSituation } from '../../domain/forecasts';
import { keepForecastBase } from '../../db/forecasts/forecast-base';
import { listBusyOffices, readPast, type StayRow } from '../../db/forecasts/read-past';
import { msPerDay } from '../../time/time';
import type { ActivityDeps } from '../deps';

const hourMs = 3_600_000;
/** So far back is learnt from; the last part of it is forecast as well, to say how good forecasts are. */
const learntDays = 120;
const scoredDays = 30;
/** Of a long queue so many are forecast an hour. */
const scoredAtOnce = 25;

interface Office {
  id: string;
  calendarId: string;
}

/** Learning from an office's past which dossiers become late. Safe to repeat: the newest learning stays. */
export function createLearnLateness({
  db,
  rules,
  now,
}: Pick<ActivityDeps, 'db' | 'rules' | 'now'>) {
  const since = () => new Date(now().getTime() - learntDays * msPerDay);
  return {
    /** Offices with anything to learn from. */
    listLearningOffices: (): Promise<Office[]> => listBusyOffices(db, since()),

    /** Looks at each working hour of the last months; other work goes on between any two of them. */
    async learnLateness({ id, calendarId }: Office): Promise<void> {
      const calendar = rules.calendarOf(calendarId);
      const at = now().getTime();
      const { stays, finished } = await readPast(db, id, since());
      const test = new Backtest(
        stays.map(stayOf),
        finished.map(({ legalDue, finishedAt, ...row }) => ({
          ...row,
          legalDue: legalDue.getTime(),
          finishedAt: finishedAt.getTime(),
        })),
        calendar,
      );
      const scoredFrom = at - scoredDays * msPerDay;
      for (let hour = since().getTime(); hour <= at; hour += hourMs) {
        if (nextWorkingInstant(calendar, hour) !== hour) continue;
        test.lookAt(hour, hour < scoredFrom ? 0 : scoredAtOnce);
        await breathe();
      }
      const situations = test.experience.list().map(keepSituation);
      const score = test.result;
      await keepForecastBase(db, { officeId: id, learntAt: now(), situations, score });
    },
  };
}

function stayOf({ dossierId, step, startedAt, endedAt }: StayRow): Stay {
  const times = { startedAt: startedAt.getTime(), endedAt: endedAt?.getTime() ?? null };
  return { dossier: dossierId, step, ...times };
}

function keepSituation(situation: PastSituation): KeptSituation {
  const { step, beenMs, before, ahead, stillMs, restMs } = situation;
  const seconds = (ms: number) => Math.round(ms / 1000);
  return [step, seconds(beenMs), before, ahead, seconds(stillMs), seconds(restMs)];
}
