import { hash } from '@node-rs/argon2';
import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { recordWeek } from '../../db/bookings/plans';
import { hasOffice } from '../../db/offices/get-office';
import { insertOffice } from '../../db/offices/record-office';
import {
  insertMembership,
  insertPerson,
  type NewRight,
  recordRight,
} from '../../db/people/record-person';
import { ensureTokenHolder } from '../../db/signing/record-token-holder';
import { ensureBook } from '../../db/registers/make-book';
import { soughtAs } from '../../db/sought-as';
import { rights as allRights } from '../../domain/process';
import { inTransaction } from '../../db/transaction';
import { msPerDay } from '../../time/time';
import type { Account } from '../stack/home';
import { sampleOffices } from './offices';

type Role = Account['role'];
type SampleName = keyof typeof sampleOffices;
type SeedAccount = Pick<Account, 'role' | 'username' | 'password'>;
type Held = Pick<NewRight, 'right'> & Partial<NewRight> & { office: SampleName; days?: number };

const administer = (office: SampleName): Held => ({
  ...{ office, right: 'administer', passesOn: [...allRights] },
});

/** Plainly invented people: one for each work, and one for each level of administration. */
const cast: Record<Role, { fullName: string; title: string | null; held: Held[] }> = {
  officer: {
    fullName: 'Nguyễn Thị Cán Bộ Mẫu',
    title: 'Công chức Tư pháp – Hộ tịch',
    held: [{ office: 'ward', right: 'create' }],
  },
  leader: {
    fullName: 'Trần Văn Lãnh Đạo Mẫu',
    title: 'Chủ tịch',
    held: [{ office: 'ward', right: 'sign' }],
  },
  clerk: {
    fullName: 'Lê Thị Văn Thư Mẫu',
    title: 'Văn thư',
    held: [{ office: 'ward', right: 'seal' }],
  },
  supervisor: {
    fullName: 'Phạm Văn Giám Sát Mẫu',
    title: 'Phó Chủ tịch',
    held: [{ office: 'ward', right: 'supervise' }],
  },
  administrator: {
    fullName: 'Hoàng Thị Quản Trị Mẫu',
    title: 'Quản trị đơn vị',
    held: [administer('ward')],
  },
  citizen: { fullName: 'Đỗ Văn Công Dân Mẫu', title: null, held: [] },
  'administrator-high': {
    fullName: 'Vũ Văn Cấp Cao Mẫu',
    title: 'Quản trị cấp cao',
    held: [administer('central')],
  },
  'administrator-1': {
    fullName: 'Bùi Thị Cấp Tỉnh Mẫu',
    title: 'Quản trị cấp 1',
    held: [administer('province')],
  },
  'administrator-3': {
    fullName: 'Đặng Văn Một Cửa Mẫu',
    title: 'Quản trị cấp 3',
    held: [administer('oneStop')],
  },
  'one-stop': {
    fullName: 'Ngô Thị Tiếp Nhận Mẫu',
    title: 'Công chức Bộ phận Một cửa',
    held: [
      { office: 'oneStop', right: 'create' },
      { office: 'oneStop', right: 'open-accounts' },
    ],
  },
  'several-rights': {
    fullName: 'Dương Văn Kiêm Nhiệm Mẫu',
    title: 'Công chức Văn phòng – Thống kê',
    held: [
      { office: 'other', right: 'create' },
      { office: 'other', right: 'seal' },
      { office: 'ward', right: 'supervise' },
    ],
  },
  delegate: {
    fullName: 'Lý Thị Ủy Quyền Mẫu',
    title: 'Phó Chủ tịch',
    held: [
      {
        ...{ office: 'other', right: 'sign', days: 14 },
        ...{ basisNumber: '01/QĐ-UBND', basisDay: '2026-01-05' },
      },
    ],
  },
};

/**
 * Makes the province of a fresh installation with its people, this year's and next year's books. Safe to repeat.
 * @param seed.at a delegation ends two weeks later
 */
