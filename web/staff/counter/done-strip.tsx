import { Button } from 'antd';
import type { Dossier } from '../../../api/contract/dossier';
import { dateTime } from '../../text/time';
import { Receipt } from './receipt';
import type { IntakeEnd } from './use-intake';

const words: Record<IntakeEnd, string> = {
  submit: 'Đã trình ký',
  'accept-only': 'Đã tiếp nhận, chờ bản quét',
  refuse: 'Đã từ chối chứng thực',
};

interface Props {
  dossier: Dossier;
  end: IntakeEnd;
  onAgain: () => void;
}

/** What was just done, its paper one key away, and another original of the same person. */
export function DoneStrip({ dossier, end, onAgain }: Props) {
  return (
    <div className="done-strip" role="status">
      <p>
        <b>
          ✓ {words[end]}: {dossier.requesterName}
        </b>
        <span className="quiet">
          {dossier.code} · {dossier.fee.line}
          {end !== 'refuse' && ` · trả trước ${dateTime(dossier.legalDue)}`}
        </span>
      </p>
      <div>
        <Button size="small" onClick={() => print()}>
          {end === 'refuse' ? 'In văn bản từ chối' : 'In biên nhận'} <kbd>P</kbd>
        </Button>
        {end !== 'refuse' && (
          <Button size="small" onClick={onAgain}>
            Thêm bản chính cùng người <kbd>+</kbd>
          </Button>
        )}
      </div>
      <Receipt dossier={dossier} />
    </div>
  );
}
