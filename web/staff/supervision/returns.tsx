import type { Board } from '../../../api/supervision/contract';

/** Why dossiers came back, of the last thirty days. */
export function Returns({ returns }: Pick<Board, 'returns'>) {
  const most = Math.max(1, ...returns.map(({ count }) => count));
  return (
    <figure className="picture">
      <figcaption>Vì sao bị trả lại, ba mươi ngày qua</figcaption>
      {returns.length === 0 && <p className="quiet">Không có hồ sơ nào bị trả lại.</p>}
      <ol className="reasons">
        {returns.map(({ words, count }) => (
          <li key={words}>
            <span>{words}</span>
            <b>{count}</b>
            <i style={{ width: `${(count / most) * 100}%` }} aria-hidden="true" />
          </li>
        ))}
      </ol>
    </figure>
  );
}
