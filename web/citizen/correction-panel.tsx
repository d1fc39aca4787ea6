import { useState } from 'react';
import type { Correction } from '../../api/correction-requests/correction-contract';
import {
  correctionKinds,
  correctionKindWords,
  correctionOutcomeWords,
  correctionStateWords,
} from '../../domain/correction-requests';
import { act, sentenceOf } from '../server/client';
import { dateTime } from '../text/time';
import { FormCard, wordIn } from './form-card';

/** "Yêu cầu đính chính": what was asked of one copy and answered, and the form to ask. */
export function CorrectionPanel({
  dossierId,
  asked,
  onChange,
}: {
  dossierId: string;
  asked: readonly Correction[];
  onChange: () => void;
}) {
  const isOpen = asked.some(({ state }) => state === 'asked');
  const send = async (typed: FormData) => {
    const body = { kind: wordIn(typed, 'kind'), words: wordIn(typed, 'words') };
    await act(`/my/copies/${dossierId}/correction-requests`, { body });
    onChange();
  };
  return (
    <>
      {asked.map((one) => (
        <Asked key={one.id} one={one} onChange={onChange} />
      ))}
      {!isOpen && (
        <details>
          <summary className="text-button">Yêu cầu đính chính</summary>
          <FormCard action="Gửi yêu cầu" onSend={send}>
            <label className="field">
              <span>Sai ở đâu</span>
              <select name="kind" required>
                {correctionKinds.map((kind) => (
                  <option key={kind} value={kind}>
                    {correctionKindWords[kind]}
                  </option>
                ))}
              </select>
            </label>
            <label className="field">
              <span>Đúng ra là gì (một, hai câu)</span>
              <textarea name="words" rows={3} required minLength={5} maxLength={1000} />
            </label>
            <p className="quiet">
              Tệp đã ký và đóng dấu không sửa được; cơ quan trả lời phải làm gì tiếp, chậm nhất sau
              vài ngày làm việc.
            </p>
          </FormCard>
        </details>
      )}
    </>
  );
}

function Asked({ one, onChange }: { one: Correction; onChange: () => void }) {
  const [problem, setProblem] = useState('');
  const withdraw = () => {
    setProblem('');
    act(`/my/correction-requests/${one.id}/withdraw`, { body: {} }).then(
      onChange,
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  };
  const outcome = one.outcome && correctionOutcomeWords[one.outcome];
  return (
    <div className="asked-correction">
      <p>
        <b>Yêu cầu đính chính: {correctionStateWords[one.state]}</b>
        <br />
        {correctionKindWords[one.kind]}: {one.words}
      </p>
      {one.state === 'asked' && (
        <p>
          Gửi lúc {dateTime(one.askedAt)}; cơ quan trả lời trước {dateTime(one.dueAt)}.{' '}
          <button type="button" className="text-button" onClick={withdraw}>
            Rút yêu cầu
          </button>
        </p>
      )}
      {one.answer && (
        <p>
          Trả lời lúc {dateTime(one.endedAt ?? one.askedAt)}: {one.answer}
        </p>
      )}
      {outcome && (
        <p>
          {outcome.citizen} <span className="quiet">({outcome.citation})</span>
        </p>
      )}
      {one.state === 'refused' && (
        <p className="quiet">Ông/bà có quyền khiếu nại theo quy định của pháp luật.</p>
      )}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
