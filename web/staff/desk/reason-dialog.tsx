import { type FormEvent, type KeyboardEvent, useState } from 'react';
import type { Dossier } from '../../../api/dossiers/contract';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { holdAct } from '../../server/held-act';
import { useDraft } from './use-draft';
import { useDossierAct } from './use-dossier-act';

interface Props {
  dossier: Dossier;
  verb: 'return' | 'cancel' | 'withdraw' | 'sign-again' | 'hand-over';
  label: string;
  done: string;
  onClose: () => void;
  onDone: () => void;
}

/** Why: written by hand, kept in the browser until it is sent. */
export function ReasonDialog({ dossier, verb, label, done, onClose, onDone }: Props) {
  const [reason, setReason, forget, dropDraft] = useDraft(`reason.${verb}.${dossier.id}`, '');
  const [isShort, setShort] = useState(false);
  const action = useDossierAct(dossier.id, done, () => {
    forget();
    onDone();
  });
  /** It can be taken back for a while; what was typed stays until it is sent. */
  const hold = () => {
    const path = `/dossiers/${dossier.id}/${verb}`;
    const words = { doing: label, done };
    holdAct({ dossier, words, path, body: { reason: reason.trim() } }, { onSent: dropDraft });
    onDone();
  };
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (action.isPending) return;
    if (reason.trim().length < 3) return setShort(true);
    if (verb === 'return') return hold();
    action.mutate(() => ({ verb, body: { reason: reason.trim() } }));
  };
  return (
    <Dialog title={`${label}: ${dossier.requesterName}`} onClose={onClose}>
      <form className="act" onSubmit={send} onKeyDown={onCtrlEnter(send)}>
        <label className="field">
          <span>Lý do (bắt buộc)</span>
          <textarea
            className="input"
            rows={4}
            maxLength={1000}
            value={reason}
            aria-invalid={isShort}
            onChange={(event) => {
              setShort(false);
              setReason(event.target.value);
            }}
          />
        </label>
        {isShort && (
          <p className="note note-problem" role="alert">
            Ghi lý do bằng ít nhất 3 ký tự để người nhận biết phải làm gì.
          </p>
        )}
        <ProblemNote error={action.error} />
        <DialogActions onClose={onClose} isPending={action.isPending}>
          {label} <kbd>Ctrl ↵</kbd>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Ctrl+Enter sends a form from within a text area. */
export function onCtrlEnter(send: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
  };
}
