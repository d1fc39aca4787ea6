import { useEffect, useRef } from 'react';
import type { Counter } from '../../server/shapes';
import type { FieldsProps } from './fields';

/** 3. Check: the legal grounds of a refusal, none chosen; and what asks for more time. */
export function CheckFields(props: FieldsProps & { counter: Counter | undefined }) {
  const { draft, change, isLocked, counter } = props;
  const grounds = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Chosen by a key, it may stand out of sight.
    if (draft.refusalGround) grounds.current?.scrollIntoView({ block: 'nearest' });
  }, [draft.refusalGround]);
  return (
    <fieldset className="part">
      <legend>
        <i>3</i> Kiểm tra bản chính
      </legend>
      <div ref={grounds}>
        <p className="quiet">Chọn khi có căn cứ từ chối chứng thực:</p>
        <div className="grounds grounds-short">
          {counter?.refusalGrounds.map((ground, index) => (
            <label key={ground.id}>
              <input
                type="radio"
                name="refusal"
                aria-keyshortcuts={`Alt+${index + 1}`}
                checked={draft.refusalGround === ground.id}
                onChange={() => change({ refusalGround: ground.id })}
                onClick={() => {
                  // Chosen again: taken back.
                  if (draft.refusalGround === ground.id) change({ refusalGround: '' });
                }}
              />
              <span title={ground.text}>{ground.text}</span>
              <kbd>Alt {index + 1}</kbd>
            </label>
          ))}
        </div>
        {draft.refusalGround && (
          <div className="field">
            <label htmlFor="intake-explanation">Giải thích thêm trong văn bản từ chối</label>
            <textarea
              id="intake-explanation"
              className="input"
              rows={2}
              maxLength={2000}
              value={draft.explanation}
              onChange={(event) => change({ explanation: event.target.value })}
            />
            <button
              type="button"
              className="plain-button start"
              onClick={() => change({ refusalGround: '', explanation: '' })}
            >
              Bỏ chọn, không từ chối
            </button>
          </div>
        )}
      </div>
      <details open={draft.extensionGround !== ''}>
        <summary>Phức tạp hoặc số lượng lớn?</summary>
        <fieldset className="grounds" disabled={isLocked}>
          <legend className="unseen">Căn cứ kéo dài thời hạn</legend>
          <label>
            <input
              type="radio"
              name="extension"
              checked={draft.extensionGround === ''}
              onChange={() => change({ extensionGround: '' })}
            />
            <span>Không kéo dài thời hạn</span>
          </label>
          {counter?.extensionGrounds.map((ground) => (
            <label key={ground.id}>
              <input
                type="radio"
                name="extension"
                checked={draft.extensionGround === ground.id}
                onChange={() => change({ extensionGround: ground.id })}
              />
              <span title={ground.text}>{ground.text}</span>
            </label>
          ))}
        </fieldset>
        {draft.extensionGround && (
          <label className="field field-inline">
            <span>Thêm</span>
            <select
              className="input"
              disabled={isLocked}
              value={draft.extensionDays}
              onChange={(event) => change({ extensionDays: event.target.value === '1' ? 1 : 2 })}
            >
              <option value={1}>01 ngày làm việc</option>
              <option value={2}>02 ngày làm việc</option>
            </select>
          </label>
        )}
      </details>
    </fieldset>
  );
}
