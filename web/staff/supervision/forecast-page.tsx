import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { type FormEvent, useState } from 'react';
import type { Staffing, WhatIf, WhatIfAnswer } from '../../../api/supervision/what-if-contract';
import { bySteps, type Step, steps } from '../../../domain/process';
import { DateField } from '../../look/date-field';
import { FileDrop } from '../../look/file-drop';
import { ProblemNote } from '../../look/problem-note';
import { act, sentenceOf } from '../../server/client';
import { staffingQuery } from '../../server/queries';
import { stepLabels } from '../../text/labels';
import { ForRight } from '../desk/for-right';
import { may, useDesk } from '../desk/office';
import { OddsPanel } from './odds-panel';
import { WhatIfResult } from './what-if-result';

/** "Dự báo": which open dossiers are likely to be late, and which a change would make so before anybody makes it. */
export function ForecastPage() {
  return (
    <ForRight needs="what-if.ask" whose="người điều hành và quản trị viên">
      <Forecast />
    </ForRight>
  );
}

function Forecast() {
  const { office } = useDesk();
  return (
    <div className="board">
      <header className="board-head">
        <h1>Dự báo</h1>
      </header>
      {may(office, 'board.read') && <OddsPanel officeId={office.id} />}
      <WhatIf />
    </div>
  );
}

function WhatIf() {
  const { office } = useDesk();
  const staffing = useQuery(staffingQuery(office.id));
  if (staffing.isPending) return <Skeleton className="view-skeleton" active />;
  if (staffing.isError) {
    return (
      <p className="note note-problem view-note" role="alert">
        {sentenceOf(staffing.error)}
      </p>
    );
  }
  return <Question key={office.id} officeId={office.id} staffing={staffing.data} />;
}

type Texts = Record<Step, string>;
interface Draft {
  dayOff: string;
  peopleNow: Texts;
  people: Texts;
  minutes: Texts;
  rules: { name: string; text: string } | null;
}

function Question({ officeId, staffing }: { officeId: string; staffing: Staffing }) {
  const now = bySteps((step) => String(staffing.people[step]));
  const [draft, setDraft] = useState<Draft>({
    dayOff: '',
    peopleNow: now,
    people: now,
    minutes: bySteps((step) => String(staffing.minutes[step] ?? '').replace('.', ',')),
    rules: null,
  });
  const change = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  const ask = useMutation({
    mutationFn: (body: WhatIf) => act<WhatIfAnswer>('/supervision/what-if', { body }),
  });
  const [fault, setFault] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = faultOf(draft);
    setFault(found);
    if (!found) ask.mutate(questionOf(officeId, draft));
  };
  return (
    <section className="what-if-part" aria-label="Nếu…">
      <header className="board-head">
        <h2>Nếu…</h2>
        <p className="quiet">Thử trên các hồ sơ đang mở của cơ quan. Không có gì bị thay đổi.</p>
      </header>
      <form className="what-if" aria-label="Điều muốn thử" onSubmit={submit}>
        <People
          draft={draft}
          onChange={change}
          isMeasured={steps.every((s) => staffing.minutes[s])}
        />
        <div className="what-if-rest">
          <DateField
            label="Nghỉ thêm ngày"
            value={draft.dayOff}
            onChange={(dayOff) => change({ dayOff })}
          />
          <RulesFile rules={draft.rules} onChange={(rules) => change({ rules })} />
          <Button type="primary" htmlType="submit" loading={ask.isPending && { delay: 300 }}>
            Xem điều gì đổi
          </Button>
        </div>
      </form>
      {fault && (
        <p className="note note-problem" role="alert">
          {fault}
        </p>
      )}
      <ProblemNote error={ask.error} />
      {ask.data && <WhatIfResult answer={ask.data} />}
    </section>
  );
}

/** What the page says of numbers that are none. */
function faultOf({ peopleNow, people, minutes }: Draft): string | null {
  const isCount = (text: string) => /^\d{1,3}$/.test(text.trim());
  const all = (texts: Texts, holds: (text: string) => boolean) =>
    steps.every((step) => holds(texts[step]));
  if (!all(peopleNow, isCount) || !all(people, isCount))
    return 'Ghi số người là số nguyên, từ 0 trở lên, ở cả ba bước.';
  const isMinutes = (text: string) => numberOf(text) > 0;
  if (all(minutes, isBlank) || all(minutes, isMinutes)) return null;
  return 'Ghi số phút ở cả ba bước, hoặc để trống cả ba.';
}

/** With people and minutes the queue is reckoned through; without, who is late is asked of this moment alone. */
function questionOf(officeId: string, draft: Draft): WhatIf {
  const { dayOff, rules, peopleNow, people, minutes } = draft;
  const hasMinutes = !steps.some((step) => isBlank(minutes[step]));
  const isOther = steps.some((step) => people[step] !== peopleNow[step]);
  return {
    officeId,
    ...(dayOff !== '' && { dayOff }),
    ...(rules && { rules: rules.text }),
    ...((isOther || hasMinutes) && { peopleNow: numbersOf(peopleNow), people: numbersOf(people) }),
    ...(hasMinutes && { minutes: numbersOf(minutes) }),
  };
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** A comma or a point before the decimals. */
function numberOf(text: string): number {
  return Number(text.replace(',', '.'));
}

function numbersOf(texts: Texts): Record<Step, number> {
  return bySteps((step) => numberOf(texts[step]));
}

interface PeopleProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  isMeasured: boolean;
}

/** A row a step: who works there, who would, how long one dossier takes one person. */
function People({ draft, onChange, isMeasured }: PeopleProps) {
  const columns = [
    { of: 'peopleNow', label: 'Người đang làm' },
    { of: 'people', label: 'Nếu còn' },
    { of: 'minutes', label: 'Phút một hồ sơ' },
  ] as const;
  return (
    <table className="what-if-people">
      <caption>Người làm ở mỗi bước</caption>
      <thead>
        <tr>
          <th scope="col">Bước</th>
          {columns.map(({ of, label }) => (
            <th key={of} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step}>
            <th scope="row">{stepLabels[step]}</th>
            {columns.map(({ of, label }) => (
              <td key={of}>
                <input
                  className="input"
                  inputMode="decimal"
                  aria-label={`${stepLabels[step]}: ${label}`}
                  value={draft[of][step]}
                  onChange={(event) =>
                    onChange({ [of]: { ...draft[of], [step]: event.target.value } })
                  }
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {!isMeasured && (
        <tfoot>
          <tr>
            <td colSpan={4}>
              Chưa đo đủ thời gian làm ở mỗi bước; ghi số phút để thử việc thêm, bớt người.
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

interface RulesFileProps {
  rules: Draft['rules'];
  onChange: (rules: Draft['rules']) => void;
}

/** A policy or a calendar as it would be: the file that the administrator has changed and not yet put in force. */
function RulesFile({ rules, onChange }: RulesFileProps) {
  const read = (file: File) => void file.text().then((text) => onChange({ name: file.name, text }));
  return (
    <div className="what-if-rules">
      <FileDrop accept=".yaml,.yml" onFile={read}>
        {rules
          ? `Thử theo “${rules.name}”`
          : 'Quy định hoặc lịch sửa thử: thả, dán hoặc chọn tệp .yaml'}
      </FileDrop>
      {rules && (
        <Button type="link" onClick={() => onChange(null)}>
          Bỏ tệp, dùng bản đang hiệu lực
        </Button>
      )}
    </div>
  );
}
