import { Button } from 'antd';
import { useState } from 'react';
import type { Dossier } from '../../../api/dossiers/contract';
import { paperLabels } from '../../../domain/papers';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { dong } from '../../text/dong';
import { useDossierAct } from '../desk/use-dossier-act';
import { PaperDialog } from '../papers/paper-dialog';

const ways = {
  'take-fee': {
    label: 'Thu phí',
    done: 'Đã thu phí',
    what: 'Nhận đủ tiền rồi mới bấm. Khoản này vào quỹ thu của bạn và không sửa lại được.',
  },
  'give-back-fee': {
    label: 'Trả lại phí',
    done: 'Đã trả lại phí',
    what: 'Trao tiền rồi mới bấm. Khoản này trừ vào quỹ thu của bạn và không sửa lại được.',
  },
} as const;

/** What is still to be taken of the fee or to be given back, and that it was; then the receipt of what went back. */
export function FeeButton({ dossier }: { dossier: Dossier }) {
  const [isAsked, setAsked] = useState(false);
  const [isPaperOpen, setPaperOpen] = useState(false);
  const { owed } = dossier.fee;
  const way = owed > 0 ? 'take-fee' : 'give-back-fee';
  const isOpen = dossier.actions.includes(way);
  if (!isOpen && !isPaperOpen) return null;
  const amount = Math.abs(owed);
  return (
    <>
      {isOpen && (
        <Button size="small" onClick={() => setAsked(true)}>
          {ways[way].label} {dong(amount)}…
        </Button>
      )}
      {isAsked && isOpen && (
        <SettleDialog
          dossier={dossier}
          way={way}
          amount={amount}
          onClose={() => setAsked(false)}
          onDone={() => {
            setAsked(false);
            setPaperOpen(way === 'give-back-fee');
          }}
        />
      )}
      {isPaperOpen && (
        <PaperDialog
          dossierId={dossier.id}
          paper={{ kind: 'fee-return', label: paperLabels['fee-return'], asks: null }}
          onClose={() => setPaperOpen(false)}
        />
      )}
    </>
  );
}

interface SettleProps {
  dossier: Dossier;
  way: keyof typeof ways;
  /** Đồng. */
  amount: number;
  onClose: () => void;
  onDone: () => void;
}

function SettleDialog({ dossier, way, amount, onClose, onDone }: SettleProps) {
  const { label, done, what } = ways[way];
  const action = useDossierAct(dossier.id, done, onDone);
  return (
    <Dialog title={`${label}: ${dossier.requesterName}`} onClose={onClose}>
      <form
        className="act"
        onSubmit={(event) => {
          event.preventDefault();
          if (!action.isPending) action.mutate(() => ({ verb: way, body: { amount } }));
        }}
      >
        <p className="sum">{dong(amount)}</p>
        <p>
          {dossier.documentType} · {dossier.code} · biên nhận {dossier.receiptNumber}
        </p>
        <p className="note">{what}</p>
        <ProblemNote error={action.error} />
        <DialogActions onClose={onClose} isPending={action.isPending}>
          {done} {dong(amount)}
        </DialogActions>
      </form>
    </Dialog>
  );
}
