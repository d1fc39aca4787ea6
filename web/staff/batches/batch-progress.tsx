import { Button } from 'antd';
import type { Batch } from '../../../api/batches/contract';
import { countItems } from './batch-queries';
import { batchWords } from './batch-words';

/** A bar and a line per dossier; those that failed come first, each with what to do. */
export function BatchProgress({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { ended, done, total } = countItems(batch);
  const words = batchWords[batch.action];
  const isOver = batch.endedAt !== null;
  const failed = batch.items.filter(({ detail }) => detail !== null);
  const rest = batch.items.filter(({ detail }) => detail === null);
  return (
    <div className="act">
      <progress max={total} value={ended} aria-label={words.running} />
      <p role="status" aria-live="polite">
        {isOver
          ? `${words.done} ${done}/${total} hồ sơ.${failed.length > 0 ? ` ${failed.length} hồ sơ chưa được, vẫn ở trong danh sách.` : ''}`
          : `${words.running} ${ended}/${total}… Đóng cửa sổ này hay trình duyệt thì việc vẫn chạy tiếp.`}
      </p>
      <ul className="batch-lines">
        {[...failed, ...rest].map((item) => (
          <li key={item.dossierId} className={item.detail === null ? undefined : 'batch-failed'}>
            <span aria-hidden="true">{mark(item)}</span>
            <span>
              <b>{item.requesterName}</b> <span className="quiet">{item.code}</span>
              {item.detail !== null && <span className="batch-detail">{item.detail}</span>}
              {item.outcome === 'done' && <span className="visually-hidden">{words.done}</span>}
            </span>
          </li>
        ))}
      </ul>
      <div className="dialog-actions">
        <Button type={isOver ? 'primary' : 'default'} onClick={onClose}>
          Đóng
        </Button>
      </div>
    </div>
  );
}

function mark({ outcome }: Batch['items'][number]): string {
  if (outcome === null) return '…';
  return outcome === 'done' ? '✓' : '✕';
}
