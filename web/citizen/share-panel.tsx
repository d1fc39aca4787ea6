import { type FormEvent, useState } from 'react';
import { act, getJson, sentenceOf } from '../server/client';
import type { NewVaultReference, VaultReference } from '../server/shapes';
import { dateTime } from '../text/time';

const words = { 'in-force': 'đang dùng được', expired: 'đã hết hạn', revoked: 'đã thu hồi' };

/** "Chia sẻ có thời hạn": references by which another system reads this copy, made and taken back. */
export function SharePanel({ dossierId }: { dossierId: string }) {
  const [items, setItems] = useState<VaultReference[] | null>(null);
  const [fresh, setFresh] = useState<NewVaultReference | null>(null);
  const [problem, setProblem] = useState('');
  const path = '/vault/references';
  const tried = async (work: () => Promise<void>) => {
    setProblem('');
    try {
      await work();
      const query = new URLSearchParams({ dossierId });
      setItems((await getJson<{ items: VaultReference[] }>(`${path}?${query}`)).items);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  const share = (form: HTMLFormElement) => {
    const typed = new FormData(form);
    const body = { dossierId, label: typed.get('label'), days: Number(typed.get('days')) };
    return tried(async () => {
      setFresh(await act<NewVaultReference>(path, { body }));
      form.reset();
    });
  };
  return (
    <details
      onToggle={(event) => {
        if (event.currentTarget.open && items === null) void tried(() => Promise.resolve());
      }}
    >
      <summary className="text-button">Chia sẻ có thời hạn</summary>
      <form
        className="share-form"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          void share(event.currentTarget);
        }}
      >
        <label className="field">
          <span>Chia sẻ cho ai, để làm gì</span>
          <input name="label" required maxLength={100} />
        </label>
        <label className="field">
          <span>Số ngày dùng được (1–90)</span>
          <input name="days" type="number" inputMode="numeric" min={1} max={90} defaultValue={7} />
        </label>
        <button type="submit" className="big-button quiet-button">
          Tạo mã tham chiếu
        </button>
      </form>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div aria-live="polite">
        {fresh && (
          <p className="card">
            Mã tham chiếu, chỉ hiện một lần: <code>{fresh.reference}</code>
            <CopyButton text={fresh.reference} />
            Gửi mã này cho cơ quan nhận; hệ thống của họ đọc được bản sao đến{' '}
            {dateTime(fresh.expiresAt)}.
          </p>
        )}
      </div>
      <ul>
        {(items ?? []).map((item) => (
          <li key={item.id}>
            {item.label}: {words[item.status]}, đến {dateTime(item.expiresAt)}, đã đọc {item.uses}{' '}
            lần{' '}
            {item.status === 'in-force' && (
              <button
                type="button"
                className="text-button"
                onClick={() => void tried(() => act(`${path}/${item.id}`, { method: 'DELETE' }))}
              >
                Thu hồi
              </button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Where the browser gives no way to the clipboard (plain HTTP), the code is picked by hand. */
function CopyButton({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false);
  if (!globalThis.isSecureContext) return null;
  return (
    <button
      type="button"
      className="big-button quiet-button"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      {isCopied ? 'Đã chép' : 'Chép mã'}
    </button>
  );
}
