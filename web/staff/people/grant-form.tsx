import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { WholePerson } from '../../../api/people/contract';
import type { Right } from '../../../domain/process';
import { DateField } from '../../look/date-field';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { rightLabels } from '../../text/labels';
import { matrixQuery } from '../units/queries';
import { TextField } from '../units/fields';

interface Props {
  person: Pick<WholePerson, 'fullName'>;
  office: { id: string; name: string };
  isPending: boolean;
  onClose: () => void;
  onGrant: (body: object) => void;
}

/** "Gán quyền" [AD-14], with its time and the document by which a signer acts for another. */
export function GrantForm({ person, office, isPending, onClose, onGrant }: Props) {
  const matrix = useQuery(matrixQuery(office.id));
  const [right, setRight] = useState<Right | null>(null);
  const [passesOn, setPassesOn] = useState<readonly Right[]>([]);
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [number, setNumber] = useState('');
  const [day, setDay] = useState('');
  if (!matrix.data) return <ProblemNote error={matrix.error} />;
  const { grantable, passableOn, holders, holdersMax, citation } = matrix.data;
  const holdersOf = (each: Right) => holders.find((one) => one.right === each)?.count;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (right === null) return;
    onGrant({
      ...{ officeId: office.id, right, from: from || null, until: until || null },
      passesOn: right === 'administer' ? passesOn : [],
      basis: right === 'sign' && number && day ? { number, day } : null,
    });
  };
  return (
    <form className="act" onSubmit={submit}>
      <h4>
        Gán quyền cho {person.fullName} ở {office.name}
      </h4>
      {grantable.length === 0 && (
        <p className="empty">Bạn không được trao quyền nào để gán ở đây. Nhờ quản trị cấp trên.</p>
      )}
      <fieldset className="checks">
        <legend className="quiet">Quyền người dùng</legend>
        {grantable.map((each) => {
          const count = holdersOf(each);
          return (
            <label key={each}>
              <input
                type="radio"
                name="right"
                checked={right === each}
                onChange={() => setRight(each)}
              />
              {rightLabels[each]}
              {count !== undefined && (
                <span className="quiet" title={citation}>
                  {count}/{holdersMax} người
                </span>
              )}
            </label>
          );
        })}
      </fieldset>
      {right === 'administer' && (
        <fieldset className="checks">
          <legend className="quiet">Được gán tiếp các quyền</legend>
          {passableOn.map((each) => (
            <label key={each}>
              <input
                type="checkbox"
                checked={passesOn.includes(each)}
                onChange={({ target }) =>
                  setPassesOn(
                    target.checked
                      ? [...passesOn, each]
                      : passesOn.filter((other) => other !== each),
                  )
                }
              />
              {rightLabels[each]}
            </label>
          ))}
        </fieldset>
      )}
      <div className="pair">
        <DateField label="Từ ngày (trống: ngay)" value={from} onChange={setFrom} />
        <DateField label="Đến hết ngày (trống: không hạn)" value={until} onChange={setUntil} />
      </div>
      {right === 'sign' && (
        <div className="pair">
          <TextField label="Số văn bản ủy quyền, nếu ký thay" value={number} onChange={setNumber} />
          <DateField label="Ngày văn bản" value={day} onChange={setDay} />
        </div>
      )}
      <DialogActions onClose={onClose} isPending={isPending} disabled={right === null}>
        Gán quyền
      </DialogActions>
    </form>
  );
}
