import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { ApiKeyRow, NewApiKey } from '../../../api/keys/contract';
import { scopeDeclarations } from '../../../domain/scopes';
import { ConfirmedButton } from '../../look/confirmed-button';
import { ProblemNote } from '../../look/problem-note';
import { act, getJson } from '../../server/client';
import { fieldIn } from '../../sessions/code-field';
import { dateTime } from '../../text/time';
import '../account/account.css';
import { ForRight } from '../desk/for-right';
import { useDesk } from '../desk/office';

const statusWords: Record<ApiKeyRow['status'], string> = {
  'in-force': 'Đang dùng được',
  expired: 'Đã hết hạn',
  ended: 'Đã thu hồi',
};

/** "Khóa của phần mềm": by which other programs are let in for this office; made, replaced and withdrawn. */
export function KeysPage() {
  const { office } = useDesk();
  return (
    <ForRight needs="api-key.list" whose="quản trị viên đơn vị">
      <Keys path={`/offices/${office.id}/keys`} />
    </ForRight>
  );
}

function Keys({ path }: { path: string }) {
  const client = useQueryClient();
  const [fresh, setFresh] = useState<NewApiKey | null>(null);
  const keys = useQuery({
    queryKey: ['keys', path],
    queryFn: ({ signal }) => getJson<{ items: ApiKeyRow[] }>(path, signal),
  });
  const refresh = () => void client.invalidateQueries({ queryKey: ['keys', path] });
  const show = (made: NewApiKey) => {
    setFresh(made);
    refresh();
  };
  return (
    <div className="account">
      <header>
        <h1>Khóa của phần mềm</h1>
        <p className="quiet">
          Phần mềm khác dùng khóa để lấy bản sao theo mã tham chiếu, chỉ trong phạm vi đơn vị này.
        </p>
      </header>
      {fresh && <FreshKey made={fresh} onKept={() => setFresh(null)} />}
      <MakeKey path={path} onMade={show} />
      <ProblemNote error={keys.error} />
      {keys.data?.items.length === 0 && <p className="quiet">Đơn vị chưa cấp khóa nào.</p>}
      {keys.data?.items.map((key) => (
        <KeyCard key={key.id} path={path} row={key} onRotated={show} onEnded={refresh} />
      ))}
    </div>
  );
}

function MakeKey({ path, onMade }: { path: string; onMade: (made: NewApiKey) => void }) {
  const make = useMutation({
    mutationFn: (body: object) => act<NewApiKey>(path, { body }),
    onSuccess: onMade,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const scopes = new FormData(form).getAll('scope');
    const body = { name: fieldIn(form, 'name'), days: Number(fieldIn(form, 'days')), scopes };
    make.mutate(body, { onSuccess: () => form.reset() });
  };
  return (
    <form className="account-card" onSubmit={submit}>
      <h2>Cấp khóa mới</h2>
      <label className="field">
        <span>Phần mềm nào dùng khóa</span>
        <input name="name" className="input" required maxLength={100} />
      </label>
      <fieldset className="key-scopes">
        <legend>Được làm gì</legend>
        {Object.entries(scopeDeclarations).map(([scope, { vi }]) => (
          <label key={scope}>
            <input type="checkbox" name="scope" value={scope} defaultChecked /> {vi}
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span>Số ngày dùng được (1–730)</span>
        <input
          name="days"
          className="input"
          type="number"
          inputMode="numeric"
          required
          min={1}
          max={730}
          defaultValue={365}
        />
      </label>
      <ProblemNote error={make.error} />
      <p>
        <Button type="primary" htmlType="submit" loading={make.isPending && { delay: 300 }}>
          Cấp khóa
        </Button>
      </p>
    </form>
  );
}

function FreshKey({ made, onKept }: { made: NewApiKey; onKept: () => void }) {
  return (
    <section className="account-card" aria-labelledby="fresh-key">
      <h2 id="fresh-key">Khóa của “{made.name}”</h2>
      <p>Chỉ hiện một lần này. Chép vào phần mềm, đừng gửi qua thư hay tin nhắn.</p>
      <p>
        <code className="fresh-key">{made.secret}</code>
      </p>
      <p className="account-actions">
        <Button type="primary" onClick={onKept}>
          Tôi đã chép khóa
        </Button>
      </p>
    </section>
  );
}

function KeyCard(props: {
  path: string;
  row: ApiKeyRow;
  onRotated: (made: NewApiKey) => void;
  onEnded: () => void;
}) {
  const { row } = props;
  const rotate = useMutation({
    mutationFn: () => act<NewApiKey>(`${props.path}/${row.id}/rotation`),
    onSuccess: props.onRotated,
  });
  const end = useMutation({
    mutationFn: () => act(`${props.path}/${row.id}`, { method: 'DELETE' }),
    onSettled: props.onEnded,
  });
  return (
    <section className="account-card" aria-label={`Khóa ${row.name}`}>
      <h2>{row.name}</h2>
      <p className="quiet">
        {statusWords[row.status]} · cấp {dateTime(row.createdAt)} · đến {dateTime(row.expiresAt)} ·{' '}
        {row.lastUsedAt ? `dùng lần cuối ${dateTime(row.lastUsedAt)}` : 'chưa dùng'}
      </p>
      <ProblemNote error={rotate.error ?? end.error} />
      {row.status === 'in-force' && (
        <p className="account-actions">
          <ConfirmedButton
            title="Thay khóa này?"
            description="Khóa cũ còn dùng được thêm một ngày để bạn đổi trong phần mềm."
            okText="Thay khóa"
            onConfirm={() => rotate.mutate()}
            isPending={rotate.isPending}
          >
            Thay khóa
          </ConfirmedButton>
          <ConfirmedButton
            title="Thu hồi khóa này?"
            description="Phần mềm đang dùng khóa sẽ bị từ chối ngay."
            okText="Thu hồi"
            onConfirm={() => end.mutate()}
            isPending={end.isPending}
            danger
          >
            Thu hồi
          </ConfirmedButton>
        </p>
      )}
    </section>
  );
}
