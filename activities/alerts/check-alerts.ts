import { listRules } from '../../db/alerts/alert-rules';
import {
  findClocks,
  findEndingCertificates,
  findQueues,
  listAlertOffices,
} from '../../db/alerts/find-standing';
import { type Found, leaveDigest, raiseAlerts } from '../../db/alerts/raise-alerts';
import { findForecastBase } from '../../db/forecasts/forecast-base';
import { readLastEnds, readStanding } from '../../db/forecasts/read-past';
import { getOffice } from '../../db/offices/get-office';
import { oddsOfOffice } from '../../deadlines/odds/office-odds';
import type { AlertRule } from '../../domain/alert-rules';
import type { ActivityDeps } from '../deps';

type Deps = Pick<ActivityDeps, 'db' | 'rules' | 'now' | 'reach'>;

/** Looks whether anything stands as the rules of an office's alerts say, and leaves word of what is new. */
export function createCheckAlerts({ db, rules, now, reach }: Deps) {
  return {
    /** Offices in which there is anything to be alerted of, by id. */
    listAlertOffices(): Promise<string[]> {
      return listAlertOffices(db);
    },

    /** Safe to repeat: what was told is not told again while it stands. @returns how many are new */
    async checkAlertsOf({ officeId }: { officeId: string }): Promise<number> {
      const at = now();
      let raised = 0;
      for (const rule of await listRules(db, officeId)) {
        const found = rule.isOn ? await find(officeId, rule, at) : [];
        raised += await raiseAlerts(db, officeId, rule, found, { webhooks: reach.webhooks, at });
      }
      await leaveDigest(db, officeId, at);
      return raised;
    },
  };

  function find(officeId: string, { kind, threshold }: AlertRule, at: Date): Promise<Found[]> {
    switch (kind) {
      case 'near':
      case 'breach':
      case 'escalation':
        return findClocks(db, officeId, kind, at);
      case 'queue':
        return findQueues(db, officeId, threshold ?? 0);
      case 'certificate':
        return findEndingCertificates(db, officeId, threshold ?? 0, at);
      case 'odds':
        return findLikely(officeId, threshold ?? 100, at);
    }
  }

  /** @param percent from which on a dossier is told of */
  async function findLikely(officeId: string, percent: number, at: Date): Promise<Found[]> {
    const base = await findForecastBase(db, officeId);
    if (!base) return [];
    const standing = await readStanding(db, officeId);
    const { calendarId } = await getOffice(db, officeId);
    const ends = await readLastEnds(db, officeId);
    const calendar = rules.calendarOf(calendarId);
    return oddsOfOffice(calendar, base.situations, standing, ends, at.getTime()).flatMap(
      ({ dossierId, odds }) => {
        if (odds === null || odds * 100 < percent) return [];
        return [{ subject: dossierId, dossierId, value: Math.floor(odds * 100) }];
      },
    );
  }
}
