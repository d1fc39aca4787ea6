import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { type FormEvent, useState } from 'react';
import {
  applyCorrections,
  type CorrectableField,
  correctableFields,
  fieldLabels,
  numericFields,
} from '../../../domain/register-corrections';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import type { Book, BookLine } from '../../server/shapes';
import { useDesk } from '../desk/office';

interface Props {
  book: Book;
  line: BookLine;
  onClose: () => void;
}

/** "Đính chính": what is right in place of one column of an entry, and why. The entry itself stays. */
export function CorrectLine({ book, line, onClose }: Props) {
  const { office } = useDesk();
  const client = useQueryClient();
  const { message } = App.useApp();
  const current = applyCorrections(line, line.corrections);
  const [field, setField] = useState<CorrectableField>('requesterName');
  const [value, setValue] = useState(String(current.requesterName));
  const [reason, setReason] = useState('');
  const isNumber = numericFields.has(field);
  const saving = useMutation({
    mutationFn: () =>
      act(`/offices/${office.id}/books/${book.id}/lines/${line.number}/corrections`, {
        body: { field, value: isNumber ? Number(value) : value, reason },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['book-lines', book.id] });
      void message.success(`Đã ghi đính chính cạnh số ${line.numberText}.`);
      onClose();
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!saving.isPending) saving.mutate();
  };
  const choose = (chosen: CorrectableField) => {
    setField(chosen);
    setValue(String(current[chosen]));
  };
  return (
    <Dialog title={`Đính chính số ${line.numberText}`} onClose={onClose}>
      <form className="act" onSubmit={send}>
        <p className="quiet">
          Dòng đã ghi giữ nguyên. Nội dung đúng đứng cạnh dòng đó trên màn hình, trong Excel và bản
          in; sổ công khai có thêm một mục, không có nội dung.
        </p>
        <label className="field">
          <span>Cột ghi sai</span>
          <select
            className="input"
            value={field}
            onChange={({ target }) => choose(target.value as CorrectableField)}
          >
            {correctableFields.map((each) => (
              <option key={each} value={each}>
                {fieldLabels[each]}
              </option>
            ))}
          </select>
        </label>
        <p>
          Đang ghi: <b>{String(current[field]) || '(trống)'}</b>
        </p>
        <label className="field">
          <span>Nội dung đúng</span>
          <input
            className="input"
            required={field !== 'note'}
            maxLength={isNumber ? 9 : 200}
            inputMode={isNumber ? 'numeric' : 'text'}
            value={value}
            onChange={({ target }) =>
              setValue(isNumber ? target.value.replace(/\D/g, '') : target.value)
            }
          />
        </label>
        <label className="field">
          <span>Lý do đính chính</span>
          <textarea
            className="input"
            required
            minLength={5}
            maxLength={300}
            rows={2}
            value={reason}
            onChange={({ target }) => setReason(target.value.replace(/\n/g, ' '))}
          />
        </label>
        <ProblemNote error={saving.error} />
        <DialogActions onClose={onClose} isPending={saving.isPending}>
          Ghi đính chính
        </DialogActions>
      </form>
    </Dialog>
  );
}
