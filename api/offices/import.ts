import type { Office } from '../../db/offices/entity';
import { listBranch } from '../../db/offices/list-offices';
import { findTakenCodes } from '../../db/offices/get-office';
import { type NewOffice, recordOffices } from '../../db/offices/record-office';
import { inTransaction } from '../../db/transaction';
import {
  levelOf,
  officeCodePattern,
  officeKindDeclarations,
  officeKinds,
  officeLevelsMax,
} from '../../domain/offices';
import { foldText, readLine } from '../../domain/text';
import { dayOf, formatDate } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serveByHand } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { isoDate, type TableRow } from '../tables/read-table';
import {
  importQuery,
  type JudgedRow,
  previewRows,
  tableForm,
  takeTable,
} from '../tables/take-table';
import { newOffice } from './add';
import { type ColumnKey, columns } from './columns';
import { importPreviewSchema } from './contract';
import { unitPath } from './get';

const route = defineRoute('unit.import', {
  method: 'post',
  path: '/api/offices/{officeId}/import',
  tags: ['administration'],
  summary: 'Offices from a table: looked at, or taken over if every row is good',
  request: { params: unitPath, query: importQuery, body: tableForm },
  responses: describeResponses({ 200: json(importPreviewSchema, 'Each row, with its faults') }),
});

/** `parent` is found once the rows above it are made. */
type OfficeRow = JudgedRow<NewOffice & { parentCode: string }>;

export const mountImportUnits: Mount = (app, deps) => {
  const { db, now } = deps;
  serveByHand(app, deps, route, async (c, { unit, signedIn }, _params, query) => {
    const take = query.take === 'true';
    const rows = await takeTable(c, columns);
    const branch = await listBranch(db, unit);
    const taken = await findTakenCodes(
      db,
      rows.map(({ values }) => values.code),
    );
    const judged = judgeRows(rows, { unit, branch, taken, today: formatDate(dayOf(now())) });
    const preview = previewRows(judged, take);
    if (take) {
      const by = { actorId: signedIn.personId, at: new Date(now()) };
      await inTransaction(db, async (inside) => {
        const known = new Map<string, Pick<Office, 'id' | 'path'>>(
          branch.map((office) => [office.code, office]),
        );
        // A level at a time: a row may stand below another of the same file.
        let left = judged.flatMap(({ facts }) => (facts ? [facts] : []));
        while (left.length > 0) {
          const ready = left.filter(({ parentCode }) => known.has(parentCode));
          if (ready.length === 0) throw new Error('rows that stand below each other were let by');
          const offices = ready.map(({ parentCode, ...facts }) => {
            return { ...facts, parent: known.get(parentCode) ?? null };
          });
          for (const made of await recordOffices(inside, offices, by)) known.set(made.code, made);
          left = left.filter((one) => !ready.includes(one));
        }
      });
    }
    return c.json(preview, 200);
  });
};

interface Known {
  unit: Office;
  branch: readonly Office[];
  taken: ReadonlySet<string>;
  today: string;
}

/** What each row would become; a row may stand below one above or below it in the file. */
function judgeRows(rows: readonly TableRow<ColumnKey>[], known: Known): OfficeRow[] {
  const byCode = new Map(known.branch.map((office) => [office.code, office]));
  const counts = new Map<string, number>();
  for (const { values } of rows) counts.set(values.code, (counts.get(values.code) ?? 0) + 1);
  const parents = new Map(
    rows.map(({ values }) => [values.code, values.parent || known.unit.code]),
  );
  return rows.map(({ row, values }) => {
    const faults: string[] = [];
    const { code } = values;
    const name = readLine(values.name, { min: 3, max: 200 });
    if (!officeCodePattern.test(code)) {
      faults.push('Mã định danh phải có dạng 000.00.00.H54.');
    } else if (known.taken.has(code)) faults.push('Mã định danh này đã có.');
    else if ((counts.get(code) ?? 0) > 1) faults.push('Mã định danh lặp lại trong tệp.');
    if ('fault' in name) faults.push(`Tên đơn vị ${name.fault}.`);
    const kind = kindOf(values.kind);
    if (!kind) faults.push(`Loại đơn vị là một trong: ${kindNames.join('; ')}.`);
    const validFrom = values.validFrom === '' ? known.today : isoDate(values.validFrom);
    if (validFrom === undefined) faults.push('Hiệu lực từ là ngày dạng 01/07/2025.');
    if (values.codePrefix !== '' && !/^[A-Z0-9.]{1,20}$/.test(values.codePrefix)) {
      faults.push('Tiền tố mã hồ sơ chỉ gồm chữ in hoa, số và dấu chấm, như G22.99.');
    }
    const parentCode = values.parent || known.unit.code;
    const place = placeOf(parentCode, byCode, parents);
    if (typeof place === 'string') faults.push(place);
    if (faults.length > 0 || !kind || validFrom === undefined || 'fault' in name) {
      return { row, label: `${code} ${values.name}`.trim(), faults, facts: null };
    }
    const above = byCode.get(parentCode) ?? {
      ...known.unit,
      name: rows.find((one) => one.values.code === parentCode)?.values.name ?? '',
    };
    const facts = newOffice(above, { code, name: name.text, kind }, validFrom);
    const codePrefix = values.codePrefix || facts.codePrefix;
    return {
      row,
      label: `${code} ${name.text}`,
      faults,
      facts: { ...facts, codePrefix, parentCode },
    };
  });
}

/** How deep a row would stand, or why it cannot. */
function placeOf(
  parentCode: string,
  byCode: ReadonlyMap<string, Office>,
  parents: ReadonlyMap<string, string>,
): number | string {
  let code = parentCode;
  for (let steps = 1; steps < officeLevelsMax; steps += 1) {
    const office = byCode.get(code);
    if (office) {
      if (office.validTo !== null) return 'Đơn vị cấp trên đã hết hiệu lực.';
      const level = levelOf(office.path) + steps;
      return level < officeLevelsMax ? level : `Cây đơn vị chỉ có tối đa ${officeLevelsMax} cấp.`;
    }
    const next = parents.get(code);
    if (next === undefined) return 'Không có đơn vị cấp trên này trong phạm vi của bạn.';
    code = next;
  }
  return `Đơn vị cấp trên đi vòng, hoặc cây sâu quá ${officeLevelsMax} cấp.`;
}

const kindNames = officeKinds.map((kind) => officeKindDeclarations[kind].vi);

function kindOf(text: string) {
  const folded = foldText(text);
  return officeKinds.find(
    (kind) => kind === folded || foldText(officeKindDeclarations[kind].vi) === folded,
  );
}
