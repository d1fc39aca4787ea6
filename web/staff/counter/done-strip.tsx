import { Button } from 'antd';
import type { Dossier } from '../../../api/dossiers/contract';
import { dateTime } from '../../text/time';
import { Receipt } from './receipt';
import type { IntakeEnd } from './use-intake';

export const doneWords: Record<IntakeEnd, string> = {
  submit: 'Đã trình ký',
  'accept-only': 'Đã tiếp nhận, chờ bản quét',
  refuse: 'Đã từ chối chứng thực',
};

interface Props {
  dossier: Dossier;
  /** All originals of the visit so far, on one receipt. */
  visit: readonly Dossier[];
  end: IntakeEnd;
  onAgain: () => void;
}

/** What was just done, its paper one key away, and another original of the same person. */
export function DoneStrip({ dossier, visit, end, onAgain }: Props) {
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
        <Button size="small" onClick={() => print()}>
          {end === 'refuse' ? 'In văn bản từ chối' : 'In biên nhận'} <kbd>F9</kbd>
        </Button>
        {end !== 'refuse' && (
          <Button size="small" onClick={onAgain}>
            Thêm bản chính cùng người <kbd>F4</kbd>
          </Button>
        )}
      </div>
      <Receipt dossiers={end === 'refuse' ? [dossier] : visit} />
    </div>
  );
}
