import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useState } from 'react';
import { officeKindDeclarations } from '../../../domain/offices';
import { useKeys } from '../../keys/use-keys';
import { ProblemNote } from '../../look/problem-note';
import { sentenceOf } from '../../server/client';
import { ForRight } from '../desk/for-right';
import { useDesk } from '../desk/office';
import { useSettled } from '../desk/use-settled';
import { OfficeTree } from './office-tree';
import { OfficeView } from './office-view';
import { unitQuery, unitSearchQuery } from '../units/queries';
import { UnitName } from './unit-name';
import '../units/administration.css';

/** "Đơn vị": the tree of offices that one administers, and the office that is chosen in it. */
export function OfficesPage() {
  return (
    <ForRight needs="unit.list" whose="quản trị viên đơn vị">
      <Offices />
    </ForRight>
  );
}

function Offices() {
  const { office } = useDesk();
  const [chosen, setChosen] = useState(office.id);
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim(), 250);
  useKeys([
    {
      key: '/',
      label: 'Tìm đơn vị',
      run: () => document.getElementById('office-search')?.focus(),
    },
  ]);
  return (
    <div className="units">
      <section className="units-tree" aria-label="Cây đơn vị">
        <h1>Đơn vị</h1>
        <label className="field">
          <span>Tìm theo tên hoặc mã định danh, không cần dấu</span>
          <input
            id="office-search"
            className="input"
            type="search"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        {q === '' ? (
          <OfficeTree root={office} chosen={chosen} onChoose={setChosen} />
        ) : (
          <Found q={q} root={office.id} chosen={chosen} onChoose={setChosen} />
        )}
      </section>
      <Chosen id={chosen} onChoose={setChosen} />
    </div>
  );
}

function Chosen({ id, onChoose }: { id: string; onChoose: (id: string) => void }) {
  const unit = useQuery(unitQuery(id));
  if (unit.isPending) return <Skeleton className="view-skeleton" active />;
  if (unit.isError) {
    return (
      <p className="note note-problem view-note" role="alert">
        {sentenceOf(unit.error)}
      </p>
    );
  }
  return <OfficeView key={id} unit={unit.data} onChoose={onChoose} />;
}

interface FoundProps {
  q: string;
  root: string;
  chosen: string;
  onChoose: (id: string) => void;
}

function Found({ q, root, chosen, onChoose }: FoundProps) {
  const found = useInfiniteQuery(unitSearchQuery(root, q));
  const units = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = found.data?.pages[0]?.total ?? 0;
  return (
    <>
      <ProblemNote error={found.error} />
      <p className="quiet" role="status">
        {found.isPending ? 'Đang tìm…' : `${total} đơn vị`}
      </p>
      {found.data && units.length === 0 && (
        <p className="empty">
          Không có đơn vị nào khớp. Thử ít chữ hơn, hoặc thêm đơn vị ở đơn vị cấp trên của nó.
        </p>
      )}
      <ul className="units-found">
        {units.map((unit) => (
          <li key={unit.id}>
            <button
              type="button"
              aria-current={unit.id === chosen}
              onClick={() => onChoose(unit.id)}
            >
              <UnitName unit={unit} />
              <span className="quiet">
                {unit.code} · {officeKindDeclarations[unit.kind].vi}
                {unit.above && ` · ${unit.above}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <button
          type="button"
          className="plain-button"
          disabled={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          Xem tiếp
        </button>
      )}
    </>
  );
}
