import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import type { Agent, Pairing } from '../../../api/agents/contract';
import { ConfirmedButton } from '../../look/confirmed-button';
import { ProblemNote } from '../../look/problem-note';
import { act, sentenceOf } from '../../server/client';
import { useServerNow } from '../../server/clock';
import { agentsQuery } from '../../server/queries';
import { dateTime } from '../../text/time';

const plainAddress = '/agent/sao-y-agent.tgz';

/** The computers of mine that sign, and how to add one. */
export function Computers() {
  const agents = useQuery(agentsQuery);
  return (
    <section className="card" aria-labelledby="computers">
      <h2 id="computers">Máy của tôi</h2>
      <ProblemNote error={agents.error} />
      {agents.data?.items.length === 0 && (
        <p className="quiet">Chưa có máy nào. Ghép máy có cắm token của bạn theo các bước dưới.</p>
      )}
      <ul className="computers">
        {agents.data?.items.map((agent) => (
          <Computer key={agent.id} agent={agent} />
        ))}
      </ul>
      <PairComputer />
    </section>
  );
}

function Computer({ agent }: { agent: Agent }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => act(`/agents/${agent.id}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['agents'] }),
  });
  return (
    <li>
      <span>
        <b>{agent.computerName}</b>
        <small className={agent.isRunning ? 'holds' : 'quiet'}>
          {agent.isRunning ? '● Chương trình ký đang chạy' : lastSeen(agent)} · ghép lúc{' '}
          {dateTime(agent.pairedAt)}
        </small>
        {remove.isError && <small className="fails">{sentenceOf(remove.error)}</small>}
      </span>
      <ConfirmedButton
        title="Gỡ máy này?"
        description="Chương trình ký trên máy đó sẽ ngừng ngay. Muốn dùng lại phải ghép mới."
        okText="Gỡ máy"
        onConfirm={() => remove.mutate()}
        isPending={remove.isPending}
        danger
      >
        Gỡ
      </ConfirmedButton>
    </li>
  );
}

function lastSeen({ seenAt }: Agent): string {
  return seenAt ? `○ Liên lạc lần cuối ${dateTime(seenAt)}` : '○ Chưa chạy lần nào';
}

/** Where the program is, by its version: npx takes no newer one from an address that it knows. */
function useProgramAddress(): string {
  const { data } = useQuery({
    queryKey: ['agent-program'],
    queryFn: async ({ signal }) => {
      const { headers } = await fetch(plainAddress, { method: 'HEAD', signal });
      const name = /filename="([\w.-]+)"/.exec(headers.get('content-disposition') ?? '')?.[1];
      return name ? `/agent/${name}` : plainAddress;
    },
    staleTime: Infinity,
  });
  return location.origin + (data ?? plainAddress);
}

/** The steps, with the code in its place once it is asked for. */
function PairComputer() {
  const pairing = useMutation({ mutationFn: () => act<Pairing>('/agents/pairing') });
  const now = useServerNow();
  const code = pairing.data;
  const isOver = code !== undefined && Date.parse(code.expiresAt) <= now;
  const address = location.origin;
  const program = `npx --yes ${useProgramAddress()}`;
  return (
    <div className="pairing">
      <h3>Ghép máy mới</h3>
      <ol>
        <li>
          Trên máy có token, cài Node.js 20 trở lên, mở cửa sổ lệnh (trên Windows: Command Prompt)
          và chạy:
          <pre>
            {program} pair {address}
          </pre>
          <small className="quiet">
            Nếu không tự thấy token, thêm --module và tệp PKCS#11 của hãng (.dll, .so hoặc .dylib).{' '}
            <a href="/agent/sao-y-agent.tgz">Tải chương trình ký</a>
          </small>
        </li>
        <li>
          Khi chương trình hỏi, nhập mã ghép:
          {code && !isOver ? (
            <p className="pairing-code" role="status">
              <b>{code.code}</b>
              <small className="quiet">Dùng một lần, đến {dateTime(code.expiresAt)}</small>
            </p>
          ) : (
            <p>
              {isOver && <small className="fails">Mã trước đã hết hạn. </small>}
              <Button
                type="primary"
                onClick={() => pairing.mutate()}
                loading={pairing.isPending && { delay: 300 }}
              >
                Lấy mã ghép
              </Button>
            </p>
          )}
          <ProblemNote error={pairing.error} />
        </li>
        <li>Chọn chứng thư của bạn ở phần “Tôi ký bằng” phía trên.</li>
        <li>
          Mỗi ngày làm việc, để chương trình chạy:
          <pre>{program} run</pre>
        </li>
      </ol>
    </div>
  );
}
