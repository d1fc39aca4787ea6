import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Skeleton } from 'antd';
import { useState } from 'react';
import type { OfficeToken, OfficeTokens } from '../../../api/signing-keys/token-contract';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { dateTime } from '../../text/time';
import { officeTokensQuery } from '../units/queries';

const purposes = { leader: 'Lãnh đạo ký', agency: 'Cơ quan đóng dấu' };

/** An office's tokens at our server: what they hold, whose they are, and what an administrator has to say of them. */
export function TokenTable({ officeId }: { officeId: string }) {
  const tokens = useQuery(officeTokensQuery(officeId));
  if (tokens.isPending) return <Skeleton active />;
  if (!tokens.data) return <ProblemNote error={tokens.error} />;
  const { items, signers } = tokens.data;
  return (
    <section aria-labelledby="tokens-title">
      <h3 id="tokens-title">Token ở máy chủ</h3>
      {items.length === 0 ? (
        <p className="empty">
          Đơn vị không có token nào ở máy chủ. Lãnh đạo và văn thư ký bằng token trên máy của mình,
          hoặc qua nhà cung cấp ký số từ xa.
        </p>
      ) : (
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Token</th>
                <th scope="col">Chứng thư</th>
                <th scope="col">Tình trạng</th>
                <th scope="col">Của ai</th>
              </tr>
            </thead>
            <tbody>
              {items.map((token) => (
                <tr key={token.label}>
                  <th scope="row" className="wraps">
                    {token.label}
                    <div className="quiet">{purposes[token.purpose]}</div>
                  </th>
                  <td className="wraps">
                    {token.subject ?? 'chưa đọc được'}
                    {token.validTo && (
                      <div className="quiet">
                        {token.issuer}; đến {dateTime(token.validTo)}
                      </div>
                    )}
                  </td>
                  <td className="wraps">
                    {token.trouble ?? 'Sẵn sàng'}
                    {token.locked && <Unlocked officeId={officeId} label={token.label} />}
                  </td>
                  <td className="wraps">
                    {token.purpose === 'agency' ? (
                      'của cơ quan'
                    ) : (
                      <Holder
                        key={token.holder?.id}
                        officeId={officeId}
                        token={token}
                        signers={signers}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface HolderProps {
  officeId: string;
  token: OfficeToken;
  signers: OfficeTokens['signers'];
}

/** Nobody else signs with the token; whoever no longer signs here stays shown until another is declared. */
function Holder({ officeId, token: { label, holder }, signers }: HolderProps) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState(holder?.id ?? '');
  const declaring = useMutation({
    mutationFn: () =>
      act<OfficeTokens>(`/offices/${officeId}/tokens/${encodeURIComponent(label)}/holder`, {
        method: 'PUT',
        body: { personId: chosen === '' ? null : chosen },
      }),
    onSuccess: async (tokens) => {
      client.setQueryData(officeTokensQuery(officeId).queryKey, tokens);
      await message.success(`Đã khai báo token “${label}”.`);
    },
  });
  const isListed = holder === null || signers.some(({ id }) => id === holder.id);
  return (
    <>
      <div className="unit-tables">
        <select
          className="input"
          aria-label={`Token “${label}” là của ai`}
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
        >
          <option value="">chưa khai báo: không ai ký được</option>
          {!isListed && holder && (
            <option value={holder.id}>{holder.fullName} (không còn quyền ký)</option>
          )}
          {signers.map(({ id, fullName }) => (
            <option key={id} value={id}>
              {fullName}
            </option>
          ))}
        </select>
        <Button
          disabled={chosen === (holder?.id ?? '')}
          loading={declaring.isPending}
          onClick={() => declaring.mutate()}
        >
          Khai báo
        </Button>
      </div>
      <ProblemNote error={declaring.error} />
    </>
  );
}

function Unlocked({ officeId, label }: { officeId: string; label: string }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const telling = useMutation({
    mutationFn: () =>
      act(`/offices/${officeId}/tokens/${encodeURIComponent(label)}/unlocked`, { method: 'PUT' }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: officeTokensQuery(officeId).queryKey });
      await message.success('Đã báo; lần nhập mã PIN tới sẽ đến token.');
    },
  });
  return (
    <>
      <div className="unit-tables">
        <Button loading={telling.isPending} onClick={() => telling.mutate()}>
          Nơi cấp đã mở khóa
        </Button>
      </div>
      <ProblemNote error={telling.error} />
    </>
  );
}
