import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Skeleton } from 'antd';
import { type FormEvent, useState } from 'react';
import type { OfficeCorrection } from '../../../api/correction-requests/correction-contract';
import {
  type CorrectionOutcome,
  correctionKindWords,
  correctionOutcomes,
  correctionOutcomeWords,
  correctionStateWords,
} from '../../../domain/correction-requests';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { Switch } from '../../look/switch';
import { act, getJson, sentenceOf } from '../../server/client';
import { useServerNow } from '../../server/clock';
import { timeLeftUntil } from '../../text/time-left';
import { dateTime } from '../../text/time';
import { ForRight } from '../desk/for-right';
import { may, useDesk } from '../desk/office';
import { onCtrlEnter } from '../desk/reason-dialog';
import { TimeLeftBar } from '../desk/time-left-bar';

const states = { open: 'Chờ trả lời', ended: 'Đã kết thúc' } as const;
type State = keyof typeof states;

function correctionsQuery(officeId: string, state: State) {
  return queryOptions({
    queryKey: ['correction-requests', officeId, state],
    refetchInterval: 60_000,
    queryFn: ({ signal }) =>
      getJson<{ items: OfficeCorrection[] }>(
        `/offices/${officeId}/correction-requests?state=${state}`,
        signal,
      ),
  });
}

/** "Yêu cầu đính chính": what citizens ask to be put right of their copies, by the time left to answer. */
export function CorrectionsPage() {
  return (
    <ForRight needs="correction.list" whose="cán bộ tiếp nhận, văn thư và người điều hành">
      <Corrections />
    </ForRight>
  );
}

function Corrections() {
  const { office } = useDesk();
  const [state, setState] = useState<State>('open');
  const [chosen, setChosen] = useState<OfficeCorrection | null>(null);
  const found = useQuery(correctionsQuery(office.id, state));
  return (
    <div className="board">
      <header className="board-head">
        <h1>Yêu cầu đính chính</h1>
        <span className="top-bar-space" />
        <Switch label="Đang xem" words={states} value={state} onChoose={setState} />
      </header>
      {found.isPending && <Skeleton className="view-skeleton" active />}
      {found.isError && (
        <p className="note note-problem view-note" role="alert">
          {sentenceOf(found.error)}
        </p>
      )}
      {found.data && (
        <Rows
          items={found.data.items}
          state={state}
          onAnswer={may(office, 'correction.answer') ? setChosen : undefined}
        />
      )}
      {chosen && <AnswerDialog one={chosen} onClose={() => setChosen(null)} />}
    </div>
  );
}

interface RowsProps {
  items: readonly OfficeCorrection[];
  state: State;
  onAnswer: ((one: OfficeCorrection) => void) | undefined;
}

function Rows({ items, state, onAnswer }: RowsProps) {
  const now = useServerNow();
  if (items.length === 0) {
    return (
      <p className="empty">
        {state === 'open'
          ? 'Không có yêu cầu đính chính nào chờ trả lời. Công dân gửi yêu cầu ở trang Bản sao của tôi.'
          : 'Chưa có yêu cầu đính chính nào đã kết thúc.'}
      </p>
    );
  }
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{state === 'open' ? 'Còn lại' : 'Kết quả'}</th>
            <th scope="col">Hồ sơ</th>
            <th scope="col">Người yêu cầu</th>
            <th scope="col">Sai sót</th>
            <th scope="col">{state === 'open' ? 'Trả lời trước' : 'Trả lời'}</th>
            {onAnswer && state === 'open' && <th scope="col">Thao tác</th>}
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td>
                {state === 'open' ? (
                  <TimeLeftBar
                    left={timeLeftUntil({ startedAt: one.askedAt, due: one.dueAt }, now)}
                  />
                ) : (
                  correctionStateWords[one.state]
                )}
              </td>
              <td>
                <Link
                  to="/work/$list/{-$dossierId}"
                  params={{ list: 'all', dossierId: one.dossierId }}
                >
                  {one.dossierCode}
                </Link>
                <br />
                {one.documentType}
              </td>
              <td className="wraps">{one.requesterName}</td>
              <td className="wraps">
                <b>{correctionKindWords[one.kind]}</b>
                <br />
                {one.words}
              </td>
              <td className="wraps">
                {state === 'open' ? (
                  dateTime(one.dueAt)
                ) : (
                  <>
                    {dateTime(one.endedAt ?? one.askedAt)}
                    {one.answeredBy && ` · ${one.answeredBy}`}
                    {one.outcome && (
                      <>
                        <br />
                        {correctionOutcomeWords[one.outcome].office}
                      </>
                    )}
                    {one.answer && (
                      <>
                        <br />
                        {one.answer}
                      </>
                    )}
                  </>
                )}
              </td>
              {onAnswer && state === 'open' && (
                <td>
                  <button
                    type="button"
                    className="plain-button"
                    aria-label={`Trả lời yêu cầu của hồ sơ ${one.dossierCode}`}
                    onClick={() => onAnswer(one)}
                  >
                    Trả lời
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AnswerDialog({ one, onClose }: { one: OfficeCorrection; onClose: () => void }) {
  const { office } = useDesk();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [outcome, setOutcome] = useState<CorrectionOutcome | 'refuse' | null>(null);
  const [answer, setAnswer] = useState('');
  const [fault, setFault] = useState('');
  const sending = useMutation({
    mutationFn: () =>
      act(`/offices/${office.id}/correction-requests/${one.id}/answer`, {
        body: { outcome: outcome === 'refuse' ? null : outcome, answer: answer.trim() },
      }),
    onSuccess: () => {
      void message.success(`Đã trả lời: ${one.requesterName}, ${one.dossierCode}`);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['correction-requests', office.id] }),
  });
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (sending.isPending) return;
    if (outcome === null) return setFault('Chọn cách giải quyết.');
    if (answer.trim().length < 5)
      return setFault('Ghi câu trả lời bằng ít nhất 5 ký tự; công dân đọc được câu này.');
    setFault('');
    sending.mutate();
  };
  return (
    <Dialog title={`Yêu cầu đính chính: ${one.requesterName}`} onClose={onClose}>
      <form className="act" onSubmit={send} onKeyDown={onCtrlEnter(send)}>
        <p>
          <b>{correctionKindWords[one.kind]}</b>: {one.words}
        </p>
        <fieldset className="grounds">
          <legend>Cách giải quyết</legend>
          {[...correctionOutcomes, 'refuse' as const].map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="outcome"
                checked={outcome === each}
                onChange={() => {
                  setFault('');
                  setOutcome(each);
                }}
              />{' '}
              {each === 'refuse' ? (
                'Không chấp nhận'
              ) : (
                <>
                  {correctionOutcomeWords[each].office}{' '}
                  <span className="quiet">({correctionOutcomeWords[each].citation})</span>
                </>
              )}
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span>{outcome === 'refuse' ? 'Lý do không chấp nhận' : 'Trả lời công dân'}</span>
          <textarea
            className="input"
            rows={4}
            maxLength={1000}
            value={answer}
            onChange={({ target }) => setAnswer(target.value)}
          />
        </label>
        {fault && (
          <p className="note note-problem" role="alert">
            {fault}
          </p>
        )}
        <ProblemNote error={sending.error} />
        <DialogActions onClose={onClose} isPending={sending.isPending}>
          Trả lời <kbd>Ctrl ↵</kbd>
        </DialogActions>
      </form>
    </Dialog>
  );
}
