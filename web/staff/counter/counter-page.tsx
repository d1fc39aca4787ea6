import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Dossier } from '../../../api/contract/dossier';
import { useKeys } from '../../keys/use-keys';
import { ProblemNote } from '../../look/problem-note';
import { counterQuery } from '../../server/queries';
import { useDesk } from '../office';
import { useDraft } from '../use-draft';
import { SlowHint } from '../work/slow-hint';
import { CheckFields } from './check-fields';
import { ChosenPages } from './chosen-pages';
import { DoneStrip } from './done-strip';
import { DueLine } from './due-line';
import {
  findIntakeFault,
  newIntake,
  nextOfVisit,
  type IntakeDraft,
  type IntakeFault,
} from './intake-draft';
import type { HandedFile } from './handed-files';
import { RequesterFields } from './requester-fields';
import { ScanField } from './scan-field';
import { useIntake, type IntakeEnd } from './use-intake';
import { WhatFields } from './what-fields';

interface Done {
  dossier: Dossier;
  draft: IntakeDraft;
  end: IntakeEnd;
}

/** "Tiếp nhận": one screen in the order of the talk at the counter; the scan on the left. */
export function CounterPage() {
  const { office } = useDesk();
  const counter = useQuery(counterQuery(office.id));
  const [kept, keepDraft] = useDraft('intake', newIntake());
  const draft = { ...newIntake(), ...kept };
  const [scan, setScan] = useState<HandedFile[]>([]);
  const [fault, setFault] = useState<IntakeFault | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  /** How many originals were begun on this page: with each, the talk starts at its first field. */
  const [turn, setTurn] = useState(0);

  const start = (next: IntakeDraft) => {
    keepDraft(next);
    setScan([]);
    setFault(null);
    setTurn((count) => count + 1);
  };
  const intake = useIntake(office.id, (dossier, end) => {
    setDone({ dossier, draft, end });
    start(newIntake());
  });
  const { mutation, accepted } = intake;
  const refuses = draft.refusalGround !== '';
  const mainEnd: IntakeEnd = refuses ? 'refuse' : 'submit';
  const mainLabel = refuses ? 'Từ chối' : 'Trình ký';
  const needsScan = !refuses && scan.length === 0 && accepted?.scan == null;

  const change = (part: Partial<IntakeDraft>) => {
    setFault(null);
    // From what is there now, not from what this render saw: two fields may change before the next one.
    keepDraft((current) => ({ ...newIntake(), ...current, ...part }));
  };
  const run = (end: IntakeEnd) => {
    if (mutation.isPending) return;
    const found = findIntakeFault(draft);
    setFault(found);
    if (found) return document.getElementById(`intake-${found.field}`)?.focus();
    if (end === 'submit' && needsScan)
      return document.querySelector<HTMLElement>('.file-input')?.focus();
    mutation.mutate({ draft, scan, end });
  };
  const again = () => {
    if (done && !accepted) start(nextOfVisit(done.draft, done.dossier.visitId));
  };
  useKeys([
    { key: 'ctrl+enter', label: mainLabel, run: () => run(mainEnd) },
    { key: '+', label: 'Thêm một bản chính của cùng người', run: again },
    { key: 'p', label: 'In biên nhận vừa lập', run: () => done && print() },
  ]);
  useFocusAtStart(turn, firstField(draft));

  const fields = { draft, change, fault, isLocked: accepted !== null };
  return (
    <div className="counter">
      <section className="counter-scan" aria-label="Bản quét của bản chính">
        <ChosenPages files={scan} onFiles={setScan} />
        <ScanField
          files={scan}
          hint="Thả, dán hoặc chọn bản quét: PDF hoặc ảnh các trang"
          onFiles={setScan}
        />
        <label className="compared">
          <input
            type="checkbox"
            checked={draft.scanCompared}
            onChange={(event) => change({ scanCompared: event.target.checked })}
          />
          Bản quét do người yêu cầu mang đến; tôi đã đối chiếu với bản chính
        </label>
      </section>
      <form
        className="counter-form"
        aria-labelledby="counter-title"
        onSubmit={(event: FormEvent) => event.preventDefault()}
      >
        <div className="counter-fields">
          <h1 id="counter-title">Tiếp nhận</h1>
          {done && <DoneStrip dossier={done.dossier} end={done.end} onAgain={again} />}
          {draft.visitId && (
            <p className="note note-near">
              Bản chính tiếp theo của cùng lượt tiếp nhận.{' '}
              <button type="button" className="plain-button" onClick={() => start(newIntake())}>
                Người khác
              </button>
            </p>
          )}
          <RequesterFields {...fields} />
          <WhatFields {...fields} counter={counter.data} />
          <CheckFields {...fields} counter={counter.data} />
        </div>
        <div className="counter-foot">
          <ProblemNote error={counter.error} />
          {counter.data && !refuses && <DueLine counter={counter.data} draft={draft} />}
          {accepted && (
            <p className="note note-near">
              Hồ sơ {accepted.code} đã được tiếp nhận lúc này; còn việc bên dưới.{' '}
              <button
                type="button"
                className="plain-button"
                onClick={() => {
                  intake.setAside();
                  start(newIntake());
                }}
              >
                Để lại ở “Đang tạo”
              </button>
            </p>
          )}
          <ProblemNote error={mutation.error} />
          <div className="counter-actions">
            <Button
              type="primary"
              size="large"
              loading={mutation.isPending && { delay: 300 }}
              onClick={() => run(mainEnd)}
            >
              {mainLabel} <kbd>Ctrl ↵</kbd>
            </Button>
            {!refuses && !accepted && (
              <Button size="large" onClick={() => run('accept-only')}>
                Tiếp nhận, quét sau
              </Button>
            )}
            <Button
              size="large"
              type="text"
              onClick={() => start(newIntake())}
              disabled={accepted !== null}
            >
              Bỏ qua
            </Button>
          </div>
          {needsScan && (
            <p className="quiet">
              Đính kèm bản quét rồi bấm “Trình ký”, hoặc tiếp nhận trước và quét sau.
            </p>
          )}
          <SlowHint isPending={mutation.isPending} words={intake.doing} />
        </div>
      </form>
    </div>
  );
}

/** The field where the talk begins: who, or what for another original of the same person. */
function firstField(draft: IntakeDraft): string {
  if (draft.visitId) return 'intake-documentType';
  return draft.kind === 'account' ? 'intake-identifier' : 'intake-fullName';
}

/** After the page shows the new form: fields that were locked take the focus only then. */
function useFocusAtStart(turn: number, id: string): void {
  const latest = useRef(id);
  useEffect(() => {
    latest.current = id;
  });
  useEffect(() => document.getElementById(latest.current)?.focus(), [turn]);
}
