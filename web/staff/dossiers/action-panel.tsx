import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Dossier } from '../../../api/dossiers/contract';
import { ProblemNote } from '../../look/problem-note';
import { ExtendButton } from './extend-dialog';
import { SealForm } from './seal-form';
import { SignForm } from './sign-form';
import { SubmitForm } from './submit-form';
import type { ListName } from '../../../domain/work-lists';
import { NextButton } from './next-button';
import { ResendMail } from './resend-mail';
import { useServerNow } from '../../server/clock';
import { isHeld, useHeldAct } from '../../server/held-act';
import { computeTimeLeft } from '../../text/time-left';
import { FeeButton } from '../drawer/fee-button';
import { may, useDesk } from '../desk/office';
import { stageLabel } from '../../text/labels';
import { useDossierAct } from '../desk/use-dossier-act';
import { WayOut } from './way-out';

interface Props {
  dossier: Dossier;
  list: ListName;
  onNext: () => void;
}

/** What this person may do now with this dossier; the server says what that is. */
export function ActionPanel({ dossier, list, onNext }: Props) {
  const held = useHeldAct();
  const isOpen = (action: Dossier['actions'][number]) => dossier.actions.includes(action);
  // A signature that waits for this person's computer or phone is shown where it was asked for.
  const isAsked = dossier.signing?.status === 'waiting';
  const signs = isOpen('sign') || (isAsked && dossier.stage === 'awaiting-signature');
  const seals = isOpen('seal') || (isAsked && dossier.stage === 'awaiting-seal');
  if (held && isHeld(held, dossier.id)) {
    return (
      <section className="panel panel-action" aria-label="Việc cần làm">
        <p className="note">
          “{held.act.words.doing}” của hồ sơ này sắp được gửi. Bấm “Hoàn tác” ở góc dưới bên trái
          nếu cần dừng lại.
        </p>
        <NextButton onNext={onNext} />
      </section>
    );
  }
  return (
    <section className="panel panel-action" aria-label="Việc cần làm">
      {isOpen('submit') && <SubmitForm dossier={dossier} onDone={onNext} />}
      {signs && <SignForm dossier={dossier} onDone={onNext} />}
      {seals && <SealForm dossier={dossier} />}
      {!isOpen('submit') && !signs && !seals && (
        <Standing dossier={dossier} list={list} onNext={onNext} />
      )}
      <ResumeButton dossier={dossier} />
      <WayOut dossier={dossier} onDone={onNext} />
      <FeeButton dossier={dossier} />
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
      <Waiting dossier={dossier} />
      <ResendMail dossier={dossier} />
      {list !== 'all' && <NextButton onNext={onNext} />}
    </>
  );
}

/** What the supervisor of a late dossier can do from here. */
function LateHint({ dossier }: { dossier: Dossier }) {
  const { office } = useDesk();
  const left = computeTimeLeft(dossier, useServerNow());
  if (left.mark !== 'late' || !may(office, 'board.read')) return null;
  return (
    <p className="note note-near">
      {left.words}. Nhắc người giữ hồ sơ; có căn cứ thì bấm “Gia hạn…”. Thư xin lỗi được soạn sẵn ở{' '}
      <Link to="/letters">Phiếu hẹn, xin lỗi</Link> khi quá hạn trả.
    </p>
  );
}

/** "Tiếp tục": a dossier that was paused by a rule of its policy. */
function ResumeButton({ dossier }: { dossier: Dossier }) {
  const resume = useDossierAct(dossier.id, 'Đã cho tiếp tục');
  if (!dossier.actions.includes('resume')) return null;
  return (
    <>
      <p className="note note-near">Hồ sơ đang tạm dừng theo quy định.</p>
      <ProblemNote error={resume.error} />
      <Button
        loading={resume.isPending}
        onClick={() => resume.mutate(() => ({ verb: 'resume', body: {} }))}
      >
        Tiếp tục
      </Button>
    </>
  );
}

/** What it waits for by itself; who is there may have it tried at once. */
function Waiting({ dossier }: { dossier: Dossier }) {
  const again = useDossierAct(dossier.id, 'Đang thử lại');
  if (!dossier.waiting) return null;
  return (
    <>
      <p className="note note-near">{dossier.waiting.text}</p>
      <ProblemNote error={again.error} />
      {dossier.actions.includes('try-again') && (
        <Button
          loading={again.isPending}
          onClick={() => again.mutate(() => ({ verb: 'try-again' }))}
        >
          Thử lại ngay
        </Button>
      )}
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
