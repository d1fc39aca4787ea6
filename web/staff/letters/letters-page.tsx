import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useState } from 'react';
import type { Letter } from '../../../api/letters/contract';
import { Switch } from '../../look/switch';
import { sentenceOf } from '../../server/client';
import { dateTime } from '../../text/time';
import { ForRight } from '../desk/for-right';
import { useDesk } from '../desk/office';
import { IssueAll } from './issue-all';
import { LetterForm } from './letter-form';
import { lettersQuery } from './queries';

export const kindLabels: Record<Letter['kind'], string> = {
  slip: 'Phiếu hẹn',
  apology: 'Thư xin lỗi',
};
const states: Record<Letter['state'], string> = {
  drafted: 'Chưa phát hành',
  issued: 'Đã phát hành',
};

/** "Phiếu hẹn, thư xin lỗi": what clocks called for; read, changed, printed and issued here. */
export function LettersPage() {
  return (
    <ForRight needs="letter.list" whose="cán bộ tiếp nhận và người điều hành">
      <Letters />
    </ForRight>
  );
}

function Letters() {
  const { office } = useDesk();
  const [state, setState] = useState<Letter['state']>('drafted');
  const [chosen, setChosen] = useState<string | null>(null);
  const letters = useQuery(lettersQuery(office.id, state));
  return (
    <div className="board">
      <header className="board-head">
        <h1>Phiếu hẹn, thư xin lỗi</h1>
        <span className="top-bar-space" />
        {state === 'drafted' && letters.data && <IssueAll items={letters.data.items} />}
        <Switch label="Đang xem" words={states} value={state} onChoose={setState} />
      </header>
      {letters.isPending && <Skeleton className="view-skeleton" active />}
      {letters.isError && (
        <p className="note note-problem view-note" role="alert">
          {sentenceOf(letters.error)}
        </p>
      )}
      {letters.data && (
        <LetterTable items={letters.data.items} state={state} onChoose={setChosen} />
      )}
      {chosen && <LetterForm key={chosen} id={chosen} onClose={() => setChosen(null)} />}
    </div>
  );
}

interface TableProps {
  items: readonly Letter[];
  state: Letter['state'];
  onChoose: (id: string) => void;
}

function LetterTable({ items, state, onChoose }: TableProps) {
  if (items.length === 0) {
    return (
      <p className="empty">
        {state === 'drafted'
          ? 'Không có phiếu hẹn hay thư xin lỗi nào chờ phát hành. Chúng được soạn khi hẹn trả, kéo dài, đổi lịch hoặc trễ hạn.'
          : 'Chưa có phiếu hẹn hay thư xin lỗi nào được phát hành.'}
      </p>
    );
  }
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Loại</th>
            <th scope="col">Người yêu cầu</th>
            <th scope="col">Mã hồ sơ</th>
            <th scope="col">Hẹn trả</th>
            <th scope="col">Hẹn trước đây</th>
            <th scope="col">{state === 'drafted' ? 'Soạn lúc' : 'Phát hành'}</th>
            <th scope="col">Thao tác</th>
          </tr>
        </thead>
        <tbody>
          {items.map((letter) => (
            <tr key={letter.id} className="opens" onClick={() => onChoose(letter.id)}>
              <td>{kindLabels[letter.kind]}</td>
              <td className="wraps">{letter.requesterName}</td>
              <td>{letter.dossierCode}</td>
              <td>{dateTime(letter.due)}</td>
              <td>{letter.previousDue ? dateTime(letter.previousDue) : '–'}</td>
              <td>
                {letter.issuedAt
                  ? `${dateTime(letter.issuedAt)} · ${letter.issuedBy ?? ''}`
                  : dateTime(letter.draftedAt)}
              </td>
              <td>
                <button
                  type="button"
                  className="plain-button"
                  aria-label={`Mở ${kindLabels[letter.kind].toLowerCase()} của hồ sơ ${letter.dossierCode}`}
                  onClick={() => onChoose(letter.id)}
                >
                  Mở
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
