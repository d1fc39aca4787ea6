import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { Unit } from '../../../api/offices/contract';
import type {
  HeldRight,
  OneTimePassword,
  RevealedPerson,
  WholePerson,
} from '../../../api/people/contract';
import { personStateDeclarations } from '../../../domain/people';
import { Dialog } from '../../look/dialog';
import { ProblemNote } from '../../look/problem-note';
import { act, type Change } from '../../server/client';
import { useReveal } from '../desk/use-reveal';
import { OfficePicker } from '../units/office-picker';
import { ChangePersonForm } from './change-person';
import { GrantForm } from './grant-form';
import { HeldRightText } from './held-right';
import { OneTimePasswords } from './one-time-password';
import { OpenWorkPart } from './open-work';
import { personQuery } from './queries';

/** One person: the account, the offices, and the rights, with what may be done to each. */
export function PersonDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const person = useQuery(personQuery(id));
  return (
    <Dialog title={person.data?.fullName ?? 'Đang mở…'} onClose={onClose}>
      <ProblemNote error={person.error} />
      {person.data && <Whole person={person.data} />}
    </Dialog>
  );
}

type Open = 'change' | 'office' | { grantAt: { id: string; name: string } } | null;

function Whole({ person: masked }: { person: WholePerson }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const [open, setOpen] = useState<Open>(null);
  const [account, setAccount] = useState<OneTimePassword | null>(null);
  const path = `/people/${masked.id}`;
  const reveal = useReveal<RevealedPerson>(`${path}/reveal`);
  const person = { ...masked, ...reveal.data };
  const acting = useMutation({
    mutationFn: ({ to, change }: { to: string; change: Change; done: string }) =>
      act<WholePerson>(`${path}${to}`, change),
    onSuccess: async (changed, { done }) => {
      client.setQueryData(personQuery(person.id).queryKey, changed);
      reveal.reset();
      setOpen(null);
      void message.success(done);
      await client.invalidateQueries({ queryKey: ['people'] });
    },
  });
  const resetting = useMutation({
    mutationFn: () => act<OneTimePassword>(`${path}/password`),
    onSuccess: setAccount,
  });
  const send = (to: string, change: Change, done: string) => acting.mutate({ to, change, done });
  const current = person.rights.filter(({ state }) => state !== 'over');
  const past = person.rights.filter(({ state }) => state === 'over');
  const change = () => {
    if (reveal.data) setOpen('change');
    else reveal.mutate(undefined, { onSuccess: () => setOpen('change') });
  };
  const end = (right: HeldRight) => send(`/rights/${right.id}/end`, {}, 'Đã kết thúc quyền.');
  return (
    <div className="act">
      <dl className="facts">
        <div>
          <dt>Tên đăng nhập</dt>
          <dd>{person.username}</dd>
        </div>
        <div>
          <dt>Chức vụ</dt>
          <dd>{person.title ?? '–'}</dd>
        </div>
        <div>
          <dt>CMND/CCCD</dt>
          <dd>{person.identifier ?? '–'}</dd>
        </div>
        <div>
          <dt>Điện thoại, email</dt>
          <dd>
            {[person.phone, person.email].filter(Boolean).join(', ') || '–'}{' '}
            {!reveal.data && (
              <Button
                size="small"
                loading={reveal.isPending}
                title="Lần xem được ghi vào nhật ký"
                aria-label="Hiện đủ số định danh, điện thoại, email"
                onClick={() => reveal.mutate()}
              >
                Hiện đủ
              </Button>
            )}
          </dd>
        </div>
        <div>
          <dt>Trạng thái</dt>
          <dd>{personStateDeclarations[person.state].vi}</dd>
        </div>
      </dl>
      {person.mayManage ? (
        <div className="unit-tables">
          {person.state === 'active' ? (
            <Button
              onClick={() =>
                send('', { method: 'PATCH', body: { state: 'inactive' } }, 'Đã ngừng kích hoạt.')
              }
            >
              Ngừng kích hoạt
            </Button>
          ) : (
            <Button
              type="primary"
              onClick={() =>
                send('', { method: 'PATCH', body: { state: 'active' } }, 'Đã kích hoạt.')
              }
            >
              Kích hoạt
            </Button>
          )}
          <Button onClick={change}>Sửa thông tin</Button>
          <Button loading={resetting.isPending} onClick={() => resetting.mutate()}>
            Cấp lại mật khẩu
          </Button>
        </div>
      ) : (
        <p className="quiet">
          Bạn không sửa được tài khoản này: đó là của bạn, hoặc giữ quyền mà bạn không được gán.
        </p>
      )}
      <p>
        <Link to="/audit" search={{ person: person.id }}>
          Nhật ký của người này
        </Link>
      </p>
      <ProblemNote error={acting.error ?? resetting.error ?? reveal.error} />
      {account && <OneTimePasswords accounts={[account]} />}
      {open === 'change' && (
        <ChangePersonForm
          person={person}
          isPending={acting.isPending}
          onClose={() => setOpen(null)}
          onSave={(body) => send('', { method: 'PATCH', body }, 'Đã lưu.')}
        />
      )}
      <OpenWorkPart person={person} />
      <section>
        <h3>Đơn vị</h3>
        {person.belongsTo.length === 0 && <p className="empty">Chưa thuộc đơn vị nào của bạn.</p>}
        <ul className="lines">
          {person.belongsTo.map((office) => (
            <li key={office.id}>
              {office.name} <span className="quiet">{office.code}</span>{' '}
              <button
                type="button"
                className="plain-button"
                onClick={() => setOpen({ grantAt: office })}
              >
                Gán quyền
              </button>{' '}
              <button
                type="button"
                className="plain-button"
                aria-label={`Xóa khỏi ${office.name}`}
                onClick={() =>
                  send(`/offices/${office.id}`, { method: 'DELETE' }, `Đã xóa khỏi ${office.name}.`)
                }
              >
                Xóa
              </button>
            </li>
          ))}
        </ul>
        {open === 'office' ? (
          <AddOffice
            onClose={() => setOpen(null)}
            onAdd={({ id, name }) =>
              send(`/offices/${id}`, { method: 'PUT' }, `Đã gán vào ${name}.`)
            }
          />
        ) : (
          <Button onClick={() => setOpen('office')}>Gán vào đơn vị khác…</Button>
        )}
      </section>
      <section>
        <h3>Quyền</h3>
        {current.length === 0 && (
          <p className="empty">Chưa có quyền nào. Chọn “Gán quyền” ở một đơn vị phía trên.</p>
        )}
        <ul className="lines">
          {current.map((right) => (
            <li key={right.id}>
              <HeldRightText right={right} withOffice />
              {right.mayEnd && (
                <button type="button" className="plain-button" onClick={() => end(right)}>
                  Kết thúc
                </button>
              )}
            </li>
          ))}
        </ul>
        {past.length > 0 && (
          <details>
            <summary>Quyền đã kết thúc ({past.length})</summary>
            <ul className="lines">
              {past.map((right) => (
                <li key={right.id}>
                  <HeldRightText right={right} withOffice />
                </li>
              ))}
            </ul>
          </details>
        )}
        {open !== null && typeof open === 'object' && (
          <GrantForm
            key={open.grantAt.id}
            person={person}
            office={open.grantAt}
            isPending={acting.isPending}
            onClose={() => setOpen(null)}
            onGrant={(body) => send('/rights', { body }, 'Đã gán quyền.')}
          />
        )}
      </section>
    </div>
  );
}

function AddOffice({ onAdd, onClose }: { onAdd: (unit: Unit) => void; onClose: () => void }) {
  const [chosen, setChosen] = useState<Unit | null>(null);
  return (
    <div className="act">
      <OfficePicker label="Đơn vị" chosen={chosen} onChoose={setChosen} />
      <div className="dialog-actions">
        <Button onClick={onClose}>Hủy bỏ</Button>
        <Button type="primary" disabled={!chosen} onClick={() => chosen && onAdd(chosen)}>
          Lưu lại
        </Button>
      </div>
    </div>
  );
}
