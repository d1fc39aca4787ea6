import { hash } from '@node-rs/argon2';
import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { hasOffice } from '../../db/offices/get-office';
import { insertOffice } from '../../db/offices/record-office';
import { insertPerson, recordRight } from '../../db/people/record-person';
import { ensureBook } from '../../db/registers/assign-number';
import { soughtAs } from '../../db/sought-as';
import { rights as allRights, type Right } from '../../domain/process';
import { inTransaction } from '../../db/transaction';

interface SeedOffice {
  code: string;
  name: string;
  parentName: string;
}

interface SeedAccount {
  role: 'officer' | 'leader' | 'clerk' | 'supervisor' | 'administrator' | 'citizen';
  username: string;
  password: string;
}

/** Plainly invented people: one for each work. */
const cast: Record<
  SeedAccount['role'],
  { fullName: string; title: string | null; rights: Right[]; email: string }
> = {
  officer: {
    fullName: 'Nguyễn Thị Cán Bộ Mẫu',
    title: 'Công chức Tư pháp – Hộ tịch',
    rights: ['create'],
    email: 'can-bo@phuong-mau.invalid',
  },
  leader: {
    fullName: 'Trần Văn Lãnh Đạo Mẫu',
    title: 'Chủ tịch',
    rights: ['sign'],
    email: 'lanh-dao@phuong-mau.invalid',
  },
  clerk: {
    fullName: 'Lê Thị Văn Thư Mẫu',
    title: 'Văn thư',
    rights: ['seal'],
    email: 'van-thu@phuong-mau.invalid',
  },
  supervisor: {
    fullName: 'Phạm Văn Giám Sát Mẫu',
    title: 'Phó Chủ tịch',
    rights: ['supervise'],
    email: 'giam-sat@phuong-mau.invalid',
  },
  administrator: {
    fullName: 'Hoàng Thị Quản Trị Mẫu',
    title: 'Quản trị đơn vị',
    rights: ['administer'],
    email: 'quan-tri@phuong-mau.invalid',
  },
  citizen: {
    fullName: 'Đỗ Văn Công Dân Mẫu',
    title: null,
    rights: [],
    email: 'cong-dan@thu-mau.invalid',
  },
};

/** Makes the office of a fresh installation with its people, this year's and next year's book. Safe to repeat. */
export async function seedOffice(
  db: DataSource,
  seed: { office: SeedOffice; accounts: SeedAccount[]; year: number },
): Promise<void> {
  const officeId = idOf(seed.office.code);
  if (!(await hasOffice(db, officeId))) {
    await inTransaction(db, async (inside) => {
      await insertOffice(inside, {
        ...{ id: officeId, actingId: officeId, path: officeId, parentId: null, kind: 'commune' },
        ...{ validFrom: '2025-07-01', validTo: null, successorId: null },
        nameFolded: soughtAs(seed.office.name),
        ...seed.office,
        policyId: 'hanoi-1287-2024',
        calendarId: 'vn',
        codePrefix: 'G22.99',
      });
      for (const account of seed.accounts) await addPerson(inside, officeId, account);
    });
  }
  for (const year of [seed.year, seed.year + 1]) await ensureBook(db.manager, officeId, year, 1);
}

async function addPerson(
  manager: EntityManager,
  officeId: string,
  { role, username, password }: SeedAccount,
): Promise<void> {
  const { fullName, title, rights, email } = cast[role];
  const id = idOf(username);
  const isCitizen = role === 'citizen';
  await insertPerson(manager, {
    id,
    kind: isCitizen ? 'citizen' : 'staff',
    username,
    passwordHash: await hash(password),
    mustChangePassword: false,
    fullName,
    nameFolded: soughtAs(fullName),
    title,
    email,
    phone: null,
    identifier: isCitizen ? username : null,
    state: 'active',
  });
  for (const right of rights) {
    const passesOn = right === 'administer' ? [...allRights] : [];
    const by = { actorId: null, at: new Date() };
    await recordRight(manager, { personId: id, officeId, right, passesOn }, by);
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
