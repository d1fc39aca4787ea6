import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dropdown, Select } from 'antd';
import { type FormEvent, useRef, useState } from 'react';
import { KeysHelp } from '../../keys/keys-help';
import { useKeys } from '../../keys/use-keys';
import { chooseTheme, useTheme } from '../../look/theme';
import { sendHeld } from '../../server/held-act';
import { act } from '../../server/client';
import { useServerNow } from '../../server/clock';
import { sessionQuery } from '../../server/queries';
import { rightLabels } from '../../text/labels';
import { dateOnly, timeOnly } from '../../text/time';
import { forgetTyped } from './forget-typed';
import { may, useDesk, type Office } from '../desk/office';
import { placeOf } from '../../server/list-place';
import { Bell } from '../notices/bell';
import { ChangePasswordDialog } from '../account/change-password';
import { PreflightLight } from './preflight-light';

export function TopBar({ onChooseOffice }: { onChooseOffice: (office: Office) => void }) {
  const { office } = useDesk();
  return (
    <header className="top-bar">
      <span className="brand">
        <img src="/mark.svg" alt="" width={24} height={24} />
        Sao Y
      </span>
      <OfficeName onChoose={onChooseOffice} />
      {may(office, 'dossier.list') && <Search />}
      <span className="top-bar-space" />
      {may(office, 'signing-key.sign') && <PreflightLight purpose="leader" />}
      {may(office, 'signing-key.seal') && <PreflightLight purpose="agency" />}
      <ServerClock />
      {may(office, 'notice.list') && <Bell />}
      <KeysHelp />
      <PersonMenu />
    </header>
  );
}

function OfficeName({ onChoose }: { onChoose: (office: Office) => void }) {
  const { session, office } = useDesk();
  if (session.offices.length === 1) return <span className="office-name">{office.name}</span>;
  return (
    <Select
      aria-label="Đơn vị"
      variant="borderless"
      value={office.id}
      options={session.offices.map((each) => ({ value: each.id, label: nameOf(each) }))}
      onChange={(id: string) => {
        const chosen = session.offices.find((each) => each.id === id);
        if (chosen) onChoose(chosen);
      }}
    />
  );
}

/** An office that stands no more is there for what it finished. */
function nameOf({ name, validTo }: Office): string {
  return validTo === null ? name : `${name} (đã sáp nhập)`;
}

/** Ctrl+K: dossier code, name, identifier, register number, e-mail. */
function Search() {
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  useKeys([{ key: 'ctrl+k', label: 'Tìm hồ sơ', run: () => input.current?.select() }]);
  const find = (event: FormEvent) => {
    event.preventDefault();
    const q = input.current?.value.trim() ?? '';
    void navigate({
      to: '/work/$list/{-$dossierId}',
      params: { list: 'all', dossierId: undefined },
      ...placeOf(q ? { q } : {}),
    });
  };
  return (
    <form role="search" className="search" onSubmit={find}>
      <input
        ref={input}
        className="input"
        type="search"
        aria-label="Tìm hồ sơ"
        placeholder="Mã, tên, số giấy tờ, số chứng thực, email"
      />
      <kbd aria-hidden="true">Ctrl K</kbd>
    </form>
  );
}

function ServerClock() {
  const now = useServerNow();
  return (
    <time className="server-clock" title="Giờ của máy chủ (UTC+7)">
      <b>{timeOnly(now)}</b> {dateOnly(now)}
    </time>
  );
}

function PersonMenu() {
  const { session, office } = useDesk();
  const client = useQueryClient();
  const navigate = useNavigate();
  const theme = useTheme();
  const [isChanging, setChanging] = useState(false);
  const signOut = useMutation({
    mutationFn: async () => {
      // What is held goes under this person's name, or not at all.
      await sendHeld();
      await act('/session', { method: 'DELETE' });
    },
    onSettled: () => {
      void forgetTyped();
      // First that nobody is signed in: the page follows, and asks for nothing more under the ended session.
      client.setQueryData(sessionQuery.queryKey, null);
      client.removeQueries({
        predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0],
      });
    },
  });
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            {
              type: 'group',
              label: session.person.title ?? session.person.fullName,
              children: office.rights.map((right) => ({
                key: right,
                label: rightLabels[right],
                disabled: true,
              })),
            },
            { type: 'divider' },
            { key: 'sessions', label: 'Phiên đăng nhập của tôi' },
            { key: 'password', label: 'Đổi mật khẩu…' },
            { key: 'second-factor', label: 'Xác thực hai lớp' },
            { key: 'theme', label: theme === 'dark' ? 'Giao diện sáng' : 'Giao diện tối' },
            { type: 'divider' },
            { key: 'out', label: 'Đăng xuất' },
          ],
          onClick: ({ key }) => {
            if (key === 'theme') chooseTheme(theme === 'dark' ? 'light' : 'dark');
            if (key === 'sessions') void navigate({ to: '/my-sessions' });
            if (key === 'password') setChanging(true);
            if (key === 'second-factor') void navigate({ to: '/second-factor' });
            if (key === 'out') signOut.mutate();
          },
        }}
      >
        <Button type="text" className="person">
          {session.person.fullName}
        </Button>
      </Dropdown>
      {isChanging && <ChangePasswordDialog onClose={() => setChanging(false)} />}
    </>
  );
}