export async function seedProvince(
  db: DataSource,
  seed: { accounts: SeedAccount[]; year: number; at: Date },
): Promise<void> {
  if (!(await hasOffice(db, idOf(sampleOffices.ward.code)))) {
    await inTransaction(db, async (inside) => {
      for (const office of Object.values(sampleOffices)) await addOffice(inside, office);
      for (const account of seed.accounts) await addPerson(inside, account, seed.at);
    });
    await publishHours(db, seed);
  }
  const leader = seed.accounts.find(({ role }) => role === 'leader');
  if (leader) await ensureTokenHolder(db.manager, 'leader', idOf(leader.username), seed.at);
  for (const { code } of Object.values(sampleOffices)) {
    for (const year of [seed.year, seed.year + 1]) {
      await ensureBook(db.manager, idOf(code), year, 1);
    }
  }
}

/** Places in the hours of a working day [C-21], so that an appointment can be made at once. */
async function publishHours(
  db: DataSource,
  { accounts, at }: { accounts: SeedAccount[]; at: Date },
): Promise<void> {
  const publisher = accounts.find(({ role }) => role === 'administrator-1');
  if (!publisher) return;
  const hours = new Set([8, 9, 10, 13, 14, 15, 16]);
  const workday = Array.from({ length: 24 }, (_, hour) => (hours.has(hour) ? 3 : 0));
  const restDay = workday.map(() => 0);
  const week = [restDay, ...Array.from({ length: 5 }, () => workday), restDay];
  for (const name of ['ward', 'other', 'oneStop'] as const) {
    const { code } = sampleOffices[name];
    const change = { officeId: idOf(code), actorId: idOf(publisher.username), at };
    const note = 'Số 1 phố Mẫu (địa chỉ mẫu)';
    await recordWeek(db, { ...change, actKey: `sample-hours:${code}` }, { week, note });
  }
}

async function addOffice(
  manager: EntityManager,
  { above, successor, ...facts }: (typeof sampleOffices)[SampleName],
): Promise<void> {
  const id = idOf(facts.code);
  const parent = above === null ? null : sampleOffices[above];
  const parentId = parent && idOf(parent.code);
  const successorId = successor === null ? null : idOf(sampleOffices[successor].code);
  await insertOffice(manager, {
    ...{ ...facts, id, parentId, successorId, nameFolded: soughtAs(facts.name) },
    actingId: successorId ?? id,
    path: pathOf(above, id),
    parentName: parent?.name ?? '',
    policyId: 'hanoi-1287-2024',
    calendarId: 'vn',
    codePrefix: `G22.${facts.code.slice(7, 9)}`,
  });
}

function pathOf(above: SampleName | null, id: string): string {
  if (above === null) return id;
  const parent = sampleOffices[above];
  return `${pathOf(parent.above, idOf(parent.code))}/${id}`;
}

async function addPerson(
  manager: EntityManager,
  { role, username, password }: SeedAccount,
  at: Date,
): Promise<void> {
  const { fullName, title, held } = cast[role];
  const id = idOf(username);
  const isCitizen = role === 'citizen';
  await insertPerson(manager, {
    ...{ id, kind: isCitizen ? 'citizen' : 'staff', username, fullName, title },
    ...{ passwordHash: await hash(password), mustChangePassword: false, state: 'active' },
    nameFolded: soughtAs(fullName),
    email: isCitizen ? 'cong-dan@thu-mau.invalid' : `${username}@phuong-mau.invalid`,
    phone: null,
    identifier: isCitizen ? username : null,
  });
  for (const officeId of new Set(held.map(({ office }) => idOf(sampleOffices[office].code)))) {
    await insertMembership(manager, id, officeId, at);
  }
  for (const { office, days, ...right } of held) {
    const untilAt = days === undefined ? null : new Date(at.getTime() + days * msPerDay);
    const place = { personId: id, officeId: idOf(sampleOffices[office].code) };
    await recordRight(manager, { ...right, ...place, untilAt }, { actorId: null, at });
  }
}

/** The same name gives the same id, so that seeding twice is seeding once. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(`sao-y sample ${name}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
