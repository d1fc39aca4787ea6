import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Dossier } from '../../../api/contract/dossier';
import { useKeys } from '../../keys/use-keys';
import { sealPinFor } from '../../pin/seal-for-token';
import { sentenceOf } from '../../server/client';
import { useServerNow } from '../../server/clock';
import { tokenQuery } from '../../server/queries';
import { dateOnly } from '../../text/time';
import { useDesk } from '../office';
import { focusPin, PinField } from './pin-field';
import { SlowHint } from './slow-hint';
import { useDossierAct } from './use-dossier-act';

/** The leader's act: compare, read the attestation, PIN, "Ký số". */
export function SignForm({ dossier, onDone }: { dossier: Dossier; onDone: () => void }) {
  const { office } = useDesk();
  const client = useQueryClient();
  const [pin, setPin] = useState('');
  const sign = useDossierAct(dossier.id, 'Đã ký số', onDone);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (sign.isPending) return;
    if (!pin) return focusPin();
    setPin('');
    sign.mutate(async () => {
      // A fresh key for each act: what was sealed once is taken once.
      const token = await client.fetchQuery({ ...tokenQuery(office.id, 'leader'), staleTime: 0 });
      return {
        verb: 'sign',
        body: { sealedPin: await sealPinFor(token, pin, dossier.id) },
      };
    });
  };
  useKeys([{ key: 'ctrl+enter', label: 'Ký số', run: submit }]);
  return (
    <form className="act" onSubmit={submit}>
      <Attestation dossier={dossier} />
      <PinField purpose="leader" value={pin} onChange={setPin} />
      {sign.isError && (
        <p className="note note-problem" role="alert">
          {sentenceOf(sign.error)}
        </p>
      )}
      <Button type="primary" htmlType="submit" block loading={sign.isPending && { delay: 300 }}>
        Ký số <kbd>Ctrl ↵</kbd>
      </Button>
      <SlowHint isPending={sign.isPending} words="Token đang ký và máy chủ đang ghi kết quả…" />
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
      <p className="attestation-office">{office.name}</p>
      <p className="attestation-text">Chứng thực bản sao đúng với bản chính</p>
      <dl>
        <div>
          <dt>Loại giấy tờ</dt>
          <dd>{dossier.documentType}</dd>
        </div>
        <div>
          <dt>Số trang</dt>
          <dd>
            {dossier.originalPages} trang khai
            {dossier.scan && dossier.scan.pages !== dossier.originalPages && (
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
      <p className="attestation-signer">
        <span>{session.person.title ?? 'Người ký chứng thực'}</span>
        <b>{session.person.fullName}</b>
      </p>
    </figure>
  );
}
