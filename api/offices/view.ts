import type { OfficeLine, OfficePlace } from '../../db/offices/list-offices';
import type { Office } from '../../db/offices/entity';
import { levelOf } from '../../domain/offices';
import type { Rules } from '../../policies/load-rules';
import type { Unit, WholeUnit } from './contract';

export function viewUnit({ path, ...line }: OfficeLine): Unit {
  return { ...line, level: levelOf(path) };
}

export function viewWholeUnit(rules: Rules, office: Office, place: OfficePlace): WholeUnit {
  const { parentName, policyId, calendarId, codePrefix } = office;
  return {
    ...viewUnit(place.line),
    ...{ parentName, policyId, calendarId, codePrefix },
    path: place.above,
    predecessors: place.predecessors,
    choices: {
      policies: rules.policies.map(({ id, name }) => ({ id, name })),
      calendars: rules.calendarIds(),
    },
  };
}
