import type { PendingRow, ReportDefinition } from './definition';
import { dossierColumns, dossierRow } from './dossier-rows';
import { endOf } from './judge-dossier';
import { Tally } from './tally';

/** How the internal process was kept (QĐ 1287/QĐ-UBND): every dossier with every step. */
export const compliance: ReportDefinition = {
  long: {
    name: 'Từng hồ sơ',
    title: 'DANH SÁCH HỒ SƠ VÀ TỪNG BƯỚC',
    columns: dossierColumns,
  },
  begin: ({ span, offices }) => {
    const tally = new Tally(
      span,
      offices.map(({ id }) => id),
    );
    const at = endOf(span);
    return {
      add: (dossier) => {
        const stood = tally.add(dossier);
        if (!stood) return [];
        const people = stood.steps.flatMap(({ by }) => (by === null ? [] : [by]));
        const row: PendingRow = {
          people,
          cells: ({ office, person }) =>
            dossierRow(dossier, stood, at, { office: office(dossier.officeId).name, person }),
        };
        return [row];
      },
      people: () => tally.listPeople(),
      figures: (names) => tally.figures(names),
    };
  },
};
