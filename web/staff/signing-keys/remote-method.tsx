import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Candidate, SigningKeyView } from '../../../api/signing-keys/contract';
import { ProblemNote } from '../../look/problem-note';
import { getJson } from '../../server/client';
import { CertificateChoice, type Choice } from './certificate-choice';

interface Props {
  officeId: string;
  item: SigningKeyView;
  choose: (choice: Choice) => void;
}

/** Keys that a provider of remote signatures keeps for me: found by my name there. */
export function RemoteMethod({ officeId, item, choose }: Props) {
  const [userId, setUserId] = useState('');
  const isChosen = item.method === 'remote' || item.method === 'consent';
  const find = useMutation({
    mutationFn: () => {
      const query = new URLSearchParams({ officeId, userId });
      const path = `/signing-keys/${item.step}/remote?${query}`;
      return getJson<{ items: Candidate[] }>(path);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (userId) find.mutate();
  };
  return (
    <fieldset className="methods">
      <legend>Ký số từ xa (SIM PKI, ký số trên đám mây)</legend>
      {isChosen && (
        <p>
          <b>Đang dùng:</b> {item.subject} ({item.label})
        </p>
      )}
      <form className="report" onSubmit={submit}>
        <label className="field">
          <span>Tên của bạn ở nhà cung cấp</span>
          <input
            className="input"
            value={userId}
            autoComplete="off"
            onChange={(event) => setUserId(event.target.value)}
          />
        </label>
        <Button htmlType="submit" loading={find.isPending && { delay: 300 }}>
          Tìm chứng thư
        </Button>
      </form>
      <ProblemNote error={find.error} />
      {find.data?.items.length === 0 && (
        <p className="quiet">Nhà cung cấp không có chứng thư nào dưới tên này.</p>
      )}
      {find.data?.items.map((candidate) => (
        <CertificateChoice
          key={candidate.id}
          name={`remote-${item.step}`}
          candidate={candidate}
          isChosen={isChosen && item.label === candidate.id}
          onChoose={() => choose({ method: 'remote', credentialId: candidate.id })}
        />
      ))}
    </fieldset>
  );
}
