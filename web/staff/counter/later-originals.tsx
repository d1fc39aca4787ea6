import { useId } from 'react';
import { pagesOf } from './handed-files';
import type { LaterOriginal } from './visit-files';

interface Props {
  later: readonly LaterOriginal[];
  documentTypes: readonly string[];
  onLater: (later: readonly LaterOriginal[]) => void;
  /** Has what was split as it was before; null where one of it was sent. */
  onJoin: (() => void) | null;
}

/** The other originals of the visit, a row each: they come on the form by themselves, one after the other. */
export function LaterOriginals({ later, documentTypes, onLater, onJoin }: Props) {
  const known = useId();
  if (later.length === 0) return null;
  const change = (id: string, part: Partial<LaterOriginal>) =>
    onLater(later.map((each) => (each.id === id ? { ...each, ...part } : each)));
  return (
    <fieldset className="part">
      <legend>Còn {later.length} bản chính của lượt này</legend>
      <ol className="later">
        {later.map(({ id, files, documentType, copies }, at) => (
          <li key={id}>
            <input
              className="input"
              list={known}
              value={documentType}
              aria-label={`Loại giấy tờ, bản chính chờ thứ ${at + 1}`}
              placeholder="Loại giấy tờ"
              onChange={(event) => change(id, { documentType: event.target.value })}
            />
            <span className="quiet">{pagesOf(files) ?? files.length} trang</span>
            <input
              className="input"
              inputMode="numeric"
              value={copies}
              aria-label={`Số bản, bản chính chờ thứ ${at + 1}`}
              title="Số bản"
              onChange={(event) =>
                change(id, { copies: event.target.value.replace(/\D/g, '').slice(0, 4) })
              }
            />
          </li>
        ))}
      </ol>
      <datalist id={known}>
        {documentTypes.map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
      <p className="quiet">
        Trình ký xong một bản, bản tiếp theo tự vào biểu mẫu; tất cả chung một biên nhận.{' '}
        {onJoin && (
          <button type="button" className="plain-button" onClick={onJoin}>
            Ghép lại như cũ
          </button>
        )}
      </p>
    </fieldset>
  );
}
