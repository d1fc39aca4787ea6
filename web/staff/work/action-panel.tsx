import type { Dossier } from '../../../api/contract/dossier';
import { ExtendButton } from '../letters/extend-dialog';
import { SealForm } from './seal-form';
import { SignForm } from './sign-form';
import { SubmitForm } from './submit-form';
import type { ListName } from '../../server/queries';
import { NextButton } from './next-button';
import { ResendMail } from './resend-mail';
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
      {dossier.waiting && <p className="note note-near">{dossier.waiting.text}</p>}
      <ResendMail dossier={dossier} />
      {list !== 'all' && <NextButton onNext={onNext} />}
    </>
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
