import { Button } from 'antd';
import type { Dossier } from '../../../api/dossiers/contract';
import { paperLabels } from '../../../domain/papers';
import { dateTime } from '../../text/time';
import { PaperDialog } from '../papers/paper-dialog';
import type { IntakeEnd } from './use-intake';

export const doneWords: Record<IntakeEnd, string> = {
  submit: 'Đã trình ký',
  'accept-only': 'Đã tiếp nhận, chờ bản quét',
  refuse: 'Đã từ chối chứng thực',
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
  const kind = end === 'refuse' ? 'refusal' : 'receipt';
  return (
    <div className="done-strip">
      <p>
        <b>
          ✓ {doneWords[end]}: {dossier.requesterName}
        </b>
        <span className="quiet">
          {dossier.code}
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
