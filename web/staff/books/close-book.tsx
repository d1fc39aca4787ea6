import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Skeleton } from 'antd';
import { type FormEvent, useState } from 'react';
import type { BookClosing } from '../../../api/books/contract';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { Fact } from '../../look/fact';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import type { Book } from '../../server/shapes';
import { dayToText } from '../../text/day';
import { dong } from '../../text/dong';
import { dateTime } from '../../text/time';
import { may, useDesk } from '../desk/office';
import { PaperPreview } from '../papers/paper-preview';
import { paperFileQuery, printPapers } from '../papers/queries';
import { closingFileQuery, closingQuery } from './queries';
import './books.css';

interface Props {
  book: Book;
  onClose: () => void;
}

/** "Khóa sổ": the totals of a book, what stands in the way, its statement, and the signer's confirmation. */
export function CloseBook({ book, onClose }: Props) {
  const { office } = useDesk();
  const facts = useQuery(closingQuery(office.id, book.id));
  return (
    <Dialog title={`Khóa sổ ${book.name}`} onClose={onClose} isWide>
      {facts.isPending && <Skeleton active paragraph={{ rows: 6 }} />}
      {facts.error !== null && (
        <div className="act">
          <ProblemNote error={facts.error} />
        </div>
      )}
      {facts.data?.closed && <Closed closed={facts.data.closed} onClose={onClose} />}
      {facts.data && !facts.data.closed && (
        <Open book={book} facts={facts.data} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Open({ book, facts, onClose }: Props & { facts: BookClosing }) {
  const { office } = useDesk();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [isRead, setRead] = useState(false);
  const [isShown, setShown] = useState(false);
  const file = useQuery({
    ...closingFileQuery(office.id, book.id, facts.totalsHash),
    enabled: isShown,
  });
  const closing = useMutation({
    mutationFn: () =>
      act<BookClosing>(`/offices/${office.id}/books/${book.id}/closing`, {
        body: { totalsHash: facts.totalsHash },
      }),
    onSuccess: (closed) => {
      client.setQueryData(closingQuery(office.id, book.id).queryKey, closed);
      void client.invalidateQueries({ queryKey: ['books'] });
      void message.success(`Đã khóa sổ ${book.name}.`);
    },
    // What has changed since is shown before it is confirmed again.
    onError: () => client.invalidateQueries({ queryKey: ['book-closing', book.id] }),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!closing.isPending) closing.mutate();
  };
  const { waiting, hasEnded } = facts;
  const isFree = hasEnded && waiting.unsealedCount === 0;
  const mayClose = may(office, 'book.close');
  return (
    <form className="act" onSubmit={send}>
      <Totals totals={facts.totals} months={facts.months} />
      {!hasEnded && (
        <p className="note note-near" role="status">
          Sổ còn mở đến hết ngày {dayToText(book.closedOn)}: khóa sổ từ ngày đó, sau khi cấp xong số
          cuối cùng.
        </p>
      )}
      {waiting.unsealedCount > 0 && (
        <p className="note note-problem" role="status">
          {waiting.unsealedCount} số đã cấp mà hồ sơ chưa đóng dấu xong, cần hoàn thành hoặc hủy
          trước: {waiting.unsealed.join(', ')}
          {waiting.unsealedCount > waiting.unsealed.length && '…'}.
        </p>
      )}
      {waiting.unnumbered > 0 && (
        <p className="note" role="status">
          {waiting.unnumbered} hồ sơ đang giải quyết chưa có số: sau khi khóa, các hồ sơ đó lấy số ở
          sổ đang mở tiếp theo, qua năm mới là sổ năm sau, từ số 01.
        </p>
      )}
      {waiting.undelivered > 0 && (
        <p className="note" role="status">
          {waiting.undelivered} bản sao đã đóng dấu còn đang gửi; việc gửi vẫn tiếp tục sau khi
          khóa.
        </p>
      )}
      {isShown ? (
        <>
          <ProblemNote error={file.error} />
          <PaperPreview file={file.data} isPending={file.isPending} label="Biên bản khóa sổ" />
        </>
      ) : (
        <p>
          <Button onClick={() => setShown(true)}>Xem trước biên bản</Button>
        </p>
      )}
      {mayClose && isFree && (
        <label className="check">
          <input
            type="checkbox"
            checked={isRead}
            onChange={({ target }) => setRead(target.checked)}
          />{' '}
          Tôi đã đối chiếu và xác nhận số liệu trên. Sau khi khóa, sổ không cấp thêm số nào và không
          mở lại được.
        </label>
      )}
      {!mayClose && (
        <p className="quiet">Người ký chứng thực xác nhận và khóa sổ (NĐ 23/2015 Điều 13).</p>
      )}
      <ProblemNote error={closing.error} />
      {mayClose ? (
        <DialogActions
          onClose={onClose}
          isPending={closing.isPending}
          disabled={!isRead || !isFree}
        >
          Xác nhận và khóa sổ
        </DialogActions>
      ) : (
        <div className="dialog-actions">
          <Button onClick={onClose}>Đóng</Button>
        </div>
      )}
    </form>
  );
}

function Closed({
  closed,
  onClose,
}: {
  closed: NonNullable<BookClosing['closed']>;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const { paper } = closed;
  const file = useQuery(paperFileQuery(paper.id));
  const printing = useMutation({
    mutationFn: () => printPapers([paper.id]),
    onSettled: () => client.invalidateQueries({ queryKey: ['book-closing'] }),
  });
  return (
    <div className="act">
      <p>
        {closed.by} đã xác nhận và khóa sổ lúc {dateTime(closed.at)}. Biên bản số {paper.numberText}
        ; bản in do người giữ sổ và người ký chứng thực ký, đóng dấu.
      </p>
      <Totals totals={closed.totals} months={[]} />
      <p className="quiet">
        Mã số liệu ghi trong sổ công khai: <code className="wraps">{closed.hash}</code>
      </p>
      <ProblemNote error={printing.error ?? file.error} />
      <PaperPreview file={file.data} isPending={file.isPending} label="Biên bản khóa sổ" />
      <div className="dialog-actions">
        <Button onClick={onClose}>Đóng</Button>
        <Button
          type="primary"
          loading={printing.isPending && { delay: 300 }}
          onClick={() => {
            if (!printing.isPending) printing.mutate();
          }}
        >
          {paper.prints.length === 0 ? 'In biên bản' : `In lại lần ${paper.prints.length + 1}`}
        </Button>
      </div>
    </div>
  );
}

function Totals({ totals, months }: Pick<BookClosing, 'totals' | 'months'>) {
  return (
    <>
      <dl className="facts">
        <Fact name="Số đã cấp">
          {totals.numbers === 0
            ? 'không có'
            : `${totals.numbers}, từ ${totals.firstText} đến ${totals.lastText}`}
        </Fact>
        <Fact name="Không còn hiệu lực">{totals.voids}</Fact>
        <Fact name="Lần đính chính">{totals.corrections}</Fact>
        <Fact name="Số bản sao">{totals.copies}</Fact>
        <Fact name="Số trang bản chính">{totals.pages}</Fact>
        <Fact name="Phí">{dong(totals.fee)}</Fact>
      </dl>
      {months.length > 0 && <Months months={months} />}
    </>
  );
}

function Months({ months }: Pick<BookClosing, 'months'>) {
  return (
    <div
      className="table-frame book-months"
      tabIndex={0}
      role="region"
      aria-label="Số liệu theo tháng"
    >
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Tháng</th>
            <th scope="col">Từ số</th>
            <th scope="col">Đến số</th>
            <th scope="col">Số đã cấp</th>
            <th scope="col">Không còn hiệu lực</th>
            <th scope="col">Số bản sao</th>
            <th scope="col">Số trang</th>
            <th scope="col">Phí</th>
          </tr>
        </thead>
        <tbody>
          {months.map((each) => (
            <tr key={each.month}>
              <td>{each.month}</td>
              <td>{each.firstText}</td>
              <td>{each.lastText}</td>
              <td>{each.numbers}</td>
              <td>{each.voids}</td>
              <td>{each.copies}</td>
              <td>{each.pages}</td>
              <td>{dong(each.fee)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
