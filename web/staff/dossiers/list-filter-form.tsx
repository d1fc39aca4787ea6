import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { FormEvent } from 'react';
import { DateField } from '../../look/date-field';
import type { ListName } from '../../../domain/work-lists';
import { placeOf } from '../../server/list-place';
import type { ListFilter } from '../../server/queries';

const subjects = [
  ['', 'Tất cả'],
  ['citizen', 'Công dân'],
  ['enterprise', 'Doanh nghiệp'],
  ['no-account', 'Không có tài khoản DVCQG'],
] as const;

/** "Thông tin tìm kiếm" of the national portal; the conditions stay in the page's address, typed words beside it. */
export function ListFilterForm({ filter, list }: { filter: ListFilter; list: ListName }) {
  const navigate = useNavigate();
  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // Nothing is looked for with half of the conditions.
    const wrong = event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (wrong) {
      wrong.blur();
      return wrong.focus();
    }
    const typed = new FormData(event.currentTarget);
    const search: ListFilter = {};
    for (const name of ['q', 'subject', 'from', 'to'] as const) {
      const value = typed.get(name);
      if (typeof value === 'string' && value.trim()) search[name] = value.trim();
    }
    if (filter.holder) search.holder = filter.holder;
    void navigate({
      to: '/work/$list/{-$dossierId}',
      params: { list, dossierId: undefined },
      ...placeOf(search),
    });
  };
  const isOpen = Boolean(filter.subject ?? filter.from ?? filter.to);
  return (
    <form className="filter" onSubmit={find}>
      <div className="filter-line">
        <input
          className="input"
          name="q"
          type="search"
          defaultValue={filter.q}
          aria-label="Mã chứng thực, tên, số giấy tờ, email"
          placeholder="Mã, tên, số, email"
        />
        <Button htmlType="submit">Tìm kiếm</Button>
      </div>
      <details open={isOpen}>
        <summary>Thêm điều kiện</summary>
        <label className="field">
          <span>Tìm kiếm theo đối tượng</span>
          <select className="input" name="subject" defaultValue={filter.subject ?? ''}>
            {subjects.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <div className="filter-line">
          <DateField label="Ngày nộp từ ngày" name="from" value={filter.from ?? ''} />
          <DateField label="Đến ngày" name="to" value={filter.to ?? ''} />
        </div>
      </details>
    </form>
  );
}
