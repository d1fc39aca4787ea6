import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Dossier, ExtensionOptions } from '../../../api/dossiers/contract';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { dateTime } from '../../text/time';
import { useDossierAct } from '../desk/use-dossier-act';
import { extensionOptionsQuery } from '../letters/queries';

/** "Gia hạn", for those whom the law lets extend a dossier that is still worked on. */
export function ExtendButton({ dossier }: { dossier: Dossier }) {
  const [isOpen, setOpen] = useState(false);
  if (!dossier.actions.includes('extend')) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Gia hạn…
      </Button>
      {isOpen && <ExtendDialog dossier={dossier} onClose={() => setOpen(false)} />}
    </>
  );
}

export function ExtendDialog({ dossier, onClose }: { dossier: Dossier; onClose: () => void }) {
  const options = useQuery(extensionOptionsQuery(dossier.id));
  return (
    <Dialog title={`Gia hạn: ${dossier.requesterName}`} onClose={onClose}>
      <p className="quiet">
        Hạn trả hiện tại: {dateTime(dossier.legalDue)}. Phiếu hẹn được soạn kèm.
      </p>
      {options.isPending && <Skeleton active paragraph={{ rows: 4 }} />}
      <ProblemNote error={options.error} />
      {options.data && <Form dossier={dossier} options={options.data} onClose={onClose} />}
    </Dialog>
  );
}

interface FormProps {
  dossier: Dossier;
  options: ExtensionOptions;
  onClose: () => void;
}

/** The legal ground, and how long: working days, or the date of a written agreement. */
function Form({ dossier, options: { grounds, daysMax }, onClose }: FormProps) {
  const [ground, setGround] = useState('');
  const [days, setDays] = useState<number | null>(1);
  const [agreedUntil, setAgreedUntil] = useState('');
  const [isMissing, setMissing] = useState(false);
  const extend = useDossierAct(dossier.id, 'Đã gia hạn', onClose);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (extend.isPending) return;
    if (ground === '' || (days === null && agreedUntil === '')) return setMissing(true);
    const long = days === null ? { agreedUntil, agreementAttached: true } : { days };
    extend.mutate(() => ({ verb: 'extend', body: { ground, ...long } }));
  };
  return (
    <form className="act" onSubmit={send}>
      <fieldset className="grounds">
        <legend>Lý do theo quy định (bắt buộc)</legend>
        {grounds.map(({ id, text, citation }) => (
          <label key={id}>
            <input
              type="radio"
              name="ground"
              checked={ground === id}
              onChange={() => setGround(id)}
            />
            <span>
              {text} <span className="quiet">({citation})</span>
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset className="grounds">
        <legend>Thời gian kéo dài</legend>
        {Array.from({ length: daysMax }, (_, index) => index + 1).map((count) => (
          <label key={count}>
            <input
              type="radio"
              name="long"
              checked={days === count}
              onChange={() => setDays(count)}
            />
            <span>Thêm {count} ngày làm việc</span>
          </label>
        ))}
        <label>
          <input type="radio" name="long" checked={days === null} onChange={() => setDays(null)} />
          <span>Đến ngày đã thỏa thuận bằng văn bản với người yêu cầu</span>
        </label>
        {days === null && (
          <label className="field">
            <span>Ngày thỏa thuận</span>
            <input
              className="input"
              type="date"
              value={agreedUntil}
              onChange={(event) => setAgreedUntil(event.target.value)}
            />
          </label>
        )}
      </fieldset>
      {isMissing && (
        <p className="note note-problem" role="alert">
          Chọn một lý do và thời gian kéo dài.
        </p>
      )}
      <ProblemNote error={extend.error} />
      <DialogActions onClose={onClose} isPending={extend.isPending}>
        Gia hạn và lập phiếu hẹn
      </DialogActions>
    </form>
  );
}
