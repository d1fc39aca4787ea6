import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Dossier } from '../../../api/dossiers/contract';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { counterQuery } from '../../server/queries';
import { onCtrlEnter } from '../desk/reason-dialog';
import { useDossierAct } from '../desk/use-dossier-act';

interface Props {
  dossier: Dossier;
  onClose: () => void;
  onDone: () => void;
}

/** The legal refusal: one of the policy's grounds, and what the written refusal adds to it. */
export function RefusalDialog({ dossier, onClose, onDone }: Props) {
  const counter = useQuery(counterQuery(dossier.officeId));
  const [ground, setGround] = useState('');
  const [explanation, setExplanation] = useState('');
  const refuse = useDossierAct(dossier.id, 'Đã từ chối chứng thực', onDone);
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (ground && !refuse.isPending) {
      refuse.mutate(() => ({ verb: 'refuse', body: { ground, explanation } }));
    }
  };
  return (
    <Dialog title={`Từ chối chứng thực: ${dossier.requesterName}`} onClose={onClose}>
      <form className="act" onSubmit={send} onKeyDown={onCtrlEnter(send)}>
        <fieldset className="grounds">
          <legend>Căn cứ từ chối</legend>
          {counter.data?.refusalGrounds.map((each) => (
            <label key={each.id}>
              <input
                type="radio"
                name="ground"
                checked={ground === each.id}
                onChange={() => setGround(each.id)}
              />
              <span>{each.text}</span>
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span>Giải thích thêm trong văn bản từ chối</span>
          <textarea
            className="input"
            rows={3}
            maxLength={2000}
            value={explanation}
            onChange={(event) => setExplanation(event.target.value)}
          />
        </label>
        <ProblemNote error={refuse.error ?? counter.error} />
        <DialogActions onClose={onClose} isPending={refuse.isPending} disabled={!ground}>
          Từ chối chứng thực <kbd>Ctrl ↵</kbd>
        </DialogActions>
      </form>
    </Dialog>
  );
}
