import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { type FormEvent, useState } from 'react';
import type { DrawerView } from '../../../api/drawers/drawer-contract';
import { expectedCash } from '../../../domain/cash';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { dong } from '../../text/dong';
import { onCtrlEnter } from '../desk/reason-dialog';
import { useDesk } from '../desk/office';
import { differenceWords } from './drawer-tables';

/** What is typed as money: "120.000", "120 000", "120000". Null: it is none. */
export function amountOf(text: string): number | null {
  const digits = text.replace(/[.\s₫]/g, '');
  return /^\d{1,11}$/.test(digits) ? Number(digits) : null;
}

/** What lies in the drawer is counted; where it is another sum than should be there, the reason is written. */
export function CloseDialog({ view, onClose }: { view: DrawerView; onClose: () => void }) {
  const { office } = useDesk();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [openingText, setOpening] = useState(String(view.lastOpening));
  const [countedText, setCounted] = useState('');
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<'counted' | 'opening' | 'note' | null>(null);
  const { shift, movements, taken, returned } = view.open;
  const [opening, counted] = [amountOf(openingText), amountOf(countedText)];
  const expected = expectedCash({ opening: opening ?? 0, taken, returned });
  const difference = counted === null ? null : counted - expected;
  const closing = useMutation({
    mutationFn: (body: object) => act(`/offices/${office.id}/drawer/close`, { body }),
    onSuccess: () => {
      void message.success(`Đã chốt quỹ: ${dong(counted ?? 0)}`);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['drawer', office.id] }),
  });
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (closing.isPending) return;
    if (opening === null) return setFault('opening');
    if (counted === null) return setFault('counted');
    if (difference !== 0 && note.trim().length < 5) return setFault('note');
    setFault(null);
    closing.mutate({ shift, movements, opening, counted, note: note.trim() });
  };
  return (
    <Dialog title="Chốt quỹ thu" onClose={onClose}>
      <form className="act" onSubmit={send} onKeyDown={onCtrlEnter(send)}>
        <p>
          {movements} khoản: thu {dong(taken)}, trả lại {dong(returned)}.
        </p>
        <AmountField
          label="Tiền lẻ có sẵn ban đầu"
          value={openingText}
          isWrong={fault === 'opening'}
          onChange={setOpening}
        />
        <AmountField
          label="Tiền đếm được trong ngăn"
          value={countedText}
          isWrong={fault === 'counted'}
          opensHere
          onChange={setCounted}
        />
        <p role="status">
          Phải có <b>{dong(expected)}</b>
          {difference !== null && (
            <>
              {' · '}
              <b className={difference === 0 ? undefined : 'drawer-differs'}>
                {differenceWords(difference)}
              </b>
            </>
          )}
        </p>
        {difference !== null && difference !== 0 && (
          <label className="field">
            <span>Lý do chênh lệch (bắt buộc)</span>
            <textarea
              className="input"
              rows={2}
              maxLength={500}
              value={note}
              aria-invalid={fault === 'note'}
              onChange={(event) => setNote(event.target.value)}
            />
          </label>
        )}
        {fault && (
          <p className="note note-problem" role="alert">
            {fault === 'note'
              ? 'Ghi lý do chênh lệch bằng ít nhất 5 ký tự.'
              : 'Ghi số tiền bằng đồng, chỉ gồm chữ số; không có thì ghi 0.'}
          </p>
        )}
        <p className="quiet">
          Chốt rồi không sửa lại được; khoản thu sau đó tính vào lần chốt sau.
        </p>
        <ProblemNote error={closing.error} />
        <DialogActions onClose={onClose} isPending={closing.isPending}>
          Chốt quỹ <kbd>Ctrl ↵</kbd>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface AmountProps {
  label: string;
  value: string;
  isWrong: boolean;
  opensHere?: boolean;
  onChange: (text: string) => void;
}

function AmountField({ label, value, isWrong, opensHere = false, onChange }: AmountProps) {
  const amount = amountOf(value);
  return (
    <label className="field">
      <span>{label} (đồng)</span>
      <input
        className="input drawer-amount"
        inputMode="numeric"
        autoComplete="off"
        maxLength={16}
        value={value}
        aria-invalid={isWrong}
        data-opens-here={opensHere || undefined}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() => amount !== null && onChange(dong(amount).replace(' ₫', ''))}
      />
    </label>
  );
}
