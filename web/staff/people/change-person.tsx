import { type FormEvent, useState } from 'react';
import type { WholePerson } from '../../../api/people/contract';
import { DialogActions } from '../../look/dialog-actions';
import { TextField } from '../units/fields';

interface Props {
  person: WholePerson;
  isPending: boolean;
  onClose: () => void;
  onSave: (body: object) => void;
}

/** What an account says of its person. */
export function ChangePersonForm({ person, isPending, onClose, onSave }: Props) {
  const [fullName, setFullName] = useState(person.fullName);
  const [title, setTitle] = useState(person.title ?? '');
  const [identifier, setIdentifier] = useState(person.identifier ?? '');
  const [phone, setPhone] = useState(person.phone ?? '');
  const [email, setEmail] = useState(person.email ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const orNull = (text: string) => text.trim() || null;
    onSave({
      ...{ fullName, title: orNull(title), identifier: orNull(identifier) },
      ...{ phone: orNull(phone), email: orNull(email) },
    });
  };
  return (
    <form className="act" onSubmit={submit}>
      <TextField label="Họ và tên" value={fullName} onChange={setFullName} required />
      <TextField label="Chức vụ, in dưới chữ ký" value={title} onChange={setTitle} />
      <TextField label="Số CMND/CCCD" value={identifier} onChange={setIdentifier} />
      <TextField label="Số điện thoại" value={phone} onChange={setPhone} />
      <TextField label="Email" value={email} onChange={setEmail} />
      <DialogActions onClose={onClose} isPending={isPending}>
        Lưu lại
      </DialogActions>
    </form>
  );
}
