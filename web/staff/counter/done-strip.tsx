import { Button } from 'antd';
import type { Dossier } from '../../../api/dossiers/contract';
import { paperLabels } from '../../../domain/papers';
import { useFailedActs, useHeldAct } from '../../server/held-act';
import { dateTime, timeOnly } from '../../text/time';
import { PaperDialog } from '../papers/paper-dialog';
import { FeeButton } from '../drawer/fee-button';
import type { IntakeEnd } from './use-intake';

const doneWords: Record<IntakeEnd, string> = {
  submit: 'Đã trình ký',
  'accept-only': 'Đã tiếp nhận, chờ bản quét',
  refuse: 'Đã từ chối chứng thực',
};

/** What is true of it by now: while it can be taken back, the leader has not heard of it. */
export function useDoneWords(dossier: Dossier | undefined, end: IntakeEnd): string {
  const state = useHeldAct();
  const failed = useFailedActs();
  if (end !== 'submit' || !dossier) return doneWords[end];
  if (failed.some(({ act }) => act.dossier.id === dossier.id)) {
    return 'Đã tiếp nhận, chưa trình ký được';
  }
  if (state?.act.dossier.id !== dossier.id) return doneWords[end];
  return state.status === 'sent' ? doneWords.submit : waitingWords[state.status];
}

const waitingWords = {
  held: 'Đã tiếp nhận, sắp trình ký',
  sending: 'Đã tiếp nhận, đang trình ký',
  undone: 'Đã tiếp nhận, chưa trình ký',
};

interface Props {
  dossier: Dossier;
  end: IntakeEnd;
  /** Whether its paper is open to be looked at and printed. */
  isPaperOpen: boolean;
  onPaper: (isOpen: boolean) => void;
  onAgain: () => void;
}

/** What was just done, its paper one key away, and another original of the same person. */
export function DoneStrip({ dossier, end, isPaperOpen, onPaper, onAgain }: Props) {
  const words = useDoneWords(dossier, end);
  const kind = end === 'refuse' ? 'refusal' : 'receipt';
  return (
    <div className="done-strip">
      <p>
        <b>
          ✓ {words}: {dossier.requesterName}
        </b>
        <span className="quiet">
          {dossier.code}
          {dossier.bookedAt && ` · Hẹn ${timeOnly(dossier.bookedAt)}`}
          {end !== 'refuse' && ` · ${dossier.fee.line} · trả trước ${dateTime(dossier.legalDue)}`}
        </span>
      </p>
      <div>
        <Button size="small" onClick={() => onPaper(true)}>
          {end === 'refuse' ? 'In văn bản từ chối' : 'In biên nhận'} <kbd>F9</kbd>
        </Button>
        {end !== 'refuse' && (
          <Button size="small" onClick={onAgain}>
            Thêm bản chính cùng người <kbd>F4</kbd>
          </Button>
        )}
        <FeeButton dossier={dossier} />
      </div>
      {isPaperOpen && (
        <PaperDialog
          dossierId={dossier.id}
          paper={{ kind, label: paperLabels[kind], asks: null }}
          onClose={() => onPaper(false)}
        />
      )}
    </div>
  );
}
