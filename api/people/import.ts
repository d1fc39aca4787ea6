import { hash } from '@node-rs/argon2';
import { z } from '@hono/zod-openapi';
import type { Person } from '../../db/people/entity';
import { findTakenIdentifiers } from '../../db/people/find-person';
import { recordPerson } from '../../db/people/record-person';
import { inTransaction } from '../../db/transaction';
import { readEmailAddress } from '../../domain/email-address';
import { identifierPattern, phonePattern } from '../../domain/people';
import { SaoyError } from '../../domain/problem';
import { foldText, readLine } from '../../domain/text';
import { listPrintable } from '../../documents/attestation/typeface';
import { randomPassword } from '../../identity/passwords/random-password';
import type { Mount } from '../http/env';
import { defineRoute, serveByHand } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { importPreviewSchema } from '../offices/contract';
import { unitPath } from '../offices/get';
import type { TableColumn, TableRow } from '../tables/read-table';
import {
  importQuery,
  type JudgedRow,
  previewRows,
  tableForm,
  takeTable,
} from '../tables/take-table';
import { oneTimePasswordSchema } from './contract';

type Key = 'fullName' | 'title' | 'phone' | 'email' | 'identifier';

/** The officer intake form's own columns [AD-19]; TT is passed over. */
const columns: readonly TableColumn<Key>[] = [
  { key: 'fullName', titles: ['Họ và tên', 'Họ tên'], isNeeded: true },
  {
    key: 'title',
    titles: ['Chức vụ/đơn vị công tác', 'Chức vụ', 'Chức vụ / đơn vị công tác'],
    isNeeded: false,
  },
  { key: 'phone', titles: ['Số điện thoại', 'Điện thoại'], isNeeded: false },
  { key: 'email', titles: ['Email', 'Thư điện tử'], isNeeded: false },
  { key: 'identifier', titles: ['Số CMND/CCCD', 'CMND/CCCD', 'Số CCCD'], isNeeded: true },
];

/** More come in several files: each has a password that costs time to hash. */
const peopleMax = 200;

const route = defineRoute('person.import', {
  method: 'post',
  path: '/api/offices/{officeId}/people/import',
  tags: ['administration'],
  summary: 'Officers from the intake form: looked at, or taken over if every row is good',
  request: { params: unitPath, query: importQuery, body: tableForm },
  responses: describeResponses({
    200: json(
      importPreviewSchema.extend({
        /** Of those that were made, shown this once. */
        accounts: z.array(oneTimePasswordSchema),
      }),
      'Each row, with its faults',
    ),
  }),
});

type PersonFacts = Pick<Person, 'fullName' | 'title' | 'phone' | 'email' | 'identifier'>;

export const mountImportPeople: Mount = (app, deps) => {
  const { db, now } = deps;
  serveByHand(app, deps, route, async (c, { unit, signedIn }, _params, query) => {
    if (unit.validTo !== null) throw new SaoyError('office-closed');
    const take = query.take === 'true';
    const table = await takeTable(c, columns);
    if (table.length > peopleMax) throw new SaoyError('table-too-large', { rowsMax: peopleMax });
    const identifiers = table.map(({ values }) => values.identifier);
    const known = await findTakenIdentifiers(
      db,
      identifiers.filter((one) => identifierPattern.test(one)),
    );
    const rows = judgeRows(table, known);
    const preview = previewRows(rows, take);
    const accounts: z.infer<typeof oneTimePasswordSchema>[] = [];
    if (take) {
      const made: (PersonFacts & { password: string; passwordHash: string })[] = [];
      for (const { facts } of rows) {
        if (!facts) continue;
        const password = randomPassword();
        made.push({ ...facts, password, passwordHash: await hash(password) });
      }
      const by = { actorId: signedIn.personId, at: new Date(now()) };
      await inTransaction(db, async (inside) => {
        accounts.length = 0;
        for (const { password, ...facts } of made) {
          const username = String(facts.identifier);
          const account = { ...facts, username, mustChangePassword: true, state: 'new' as const };
          const personId = await recordPerson(inside, { ...account, officeId: unit.id }, by);
          accounts.push({ personId, username, password });
        }
      });
    }
    return c.json({ ...preview, accounts }, 200);
  });
};

function judgeRows(
  table: readonly TableRow<Key>[],
  known: ReadonlySet<string | null>,
): JudgedRow<PersonFacts>[] {
  const seen = new Set<string>();
  return table.map(({ row, values }) => {
    const faults: string[] = [];
    const name = readLine(values.fullName, { min: 2, max: 200 }, listPrintable());
    if ('fault' in name) faults.push(`Họ và tên ${name.fault}.`);
    const title = readLine(values.title, { min: 0, max: 200 }, listPrintable());
    if ('fault' in title) faults.push(`Chức vụ/đơn vị công tác ${title.fault}.`);
    const phone = values.phone.replace(/[\s.]/g, '').replace(/^\+84/, '0');
    if (phone !== '' && !phonePattern.test(phone)) {
      faults.push('Số điện thoại gồm 9 đến 11 chữ số, bắt đầu bằng 0; định dạng ô là Văn bản.');
    }
    const email = values.email === '' ? null : readEmailAddress(values.email);
    if (email && 'fault' in email) faults.push(`Email ${email.fault}.`);
    const { identifier } = values;
    if (!identifierPattern.test(identifier)) {
      faults.push(
        `Số CMND/CCCD có 9 hoặc 12 chữ số (đang có ${identifier.length}); nếu mất số 0 ở đầu, định dạng ô là Văn bản.`,
      );
    } else if (known.has(identifier)) {
      faults.push('Đã có tài khoản với số này: tìm trong danh bạ rồi thêm vào đơn vị.');
    } else if (seen.has(identifier)) faults.push('Số này lặp lại trong tệp.');
    seen.add(identifier);
    const label = foldText(values.fullName) === '' ? `Dòng ${row}` : values.fullName;
    if (faults.length > 0 || 'fault' in name || 'fault' in title) {
      return { row, label, faults, facts: null };
    }
    return {
      ...{ row, label, faults },
      facts: {
        ...{ fullName: name.text, title: title.text || null, phone: phone || null, identifier },
        email: email && 'address' in email ? email.address : null,
      },
    };
  });
}
