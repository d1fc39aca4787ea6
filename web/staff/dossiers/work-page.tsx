import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { useKeys } from '../../keys/use-keys';
import { ProblemNote } from '../../look/problem-note';
import { listQuery, type ListName } from '../../server/queries';
import { may, useDesk } from '../desk/office';
import { BatchBar } from '../batches/batch-bar';
import { useSelection } from '../batches/use-selection';
import { DossierList } from './dossier-list';
import { DossierView } from './dossier-view';
import { ListFilterForm } from './list-filter-form';
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
  const filter = workRoute.useSearch();
  const navigate = useNavigate();
  const query = useInfiniteQuery(listQuery(office.id, list, filter));
  const fresh = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const { rows, hold } = useSteadyRows(fresh, `${office.id} ${list} ${JSON.stringify(filter)}`);
  const selection = useSelection(`${office.id} ${list}`);
  const batchAction =
    (list === 'sign' || list === 'seal') && may(office, `batch.${list}`) ? list : null;
  const work = useRef<HTMLDivElement>(null);

  const open = (id: string | undefined) =>
    navigate({
      to: '/work/$list/{-$dossierId}',
      params: { list, dossierId: id },
      search: filter,
    });
  const pane = useRef<HTMLElement>(null);
  const step = (by: 1 | -1) => {
    const ids = rows.filter((row) => !row.gone).map((row) => row.id);
    const focused = document.activeElement?.getAttribute('data-dossier') ?? dossierId;
    const at = ids.indexOf(focused ?? '');
    const next = ids[at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by))];
    // Beside an open dossier the list is folded on narrower screens: there the next one opens.
    const isFolded = pane.current?.offsetParent === null;
    if (isFolded) void open(next);
    else document.querySelector<HTMLElement>(`[data-dossier="${next ?? ''}"]`)?.focus();
  };
  /** Work goes on at the next dossier of this list, or where it says that nothing waits. */
  const openNext = () => {
    const at = rows.findIndex((row) => row.id === dossierId);
    const order = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))];
    const next = order.find((row) => !row.gone && row.id !== dossierId)?.id;
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

  const total = query.data?.pages[0]?.total ?? 0;
  return (
    <div className={dossierId ? 'work work-open' : 'work'}>
      <section ref={pane} className="list-pane" aria-label={listTitles[list]}>
        <header className="list-head">
          <h1>{listTitles[list]}</h1>
          <p className="quiet" aria-live="polite">
            {query.isSuccess ? `Tìm thấy ${total} kết quả` : ' '}
          </p>
        </header>
        <ListFilterForm key={JSON.stringify(filter)} filter={filter} list={list} />
        <ProblemNote error={query.error} />
        {batchAction && (
          <BatchBar
            action={batchAction}
            rows={rows}
            selection={selection}
            openId={dossierId}
            onOpen={(id) => void open(id)}
          />
        )}
        <DossierList
          selection={batchAction ? selection : undefined}
          list={list}
          rows={rows}
          openId={dossierId}
          search={filter}
          isPending={query.isPending}
          isFiltered={Object.keys(filter).length > 0}
          onHold={hold}
        />
        {query.hasNextPage && (
          <button
            type="button"
            className="plain-button more"
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? 'Đang tải…' : 'Tải thêm'}
          </button>
        )}
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
