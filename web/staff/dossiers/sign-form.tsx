import type { Dossier } from '../../../api/dossiers/contract';
import { useKeys } from '../../keys/use-keys';
import { useServerNow } from '../../server/clock';
import { dateOnly } from '../../text/time';
import { useDesk } from '../desk/office';
import { SignaturePart } from './signature-part';
import { SlowHint } from '../desk/slow-hint';
import { submitBy, useSignature } from './use-signature';

/** The leader's act: compare, read the attestation, PIN or the own computer, "Ký số". */
export function SignForm({ dossier, onDone }: { dossier: Dossier; onDone: () => void }) {
  const facts = { verb: 'sign', purpose: 'leader', done: 'Đã ký số' } as const;
  const signature = useSignature(dossier, facts, onDone);
  const words = signature.method === 'agent' ? 'Ký bằng máy của tôi' : 'Ký số';
  useKeys([{ key: 'ctrl+enter', label: words, run: signature.submit }]);
  return (
    <form className="act" onSubmit={submitBy(signature)}>
      <Attestation dossier={dossier} />
      <SignaturePart dossier={dossier} purpose="leader" signature={signature} words={words} />
      <SlowHint
        isPending={signature.isPending}
        words="Token đang ký và máy chủ đang ghi kết quả…"
      />
    </form>
  );
}

/** What the leader puts a name to, beside the scan: compare the typed with the page. */
function Attestation({ dossier }: { dossier: Dossier }) {
  const { office, session } = useDesk();
  const now = useServerNow();
  return (
    <figure className="attestation">
      <figcaption className="quiet">Lời chứng sẽ ký</figcaption>
      {/* It stands on the page beside; those who do not see that read it here. */}
      <p className="unseen">
        {office.name}. {dossier.statement} {session.person.title ?? 'Người ký chứng thực'},{' '}
        {session.person.fullName}.
      </p>
      <dl>
        <div>
          <dt>Loại giấy tờ</dt>
          <dd>{dossier.documentType}</dd>
        </div>
        <div>
          <dt>Số trang</dt>
          <dd>
            {dossier.originalPages} trang khai
            {dossier.scan?.pagesDiffer && (
              <strong className="differs"> · bản quét có {dossier.scan.pages} trang</strong>
            )}
          </dd>
        </div>
        <div>
          <dt>Số chứng thực</dt>
          <dd>cấp khi đóng dấu</dd>
        </div>
        <div>
          <dt>Ngày</dt>
          <dd>{dateOnly(now)}</dd>
        </div>
      </dl>
    </figure>
  );
}
