import type { DataSource } from 'typeorm';
import type { Visit } from '../../db/dossiers/entity';
import type { Office } from '../../db/offices/entity';
import type { OfficeRight, Person as PersonRow } from '../../db/people/entity';
import { archiveOf } from '../../db/rules/rule-versions';
import {
  type SampleOffice,
  sampleOffice,
  writeSampleOffice,
} from '../../db/sample/write-sample-office';
import { foldLog } from '../../db/supervision/fold-log';
import { soughtAs } from '../../db/sought-as';
import { type Right, type Step } from '../../domain/process';
import { sampleCodePrefix, sampleId, sampleRootCode } from '../../domain/sample';
import { LiveRules } from '../../policies/live-rules';
import { houseRules } from '../../policies/load-rules';
import { type Day, dayOf, formatDate, startOfDay } from '../../time/time';
import { type LivedDossier, liveOffice } from './live-office';
import { type Random, seededRandom } from './random';
import { type Records, recordLife } from './record-life';

export interface SampleQuestion {
  days: number;
  /** Offices below the root. */
  offices: number;
  seed: number;
  /** The story ends now; epoch milliseconds. */
  now: number;
  /** argon2 hashes: the supervisor's, and one that nobody knows the password of. */
  supervisorHash: string;
  workersHash: string;
  policiesDir?: string | undefined;
  policyId: string;
  calendarId: string;
}

export const supervisorName = 'mau.dieu-hanh';
export const officesMax = 400;

const wards = [
  'Sông Mẫu',
  'Đồi Mẫu',
  'Chợ Mẫu',
  'Cầu Mẫu',
  'Hồ Mẫu',
  'Vườn Mẫu',
  'Bến Mẫu',
  'Đồng Mẫu',
];
const surnames = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô'];
const middles = ['Văn', 'Thị', 'Minh', 'Thu', 'Đức', 'Ngọc', 'Hồng', 'Quốc'];
const names = ['Mẫu', 'Ví Dụ', 'Thử', 'Minh Họa', 'Giả Định'];

/** Who works in an office: numbers of its people by step. The last officer stands in for the clerk. */
const team: Record<Step, readonly number[]> = { create: [0, 1], sign: [2, 3], seal: [4, 1] };
const titles = ['Công chức', 'Công chức', 'Chủ tịch', 'Phó Chủ tịch', 'Văn thư'];

/**
 * Fills a tree of sample offices with seeded life up to now, office by office.
 * @param told after each office: dossiers so far
 * @returns dossiers written
 */
export async function makeSample(
  db: DataSource,
  question: SampleQuestion,
  told: (dossiers: number) => void,
): Promise<number> {
  const rules = new LiveRules(question.policiesDir ?? houseRules);
  await archiveOf(db).keep(rules.versions());
  const policy = rules.getPolicy(question.policyId);
  const calendar = rules.calendarOf(question.calendarId);
  const from: Day = dayOf(question.now) - question.days + 1;
  const since = new Date(startOfDay(from));
  const place = { since, policyId: question.policyId, calendarId: question.calendarId };
  const rootIds = idsOf(0);
  const root = rootOf({ ...place, nextId: rootIds });
  await writeSampleOffice(db, withSupervisor(root, question, since, rootIds));
  let dossiers = 0;
  for (let number = 1; number <= question.offices; number += 1) {
    // Chance and ids of each office are its own: what another lives through changes neither.
    const random = seededRandom(question.seed * officesMax + number);
    const nextId = idsOf(number);
    const office = wardOf(number, root.office, { ...place, nextId });
    const people = peopleOf(office, number, random, nextId, question.workersHash);
    const load = 14 + random.next() * 26;
    const setting = { policy, calendar, until: question.now };
    const lived = liveOffice({ ...setting, random, team, from, load });
    const { id: officeId, codePrefix } = office;
    const draw = { ...setting, officeId, people, nextId };
    const recorded = recordOffice(lived, draw, { codePrefix, random });
    await writeSampleOffice(db, {
      ...{ office, people, rights: rightsOf(people, office, since, nextId), since, nextId },
      ...recorded,
    });
    await foldLog(db, [officeId]);
    dossiers += recorded.dossiers.length;
    told(dossiers);
  }
  return dossiers;
}

/** Room for four thousand million ids in each office. */
function idsOf(office: number): () => string {
  let sequence = 0;
  return () => sampleId(office * 2 ** 32 + (sequence += 1));
}

type Place = { since: Date; nextId: () => string; policyId: string; calendarId: string };

function rootOf({ since, nextId, policyId, calendarId }: Place): SampleOffice {
  const office = sampleOffice(
    {
      ...{ code: sampleRootCode, name: 'DỮ LIỆU MẪU – Thành phố Mẫu', kind: 'province', policyId },
      ...{ parentName: 'Dữ liệu mẫu, không có thật', codePrefix: `${sampleCodePrefix}000` },
      ...{ parent: null, calendarId, validFrom: formatDate(dayOf(since.getTime())) },
    },
    nextId(),
  );
  return { office, ...nothing, since, nextId };
}

const nothing = {
  ...{ people: [], rights: [], visits: [], dossiers: [], clocks: [], letters: [], remarks: [] },
  ...{ events: [], numbers: [], serials: [] },
};

