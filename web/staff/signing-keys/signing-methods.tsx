import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { SigningKeyView } from '../../../api/signing-keys/contract';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { signingKeysQuery, type TokenPurpose } from '../../server/queries';
import { PreflightLines } from '../desk/preflight-lines';
import { CertificateChoice, type Choice } from './certificate-choice';
import { RemoteMethod } from './remote-method';

const steps: Record<SigningKeyView['step'], { title: string; purpose: TokenPurpose }> = {
  sign: { title: 'Ký bản sao', purpose: 'leader' },
  seal: { title: 'Đóng dấu bản sao', purpose: 'agency' },
};

/** For each step that is mine: what I sign with, and what else I could. */
export function SigningMethods({ officeId }: { officeId: string }) {
  const keys = useQuery(signingKeysQuery(officeId));
  if (keys.isError) {
    return <ProblemNote error={keys.error} />;
  }
  return keys.data?.items.map((item) => (
    <SigningMethod key={item.step} officeId={officeId} item={item} hasRemote={keys.data.remote} />
  ));
}

interface Props {
  officeId: string;
  item: SigningKeyView;
  hasRemote: boolean;
}

function SigningMethod({ officeId, item, hasRemote }: Props) {
  const { title, purpose } = steps[item.step];
  const choose = useChoice(officeId, item.step);
  const name = `method-${item.step}`;
  // A choice shows at once, and goes back where the server refuses it.
  const shown: Choice = choose.isPending ? choose.variables : choiceOf(item);
  return (
    <section className="card" aria-labelledby={name}>
      <h2 id={name}>{title}</h2>
      <fieldset className="methods">
        <legend>Tôi ký bằng</legend>
        <label>
          <input
            type="radio"
            name={name}
            checked={shown.method === 'token'}
            onChange={() => choose.mutate({ method: 'token' })}
          />
          <span>
            <b>Token của đơn vị tại máy chủ</b>
            <small>Nhập mã PIN ngay trên trang ký.</small>
          </span>
        </label>
        {item.candidates.map((candidate) => (
          <CertificateChoice
            key={candidate.id}
            name={name}
            candidate={candidate}
            isChosen={shown.method === 'agent' && candidate.id === shown.fingerprint}
            onChoose={() => choose.mutate({ method: 'agent', fingerprint: candidate.id })}
          />
        ))}
        {item.method === 'agent' && !item.candidates.some(({ id }) => id === item.fingerprint) && (
          <p className="note">
            Đang chọn chứng thư “{item.subject}” ({item.label}), hiện không có trên máy nào của bạn.
          </p>
        )}
      </fieldset>
      {item.candidates.length === 0 && (
        <p className="quiet">
          Ghép máy có cắm token của bạn ở dưới: chứng thư trên token sẽ hiện ở đây để chọn.
        </p>
      )}
      {hasRemote && <RemoteMethod officeId={officeId} item={item} choose={choose.mutate} />}
      <ProblemNote error={choose.error} />
      <Preflight officeId={officeId} purpose={purpose} />
    </section>
  );
}

function choiceOf({ method, fingerprint, label }: SigningKeyView): Choice {
  if (method === 'agent') return { method, fingerprint: fingerprint ?? '' };
  return method === 'token' ? { method } : { method: 'remote', credentialId: label ?? '' };
}

function useChoice(officeId: string, step: SigningKeyView['step']) {
  const client = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (choice: Choice) =>
      act<SigningKeyView>(`/signing-keys/${step}?officeId=${officeId}`, {
        method: 'PUT',
        body: choice,
      }),
    onSuccess: async () => {
      void message.success('Đã đổi cách ký');
      void client.invalidateQueries({ queryKey: ['token'] });
      await client.invalidateQueries({ queryKey: ['signing-keys'] });
    },
  });
}

/** What to know before the first signature of the day. */
function Preflight({ officeId, purpose }: { officeId: string; purpose: TokenPurpose }) {
  const [isOpen, setOpen] = useState(true);
  return (
    <div className="preflight-box">
      <Button type="link" size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Kiểm tra trước khi ký
      </Button>
      {isOpen && <PreflightLines officeId={officeId} purpose={purpose} />}
    </div>
  );
}
