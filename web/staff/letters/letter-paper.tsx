import { createPortal } from 'react-dom';
import type { WrittenLetter } from '../../../api/letters/contract';
import { dateOnly } from '../../text/time';
import { useDesk } from '../desk/office';

/** What is printed: the letter as a form, and nothing of the page. */
export function LetterPaper({ letter, body }: { letter: WrittenLetter; body: string }) {
  const { session } = useDesk();
  return createPortal(
    <section className="paper" aria-hidden="true">
      <header>
        <b>{letter.officeName.toLocaleUpperCase('vi')}</b>
        <span>Ngày {dateOnly(letter.issuedAt ?? session.serverTime)}</span>
      </header>
      <h1>{letter.title.toLocaleUpperCase('vi')}</h1>
      {body.split('\n').map((line, index) => (
        // Lines have no name of their own, and never change places.
        <p key={`${index} ${line}`}>{line}</p>
      ))}
      <footer>
        <p>
          Người nhận
          <br />
          <i>(ký, ghi rõ họ tên)</i>
        </p>
        <p>
          Người phát hành
          <br />
          <br />
          <b>{letter.issuedBy ?? session.person.fullName}</b>
        </p>
      </footer>
    </section>,
    document.body,
  );
}