function wardOf(number: number, parent: Office, place: Place): Office {
  const round = Math.floor((number - 1) / wards.length);
  const name = `Phường ${wards[(number - 1) % wards.length]}${round === 0 ? '' : ` ${round + 1}`}`;
  const [high, low] = [Math.floor(number / 100), number % 100];
  return sampleOffice(
    {
      code: `000.${String(high).padStart(2, '0')}.${String(low).padStart(2, '0')}.X00`,
      ...{ name: `${name} (dữ liệu mẫu)`, kind: 'commune', parentName: parent.name, parent },
      ...{ policyId: place.policyId, calendarId: place.calendarId },
      codePrefix: `${sampleCodePrefix}${String(number).padStart(3, '0')}`,
      validFrom: formatDate(dayOf(place.since.getTime())),
    },
    place.nextId(),
  );
}

function peopleOf(
  { codePrefix }: Office,
  number: number,
  random: Random,
  nextId: () => string,
  passwordHash: string,
): PersonRow[] {
  return titles.map((title, index) => {
    const fullName = `${random.pick(surnames)} ${random.pick(middles)} ${random.pick(names)}`;
    return {
      ...{ id: nextId(), kind: 'staff', passwordHash, mustChangePassword: false, fullName, title },
      username: `${codePrefix.toLowerCase()}.${number}-${index + 1}`,
      ...{ nameFolded: soughtAs(fullName), email: null, phone: null, identifier: null },
      state: 'active',
    };
  });
}

function rightsOf(people: PersonRow[], office: Office, since: Date, nextId: () => string) {
  return Object.entries(team).flatMap(([step, members]) =>
    members.flatMap((index) => {
      const person = people[index];
      return person ? [rightOf(person.id, office.id, step as Step, since, nextId)] : [];
    }),
  );
}

function rightOf(
  personId: string,
  officeId: string,
  right: Right,
  since: Date,
  nextId: () => string,
): OfficeRight {
  return {
    ...{ id: nextId(), personId, officeId, right, passesOn: [], fromAt: since, untilAt: null },
    ...{ basisNumber: null, basisDay: null, grantedBy: null, grantedAt: since, endedBy: null },
  };
}

/** One who can sign in, to look at all of it. */
function withSupervisor(
  root: SampleOffice,
  { supervisorHash }: SampleQuestion,
  since: Date,
  nextId: () => string,
): SampleOffice {
  const fullName = 'Nguyễn Thị Ví Dụ';
  const person: PersonRow = {
    ...{ id: nextId(), kind: 'staff', username: supervisorName, passwordHash: supervisorHash },
    ...{ mustChangePassword: false, fullName, nameFolded: soughtAs(fullName) },
    ...{ title: 'Người điều hành (dữ liệu mẫu)', email: null, phone: null, identifier: null },
    state: 'active',
  };
  const right = rightOf(person.id, root.office.id, 'supervise', since, nextId);
  return { ...root, people: [person], rights: [right] };
}

type Draw = Parameters<typeof recordLife>[0];

/** The rows of an office's whole life, with receipts and codes numbered by the day. */
function recordOffice(
  lived: readonly LivedDossier[],
  draw: Draw,
  { codePrefix, random }: { codePrefix: string; random: Random },
) {
  const serials = new Map<string, { series: string; day: string; last: number }>();
  const count = (series: string, day: string) => {
    const known = serials.get(`${series} ${day}`) ?? { series, day, last: 0 };
    serials.set(`${series} ${day}`, known);
    known.last += 1;
    return String(known.last).padStart(4, '0');
  };
  const visits = new Map<number, Visit>();
  const records: Records[] = [];
  for (const dossier of lived) {
    const day = formatDate(dayOf(dossier.acceptedAt)).slice(2).replaceAll('-', '');
    const visit = visits.get(dossier.visit) ?? {
      ...visitOf(dossier, draw, random),
      receiptNumber: `${day}-${count(`${draw.officeId}:receipt`, day)}`,
    };
    visits.set(dossier.visit, visit);
    const code = `${codePrefix}-${day}-01${count(`${codePrefix}:dossier`, day)}`;
    records.push(recordLife(draw, dossier, { id: draw.nextId(), code, visit }));
  }
  return {
    visits: [...visits.values()],
    dossiers: records.map(({ dossier }) => dossier),
    clocks: records.flatMap(({ clocks }) => clocks),
    letters: records.flatMap(({ letters }) => letters),
    remarks: records.flatMap(({ remarks }) => remarks),
    events: records.flatMap(({ events }) => events),
    numbers: records.flatMap(({ number }) => (number ? [number] : [])),
    serials: [...serials.values()],
  };
}

function visitOf(dossier: LivedDossier, { officeId, people, nextId }: Draw, random: Random) {
  const requesterName = `${random.pick(surnames)} ${random.pick(middles)} ${random.pick(names)}`;
  return {
    ...{ id: nextId(), officeId, requesterId: null, requesterName },
    ...{ requesterSought: soughtAs(requesterName), requesterIdentifier: null },
    ...{ requesterKind: null, requesterEmail: null, requesterPhone: null },
    acceptedBy: people[dossier.acceptedBy]?.id ?? '',
    acceptedAt: new Date(dossier.acceptedAt),
  };
}
