import { Link } from '@tanstack/react-router';
import type { Dossier } from '../../../api/contract/dossier';
import { ExtendButton } from '../letters/extend-dialog';
import { SealForm } from './seal-form';
import { SignForm } from './sign-form';
import { SubmitForm } from './submit-form';
import type { ListName } from '../../server/queries';
import { NextButton } from './next-button';
import { ResendMail } from './resend-mail';
import { useServerNow } from '../../server/clock';
import { computeTimeLeft } from '../../text/time-left';
import { holds, useDesk } from '../office';
import { stageLabel } from '../../text/labels';
import { WayOut } from './way-out';

interface Props {
  dossier: Dossier;
  list: ListName;
  onNext: () => void;
}

/** What this person may do now with this dossier; the server says what that is. */
export function ActionPanel({ dossier, list, onNext }: Props) {
  const may = (action: Dossier['actions'][number]) => dossier.actions.includes(action);
  return (
    <section className="panel panel-action" aria-label="Việc cần làm">
      {may('submit') && <SubmitForm dossier={dossier} onDone={onNext} />}
      {may('sign') && <SignForm dossier={dossier} onDone={onNext} />}
      {may('seal') && <SealForm dossier={dossier} />}
      {!may('submit') && !may('sign') && !may('seal') && (
        <Standing dossier={dossier} list={list} onNext={onNext} />
      )}
      <WayOut dossier={dossier} onDone={onNext} />
      <ExtendButton dossier={dossier} />
    </section>
  );
}

/** Nothing for this person to do: where it stands, and on to the next. */
function Standing({ dossier, list, onNext }: Props) {
  return (
    <>
      {dossier.registerNumber && (
        <p className="number-stamp">
          <span>Số chứng thực</span>
          <b>{dossier.registerNumber}</b>
        </p>
      )}
      <p role="status">{standingWords(dossier.stage)}</p>
      <LateHint dossier={dossier} />
      {dossier.waiting && <p className="note note-near">{dossier.waiting.text}</p>}
      <ResendMail dossier={dossier} />
      {list !== 'all' && <NextButton onNext={onNext} />}
    </>
  );
}

/** What the supervisor of a late dossier can do from here. */
function LateHint({ dossier }: { dossier: Dossier }) {
  const { office } = useDesk();
  const left = computeTimeLeft(dossier, useServerNow());
  if (left.mark !== 'late' || !holds(office, 'supervise')) return null;
  return (
    <p className="note note-near">
      {left.words}. Nhắc người giữ hồ sơ; có căn cứ thì bấm “Gia hạn…”. Thư xin lỗi được soạn sẵn ở{' '}
      <Link to="/letters">Phiếu hẹn, xin lỗi</Link> khi quá hạn trả.
    </p>
  );
}

function standingWords(stage: Dossier['stage']): string {
  switch (stage) {
    case 'completing':
    case 'delivering':
      return 'Đã đóng dấu. Hệ thống đang hoàn tất chứng cứ và gửi bản sao cho người yêu cầu.';
    case 'delivered':
      return 'Đã đóng dấu và gửi bản sao cho người yêu cầu.';
    default:
      return `Hồ sơ đang ở bước “${stageLabel(stage)}”. Bạn không có việc phải làm ở bước này.`;
  }
}
