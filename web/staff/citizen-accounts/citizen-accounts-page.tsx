import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import type { DeskAccountLine, DeskAccounts } from '../../../api/desk-accounts/contract';
import { ProblemNote } from '../../look/problem-note';
import { getJson } from '../../server/client';
import { dateTime } from '../../text/time';
import { ForRight } from '../desk/for-right';
import { useDesk } from '../desk/office';
import { CommonQuestions } from './common-questions';
import { OpenAccountDialog } from './open-account-dialog';

/** "Tạo tài khoản công dân" [O-02]: the accounts that I opened at this desk, and a new one. */
export function CitizenAccountsPage() {
  return (
    <ForRight needs="desk-account.list" whose="công chức Bộ phận Một cửa">
      <Accounts />
    </ForRight>
  );
}

function Accounts() {
  const { office } = useDesk();
  const [isOpening, setOpening] = useState(false);
  const accounts = useQuery({
    queryKey: ['desk-accounts', office.id],
    queryFn: ({ signal }) =>
      getJson<DeskAccounts>(`/offices/${office.id}/citizen-accounts`, signal),
    // Until the messages with the passwords are sent.
    refetchInterval: ({ state }) => (state.data?.items.some(isWaiting) ? 3_000 : false),
  });
  const items = accounts.data?.items ?? [];
  return (
    <div className="board">
      <header className="board-head">
        <h1>Tạo tài khoản công dân</h1>
        <span className="quiet" role="status">
          {accounts.data && `${items.length} tài khoản bạn đã tạo ở ${office.name}`}
        </span>
        <span className="top-bar-space" />
        <Button type="primary" disabled={!accounts.data} onClick={() => setOpening(true)}>
          Thêm mới
        </Button>
      </header>
      <ProblemNote error={accounts.error} />
      {accounts.isPending && <Skeleton className="view-skeleton" active />}
      {accounts.data && items.length === 0 && (
        <p className="empty">
          Bạn chưa tạo tài khoản nào. Bấm “Thêm mới” khi công dân ở quầy chưa có tài khoản.
        </p>
      )}
      {items.length > 0 && <AccountTable items={items} />}
      <CommonQuestions />
      {isOpening && accounts.data && (
        <OpenAccountDialog
          scanBytesMax={accounts.data.scanBytesMax}
          onClose={() => setOpening(false)}
        />
      )}
    </div>
  );
}

function isWaiting({ message }: DeskAccountLine): boolean {
  return message === 'waiting';
}

const messageWords: Record<DeskAccountLine['message'], string> = {
  waiting: 'Đang gửi',
  sent: 'Đã gửi',
  failed: 'Chưa gửi được; hướng dẫn “Quên mật khẩu”',
};

function AccountTable({ items }: { items: readonly DeskAccountLine[] }) {
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">STT</th>
            <th scope="col">Họ và tên</th>
            <th scope="col">CCCD/CMND</th>
            <th scope="col">Số điện thoại</th>
            <th scope="col">Tạo lúc</th>
            <th scope="col">Tin nhắn mật khẩu</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ id, fullName, identifier, phone, madeAt, message }, index) => (
            <tr key={id}>
              <td>{index + 1}</td>
              <td className="wraps">{fullName}</td>
              <td>{identifier}</td>
              <td>{phone}</td>
              <td>{dateTime(madeAt)}</td>
              <td className="wraps">{messageWords[message]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
