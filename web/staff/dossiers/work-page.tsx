import { getRouteApi, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { useKeys } from '../../keys/use-keys';
import { ProblemNote } from '../../look/problem-note';
import { isHeld, useHeldAct } from '../../server/held-act';
import type { ListName } from '../../../domain/work-lists';
import { may, useDesk } from '../desk/office';
import { BatchButton } from '../batches/batch-bar';
import { useSelection } from '../batches/use-selection';
import { TrackingBook } from '../papers/tracking-book';
import { AssignButtons } from '../work/assign-buttons';
import { HolderTabs } from '../work/holder-tabs';
import { ListTools } from '../work/list-tools';
import { SelectBar } from '../work/select-bar';
import { useWholeList } from '../work/use-whole-list';
import '../work/work.css';
import { DossierList, type RowList } from './dossier-list';
import { placeOf } from '../../server/list-place';
import { inThousands } from '../../text/figures';
import { DossierView } from './dossier-view';
import { ListFilterForm } from './list-filter-form';
import type { SteadyRow } from './steady-rows';
import { useListRows } from './use-list-rows';
import { useSteadyRows } from './use-steady-rows';

const workRoute = getRouteApi('/work/$list/{-$dossierId}');

const listTitles: Record<ListName, string> = {
  create: 'Hồ sơ đang tạo',
  returned: 'Hồ sơ bị trả lại',
  sign: 'Bản sao chờ ký',
  seal: 'Bản sao chờ đóng dấu',
  open: 'Hồ sơ đang giải quyết',
  all: 'Theo dõi hồ sơ chứng thực',
};

/** A list on the left, the work on the right; the list keeps its place after every action. */
export function WorkPage() {
  const { office } = useDesk();
  const { list, dossierId } = workRoute.useParams();
  const search = workRoute.useSearch();
  const sought = useLocation({ select: ({ state }) => state.sought });
  const filter = useMemo(() => (sought ? { ...search, q: sought } : search), [search, sought]);
  const navigate = useNavigate();
  const query = useListRows(office.id, list, filter);
  const { rows, hold } = useSteadyRows(
    query.fresh,
    `${office.id} ${list} ${JSON.stringify(filter)}`,
  );
  const selection = useSelection(`${office.id} ${list}`);
  const batchAction =
    (list === 'sign' || list === 'seal') && may(office, `batch.${list}`) ? list : null;
  const present = useMemo(() => rows.filter(isPresent), [rows]);
  const whole = useWholeList(office.id, list, filter);
  // What was read to be chosen stands beside what is in sight; that is the newer of the two.
  const known = useMemo(() => {
    const shown = new Set(present.map(({ id }) => id));
    const left = new Set(rows.flatMap((row) => (row?.gone ? [row.id] : [])));
    return [...present, ...whole.rows.filter(({ id }) => !shown.has(id) && !left.has(id))];
  }, [present, rows, whole.rows]);
  const chosen = known.filter(({ id }) => selection.ids.has(id));
  const held = useHeldAct();
  const work = useRef<HTMLDivElement>(null);
  const laidOut = useRef<RowList>(null);

  const open = (id: string | undefined) =>
    navigate({
      to: '/work/$list/{-$dossierId}',
      params: { list, dossierId: id },
      ...placeOf(filter),
    });
  const pane = useRef<HTMLElement>(null);
  const step = (by: 1 | -1) => {
    const focused = document.activeElement?.getAttribute('data-dossier') ?? dossierId;
    const from = rows.findIndex((row) => row?.id === focused);
    let at = from < 0 ? 0 : from + by;
    while (rows[at]?.gone) at += by;
    const next = rows[at];
    if (!next) return;
    // Beside an open dossier the list is folded on narrower screens: there the next one opens.
    const isFolded = pane.current?.offsetParent === null;
    if (isFolded) void open(next.id);
    else focusRow(laidOut.current, at, next.id);
  };
  /** Work goes on at the next dossier of this list, or where it says that nothing waits. */
  const openNext = () => {
    const at = rows.findIndex((row) => row?.id === dossierId);
    const order = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))].filter(isPresent);
    const next = order.find(({ id }) => id !== dossierId && !isHeld(held, id))?.id;
    if (!next) document.getElementById('work')?.focus();
    void open(next);
  };
  useKeys([
    { key: 'j', label: 'Hồ sơ tiếp theo', run: () => step(1) },
    { key: 'k', label: 'Hồ sơ trước', run: () => step(-1) },
    { key: 'l', label: 'Về danh sách', run: () => void open(undefined) },
  ]);
  useEffect(() => {
    if (!dossierId) return;
    work.current?.focus({ preventScroll: true });
    // Where list and work stand one under the other, the work may be out of sight.
    work.current?.scrollIntoView({ block: 'nearest' });
  }, [dossierId]);

  const mayAssign = may(office, 'work.assign');
  const selects = mayAssign || batchAction !== null;
  return (
    <div className={dossierId ? 'work work-open' : 'work'}>
      <section ref={pane} className="list-pane" aria-label={listTitles[list]}>
        <header className="list-head">
          <h1>{listTitles[list]}</h1>
          {list === 'all' && <TrackingBook />}
          <p className="quiet" aria-live="polite">
            {query.isSuccess ? foundWords(query) : ' '}
          </p>
          <ListTools list={list} filter={filter} />
        </header>
        <HolderTabs list={list} filter={filter} />
        <ListFilterForm key={JSON.stringify(filter)} filter={filter} list={list} />
        <ProblemNote error={query.error} />
        {selects && (
          <SelectBar
            rows={known}
            total={query.total}
            whole={whole}
            selection={selection}
            openId={dossierId}
          >
            {batchAction && (
              <BatchButton
                action={batchAction}
                rows={known}
                selection={selection}
                onOpen={(id) => void open(id)}
              />
            )}
            {mayAssign && (
              <AssignButtons
                rows={chosen.length > 0 ? chosen : present.filter(({ id }) => id === dossierId)}
              />
            )}
          </SelectBar>
        )}
        <DossierList
          selection={selects ? selection : undefined}
          tellsUnopened={batchAction !== null}
          list={list}
          rows={rows}
          openId={dossierId}
          search={filter}
          isPending={query.isPending}
          isFiltered={Object.keys(filter).length > 0}
          onHold={hold}
          onLook={query.look}
          pane={pane}
          laidOut={laidOut}
        />
      </section>
      <div className="work-pane" ref={work} tabIndex={-1}>
        {dossierId ? (
          <DossierView
            key={dossierId}
            id={dossierId}
            list={list}
            selection={batchAction ? selection : undefined}
            onNext={openNext}
            onList={() => void open(undefined)}
          />
        ) : (
          <p className="empty">
            {rows.length > 0
              ? 'Chọn một hồ sơ ở danh sách bên trái: J, K để di chuyển, Enter để mở.'
              : ''}
          </p>
        )}
      </div>
    </div>
  );
}

function isPresent(row: SteadyRow | undefined): row is SteadyRow {
  return row !== undefined && !row.gone;
}

/** Scrolls to a row and gives it the focus; one out of sight is in the page a moment later. */
function focusRow(laidOut: RowList | null, at: number, id: string, tries = 10): void {
  const row = document.querySelector<HTMLElement>(`[data-dossier="${id}"]`);
  if (row) return row.focus();
  if (tries === 10) laidOut?.scrollToIndex(at);
  if (tries > 0) requestAnimationFrame(() => focusRow(laidOut, at, id, tries - 1));
}

function foundWords({ total, isMore }: { total: number; isMore: boolean }): string {
  return `Tìm thấy ${isMore ? 'hơn ' : ''}${inThousands(total)} kết quả`;
}
