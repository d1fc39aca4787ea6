import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { FoundPerson, OneTimePassword } from '../../../api/people/contract';
import { personStateDeclarations } from '../../../domain/people';
import { foldText } from '../../../domain/text';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { act, ApiProblem } from '../../server/client';
import { useDesk } from '../desk/office';
import { TextField } from '../units/fields';
import { OneTimePasswords } from './one-time-password';

interface Props {
  onClose: () => void;
  onOpen: (id: string) => void;
}

/** "Thêm mới người dùng" [AD-10, AD-11]: first the directory is asked, then an account is made. */
export function AddPersonDialog({ onClose, onOpen }: Props) {
  const { office } = useDesk();
  const client = useQueryClient();
  const [number, setNumber] = useState('');
  const [made, setMade] = useState<OneTimePassword | null>(null);
  const digits = number.replace(/[\s.]/g, '').replace(/^\+84/, '0');
  // An identifier may begin with 0 too: those of people have 9 or 12 digits.
  const by = /^(\d{9}|\d{12})$/.test(digits) ? { identifier: digits } : { phone: digits };
  const read = () => client.invalidateQueries({ queryKey: ['people'] });
  const finding = useMutation({
    mutationFn: () => act<FoundPerson>(`/offices/${office.id}/directory`, { body: by }),
  });
  const joining = useMutation({
    mutationFn: () => act<{ personId: string }>(`/offices/${office.id}/members`, { body: by }),
    onSuccess: async ({ personId }) => {
      await read();
      onOpen(personId);
    },
  });
  const isUnknown =
    finding.error instanceof ApiProblem && finding.error.problem.code === 'person-unknown';
  const find = (event: FormEvent) => {
    event.preventDefault();
    finding.mutate();
  };
  if (made) {
    return (
      <Dialog title="Đã thêm người dùng" onClose={onClose}>
        <div className="act">
          <OneTimePasswords accounts={[made]} />
          <div className="dialog-actions">
            <Button onClick={onClose}>Xong</Button>
            <Button type="primary" onClick={() => onOpen(made.personId)}>
              Mở để kích hoạt và gán quyền
            </Button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={`Thêm mới người dùng vào ${office.name}`} onClose={onClose}>
      <form className="act" onSubmit={find}>
        <TextField
          label="CMND/CCCD hoặc số điện thoại, đủ số"
          value={number}
          onChange={(typed) => {
            setNumber(typed);
            finding.reset();
          }}
          required
        />
        <div className="dialog-actions">
          <Button htmlType="submit" loading={finding.isPending && { delay: 300 }}>
            Tìm trong danh bạ
          </Button>
        </div>
        {!isUnknown && <ProblemNote error={finding.error ?? joining.error} />}
        {finding.data && (
          <Found
            found={finding.data}
            isPending={joining.isPending}
            onJoin={() => joining.mutate()}
            onOpen={onOpen}
          />
        )}
      </form>
      {isUnknown && (
        <NewPerson
          number={by}
          onClose={onClose}
          onMade={(account) => {
            void read();
            setMade(account);
          }}
        />
      )}
    </Dialog>
  );
}

interface FoundProps {
  found: FoundPerson;
  isPending: boolean;
  onJoin: () => void;
  onOpen: (id: string) => void;
}

function Found({ found, isPending, onJoin, onOpen }: FoundProps) {
  const { id } = found;
  return (
    <div role="status">
      <p>
        Đã tồn tại tài khoản: <b>{found.fullName}</b>
        {found.title && `, ${found.title}`} ({personStateDeclarations[found.state].vi.toLowerCase()}
        ).
      </p>
      {found.isMember && id ? (
        <Button onClick={() => onOpen(id)}>Mở</Button>
      ) : (
        <Button type="primary" loading={isPending} onClick={onJoin}>
          Lưu vào đơn vị
        </Button>
      )}
    </div>
  );
}

interface NewProps {
  number: { identifier: string } | { phone: string };
  onClose: () => void;
  onMade: (account: OneTimePassword) => void;
}

function NewPerson({ number, onClose, onMade }: NewProps) {
  const { office } = useDesk();
  const [fullName, setFullName] = useState('');
  const [username, setUsername] = useState<string | null>(null);
  const [title, setTitle] = useState('');
  const [email, setEmail] = useState('');
  const [identifier, setIdentifier] = useState('identifier' in number ? number.identifier : '');
  const [phone, setPhone] = useState('phone' in number ? number.phone : '');
  const shownName = username ?? foldText(fullName).replaceAll(' ', '-');
  const adding = useMutation({
    mutationFn: () =>
      act<OneTimePassword>(`/offices/${office.id}/people`, {
        body: {
          ...{ fullName, username: shownName },
          ...{ title: title || null, email: email || null },
          ...{ identifier: identifier || null, phone: phone || null },
        },
      }),
    onSuccess: onMade,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate();
  };
  return (
    <form className="act" onSubmit={submit}>
      <p role="status">Chưa có tài khoản nào với số này. Tạo tài khoản mới:</p>
      <TextField label="Họ và tên" value={fullName} onChange={setFullName} required />
      <TextField label="Tên đăng nhập" value={shownName} onChange={setUsername} required />
      <TextField label="Chức vụ" value={title} onChange={setTitle} />
      <TextField label="Số CMND/CCCD" value={identifier} onChange={setIdentifier} />
      <TextField label="Số điện thoại" value={phone} onChange={setPhone} />
      <TextField label="Email" value={email} onChange={setEmail} />
      <ProblemNote error={adding.error} />
      <DialogActions onClose={onClose} isPending={adding.isPending}>
        Lưu vào hệ thống
      </DialogActions>
    </form>
  );
}
