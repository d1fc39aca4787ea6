import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import type { SavedFilter } from '../../../api/saved-filters/contract';
import type { ListName } from '../../../domain/work-lists';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ExcelButton } from '../../look/excel-button';
import { ProblemNote } from '../../look/problem-note';
import { act, fetchFile, postForFile } from '../../server/client';
import { listAddress, type ListFilter } from '../../server/queries';
import { placeOf } from '../../server/list-place';
import { useDesk } from '../desk/office';
import { filtersQuery } from './queries';

interface Props {
  list: ListName;
  filter: ListFilter;
}

/** Filters by name, and the list as Excel. */
export function ListTools({ list, filter }: Props) {
  const { office } = useDesk();
  const load = () => {
    const path = '/dossiers/export.xlsx';
    if (filter.q) return postForFile(path, { officeId: office.id, list, ...filter });
    return fetchFile(`${path}?${listAddress(office.id, list, filter)}`);
  };
  return (
    <div className="list-tools">
      <SavedFilters list={list} filter={filter} />
      <ExcelButton size="small" load={load} fallbackName="ho-so.xlsx" />
    </div>
  );
}

type Open = 'save' | 'manage' | null;

function SavedFilters({ list, filter }: Props) {
  const { office } = useDesk();
  const navigate = useNavigate();
  const filters = useQuery(filtersQuery(office.id)).data?.items ?? [];
  const [open, setOpen] = useState<Open>(null);
  const show = (saved: SavedFilter) =>
    navigate({
      to: '/work/$list/{-$dossierId}',
      params: { list: saved.list, dossierId: undefined },
      ...placeOf(saved.conditions as ListFilter),
    });
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...filters.map(({ id, name, shared }) => ({
              key: id,
              label: shared ? `${name} (dùng chung)` : name,
            })),
            ...(filters.length > 0 ? [{ type: 'divider' as const }] : []),
            { key: 'save', label: 'Lưu bộ lọc đang xem…' },
            ...(filters.some(({ mayRemove }) => mayRemove)
              ? [{ key: 'manage', label: 'Xóa bộ lọc…' }]
              : []),
          ],
          onClick: ({ key }) => {
            if (key === 'save' || key === 'manage') return setOpen(key);
            const saved = filters.find(({ id }) => id === key);
            if (saved) void show(saved);
          },
        }}
      >
        <Button size="small">Bộ lọc ▾</Button>
      </Dropdown>
      {open === 'save' && <SaveDialog list={list} filter={filter} onClose={() => setOpen(null)} />}
      {open === 'manage' && <RemoveDialog filters={filters} onClose={() => setOpen(null)} />}
    </>
  );
}

function SaveDialog({ list, filter, onClose }: Props & { onClose: () => void }) {
  const { office } = useDesk();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      act<{ items: SavedFilter[] }>('/saved-filters', {
        body: { officeId: office.id, name: name.trim(), shared, list, conditions: filter },
      }),
    onSuccess: (answer) => {
      client.setQueryData(filtersQuery(office.id).queryKey, answer);
      void message.success(`Đã lưu bộ lọc “${name.trim()}”`);
      onClose();
    },
  });
  return (
    <Dialog title="Lưu bộ lọc" onClose={onClose}>
      <form
        className="act"
        onSubmit={(event) => {
          event.preventDefault();
          setMissing(name.trim() === '');
          if (name.trim() !== '' && !save.isPending) save.mutate();
        }}
      >
        <label className="field">
          <span>Tên bộ lọc</span>
          <input
            className="input"
            maxLength={60}
            value={name}
            aria-invalid={isMissing}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        {isMissing && (
          <p className="note note-problem" role="alert">
            Đặt tên cho bộ lọc.
          </p>
        )}
        <label className="compared">
          <input
            type="checkbox"
            checked={shared}
            onChange={(event) => setShared(event.target.checked)}
          />
          Dùng chung trong cơ quan
        </label>
        {shared && filter.q && (
          <p className="note">
            Bộ lọc có từ tìm “{filter.q}”: mọi người trong cơ quan sẽ thấy từ này.
          </p>
        )}
        <ProblemNote error={save.error} />
        <DialogActions onClose={onClose} isPending={save.isPending}>
          Lưu
        </DialogActions>
      </form>
    </Dialog>
  );
}

function RemoveDialog({
  filters,
  onClose,
}: {
  filters: readonly SavedFilter[];
  onClose: () => void;
}) {
  const { office } = useDesk();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) =>
      act<{ items: SavedFilter[] }>(`/saved-filters/${id}?officeId=${office.id}`, {
        method: 'DELETE',
      }),
    onSuccess: (answer) => client.setQueryData(filtersQuery(office.id).queryKey, answer),
  });
  const own = filters.filter(({ mayRemove }) => mayRemove);
  return (
    <Dialog title="Xóa bộ lọc" onClose={onClose}>
      <div className="act">
        <ul className="lines">
          {own.map(({ id, name, shared }) => (
            <li key={id}>
              {name} {shared && <span className="quiet">dùng chung</span>}{' '}
              <button
                type="button"
                className="plain-button"
                aria-label={`Xóa bộ lọc ${name}`}
                onClick={() => remove.mutate(id)}
              >
                Xóa
              </button>
            </li>
          ))}
        </ul>
        {own.length === 0 && <p className="empty">Không còn bộ lọc nào của bạn.</p>}
        <ProblemNote error={remove.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>Đóng</Button>
        </div>
      </div>
    </Dialog>
  );
}
