import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import type { OneTimePassword, Person } from '../../../api/people/contract';
import type { ImportPreview } from '../../../api/offices/contract';
import { personStateDeclarations, personStates } from '../../../domain/people';
import { ProblemNote } from '../../look/problem-note';
import { ForRight } from '../desk/for-right';
import { useDesk } from '../desk/office';
import { useSettled } from '../desk/use-settled';
import { ImportDialog } from '../units/import-dialog';
import { AddPersonDialog } from './add-person';
import { OneTimePasswords } from './one-time-password';
import { PersonDialog } from './person-dialog';
import { type PeopleFilter, peopleQuery } from './queries';
import '../units/administration.css';

/** "Quản lý người dùng" [AD-08…AD-14]: the people of the branch that one administers. */
export function PeoplePage() {
  return (
    <ForRight needs="person.list" whose="quản trị viên đơn vị">
      <People />
    </ForRight>
  );
}

const anybody: PeopleFilter = { name: '', phone: '', identifier: '', state: '' };

function People() {
  const { office } = useDesk();
  const [typed, setTyped] = useState(anybody);
  const filter = useSettled(typed, 250);
  const [open, setOpen] = useState<{ person: string } | 'add' | 'import' | null>(null);
  const people = useInfiniteQuery(peopleQuery(office.id, filter));
  const items = people.data?.pages.flatMap((page) => page.items) ?? [];
  const close = () => setOpen(null);
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return (
    <div className="board">
      <header className="board-head">
        <h1>Người dùng</h1>
        <span className="quiet" role="status">
          {people.data && `${people.data.pages[0]?.total ?? 0} người ở ${office.name} và cấp dưới`}
        </span>
        <span className="top-bar-space" />
        <Button onClick={() => setOpen('import')}>Nhập danh sách…</Button>
        <Button type="primary" onClick={() => setOpen('add')}>
          Thêm mới
        </Button>
      </header>
      <Filter filter={typed} onChange={setTyped} />
      <ProblemNote error={people.error} />
      {people.isPending && <Skeleton className="view-skeleton" active />}
      {people.data && items.length === 0 && (
        <p className="empty">
          {isFiltered
            ? 'Không có ai khớp. Đổi trạng thái thành “Không kích hoạt”, hoặc “Thêm mới” để tìm trong toàn danh bạ.'
            : 'Chưa có ai. “Thêm mới” từng người, hoặc “Nhập danh sách” từ biểu cán bộ.'}
        </p>
      )}
      {items.length > 0 && <PeopleTable items={items} onOpen={(person) => setOpen({ person })} />}
      {people.hasNextPage && (
        <Button loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
          Xem tiếp
        </Button>
      )}
      {open === 'add' && (
        <AddPersonDialog onClose={close} onOpen={(person) => setOpen({ person })} />
      )}
      {open === 'import' && (
        <ImportDialog<ImportPreview & { accounts: OneTimePassword[] }>
          title={`Nhập danh sách cán bộ của ${office.name}`}
          path={`/offices/${office.id}/people/import`}
          columns="TT, Họ và tên, Chức vụ/đơn vị công tác, Số điện thoại, Email, Số CMND/CCCD"
          changed={['people']}
          onClose={close}
          renderTaken={({ accounts }) => <OneTimePasswords accounts={accounts} />}
        />
      )}
      {open !== null && typeof open === 'object' && (
        <PersonDialog key={open.person} id={open.person} onClose={close} />
      )}
    </div>
  );
}

interface FilterProps {
  filter: PeopleFilter;
  onChange: (filter: PeopleFilter) => void;
}

function Filter({ filter, onChange }: FilterProps) {
  const fields: [keyof PeopleFilter, string][] = [
    ['name', 'Họ và tên'],
    ['phone', 'Số điện thoại (đủ số)'],
    ['identifier', 'CMND/CCCD (đủ số)'],
  ];
  return (
    <form className="people-filter" role="search" onSubmit={(event) => event.preventDefault()}>
      {fields.map(([name, label]) => (
        <label key={name} className="field">
          <span>{label}</span>
          <input
            className="input"
            value={filter[name]}
            onChange={(event) => onChange({ ...filter, [name]: event.target.value.trimStart() })}
          />
        </label>
      ))}
      <label className="field">
        <span>Trạng thái</span>
        <select
          className="input"
          value={filter.state}
          onChange={(event) => onChange({ ...filter, state: event.target.value })}
        >
          <option value="">Tất cả</option>
          {personStates.map((state) => (
            <option key={state} value={state}>
              {personStateDeclarations[state].vi}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}

function PeopleTable({ items, onOpen }: { items: Person[]; onOpen: (id: string) => void }) {
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">STT</th>
            <th scope="col">Tên người dùng</th>
            <th scope="col">CMND/CCCD</th>
            <th scope="col">Số điện thoại</th>
            <th scope="col">Đơn vị</th>
            <th scope="col">Trạng thái</th>
            <th scope="col">Thao tác</th>
          </tr>
        </thead>
        <tbody>
          {items.map((person, index) => (
            <tr key={person.id} className="opens" onClick={() => onOpen(person.id)}>
              <td>{index + 1}</td>
              <td className="wraps">
                {person.fullName}
                <span className="quiet"> {person.username}</span>
              </td>
              <td>{person.identifier ?? '–'}</td>
              <td>{person.phone ?? '–'}</td>
              <td className="wraps">{person.offices.join(', ') || '–'}</td>
              <td>{personStateDeclarations[person.state].vi}</td>
              <td>
                <button
                  type="button"
                  className="plain-button"
                  aria-label={`Mở ${person.fullName}`}
                  onClick={() => onOpen(person.id)}
                >
                  Mở
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
