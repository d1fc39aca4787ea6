import { cellWords, type CellView, type ColumnKind, type TableView } from './cell-words';

/** A table of a report, in a frame that scrolls where it is too wide. */
export function ReportTable({ table }: { table: TableView }) {
  const { title, columns, rows, total, notes = [] } = table;
  const kinds = columns.map(({ kind }) => kind);
  return (
    <section className="report-table">
      <h2>{title}</h2>
      <div className="table-frame" role="region" aria-label={title} tabIndex={0}>
        <table className="table">
          <thead>
            <Heads columns={columns} />
          </thead>
          <tbody>
            {rows.map((cells, place) => (
              <tr key={place}>
                <Cells cells={cells} kinds={kinds} />
              </tr>
            ))}
            {total && (
              <tr className="report-total">
                <Cells cells={total} kinds={kinds} />
              </tr>
            )}
            {rows.length === 0 && !total && (
              <tr>
                <td colSpan={columns.length} className="quiet">
                  Không có trong khoảng thời gian này.
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      {notes.map((note) => (
        <p key={note} className="quiet">
          {note}
        </p>
      ))}
    </section>
  );
}

/** One line of heads, or two where some stand under a common one. */
function Heads({ columns }: Pick<TableView, 'columns'>) {
  const isGrouped = columns.some(({ group }) => group !== undefined);
  if (!isGrouped) {
    return (
      <tr>
        {columns.map(({ title, kind }, place) => (
          <th key={place} scope="col" className={classOf(kind)}>
            {title}
          </th>
        ))}
      </tr>
    );
  }
  return (
    <>
      <tr>
        {groupsOf(columns).map(({ group, first, span }) => (
          <th
            key={first}
            scope={group === undefined ? 'col' : 'colgroup'}
            colSpan={span}
            rowSpan={group === undefined ? 2 : 1}
            className={group === undefined ? classOf(columns[first]?.kind ?? 'text') : 'group'}
          >
            {group ?? columns[first]?.title}
          </th>
        ))}
      </tr>
      <tr>
        {columns.map(({ title, kind, group }, place) =>
          group === undefined ? null : (
            <th key={place} scope="col" className={classOf(kind)}>
              {title}
            </th>
          ),
        )}
      </tr>
    </>
  );
}

function groupsOf(columns: TableView['columns']) {
  const groups: { group: string | undefined; first: number; span: number }[] = [];
  for (const [place, { group }] of columns.entries()) {
    const last = groups.at(-1);
    if (last && group !== undefined && last.group === group) last.span += 1;
    else groups.push({ group, first: place, span: 1 });
  }
  return groups;
}

function Cells({ cells, kinds }: { cells: CellView[]; kinds: ColumnKind[] }) {
  return kinds.map((kind, place) => {
    const cell = cells[place] ?? null;
    return (
      <td key={place} className={classOf(kind) ?? 'wraps'}>
        {typeof cell === 'object' && cell !== null ? (
          <a href={cell.href}>{cell.text}</a>
        ) : (
          cellWords(cell, kind)
        )}
      </td>
    );
  });
}

/** Numbers and times stand to the right and do not break. */
function classOf(kind: ColumnKind): string | undefined {
  return kind === 'text' ? undefined : 'number';
}
