import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Dossier } from '../../../api/dossiers/contract';
import { newIdempotencyKey } from '../../server/client';
import { useKeys, type KeyBinding } from '../../keys/use-keys';
import { ProblemNote } from '../../look/problem-note';
import { counterQuery } from '../../server/queries';
import { dateTime } from '../../text/time';
import { useDesk } from '../desk/office';
import { ForRight } from '../desk/for-right';
import { SlowHint } from '../desk/slow-hint';
import { CheckFields } from './check-fields';
import { ChosenPages } from './chosen-pages';
import { DoneStrip, useDoneWords } from './done-strip';
import { DueLine } from './due-line';
import {
  findIntakeFault,
  findUnfitField,
  newIntake,
  nextOfVisit,
  pagesFault,
  type IntakeDraft,
  type IntakeFault,
} from './intake-draft';
import { takeHandedBooking } from './handed-booking';
import { pagesOf, type HandedFile } from './handed-files';
import { RequesterFields } from './requester-fields';
import { ScanField } from './scan-field';
import { LaterOriginals } from './later-originals';
import { SplitDialog } from './split-dialog';
import { UndoNote } from './undo-note';
import { useIntake, type IntakeEnd } from './use-intake';
import { isBegun, useIntakeDraft, type IntakeForm } from './use-intake-draft';
import {
  type LaterOriginal,
  next as nextOriginal,
  noFiles,
  split,
  type VisitFiles,
} from './visit-files';
import { WhatFields } from './what-fields';

/** "Tiếp nhận": one screen in the order of the talk at the counter; the scan on the left. */
export function CounterPage() {
  return (
    <ForRight needs="counter.read" whose="cán bộ tiếp nhận">
      <OpenedCounter />
    </ForRight>
  );
}

function OpenedCounter() {
  const kept = useIntakeDraft();
  return kept && <FromBooking form={kept[0]} setForm={kept[1]} />;
}

/** Takes up an appointment that was opened for the counter, where the form is free [T-15]. */
function FromBooking({ form, setForm }: CounterFormProps) {
  const [handed] = useState(takeHandedBooking);
  const [isFree] = useState(() => !isBegun(form));
  const fill = useEffectEvent(() => {
    if (handed && isFree) setForm({ draft: handed, ...noFiles });
  });
  useEffect(() => fill(), []);
  return (
    <>
      {handed && !isFree && (
        <p className="note note-problem" role="alert">
          Biểu mẫu đang có hồ sơ nhập dở. Xong hồ sơ này, mở lại lịch hẹn và bấm “Xử lý”.
        </p>
      )}
      <CounterForm form={form} setForm={setForm} />
    </>
  );
}

interface Done {
  dossier: Dossier;
  draft: IntakeDraft;
  end: IntakeEnd;
}

interface CounterFormProps {
  form: IntakeForm;
  setForm: NonNullable<ReturnType<typeof useIntakeDraft>>[1];
}

function CounterForm({ form, setForm }: CounterFormProps) {
  const { draft, scan, later } = form;
  const { office } = useDesk();
  const counter = useQuery(counterQuery(office.id));
  const [fault, setFault] = useState<IntakeFault | null>(null);
  const [isScanMissing, setScanMissing] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const said = useDoneWords(done?.dossier, done?.end ?? 'submit');
  const [isPaperOpen, setPaperOpen] = useState(false);
  const [isSplitting, setSplitting] = useState(false);
  /** What was cleared away a moment ago. */
  const [cleared, setCleared] = useState<IntakeForm | null>(null);
  /** Declared and scanned pages that differ, and that the officer saw and sent again. */
  const [agreed, setAgreed] = useState('');
  /** How many originals were begun on this page: with each, the talk starts at its first field. */
  const [turn, setTurn] = useState(0);

  const start = (next: IntakeDraft, files: VisitFiles = noFiles) => {
    setForm({ draft: next, ...files });
    setFault(null);
    setScanMissing(false);
    setCleared(null);
    setTurn((count) => count + 1);
  };
  const change = (part: Partial<IntakeDraft>) => {
    setFault(null);
    if (mutation.isError) mutation.reset();
    const typed = 'originalPages' in part ? { pagesTyped: true } : {};
    // From what is there now, not from what this render saw: two fields may change before the next one.
    setForm((current) => ({ ...current, draft: { ...current.draft, ...typed, ...part } }));
  };
  const takeScan = (files: readonly HandedFile[]) => {
    setScanMissing(false);
    const pages = pagesOf(files);
    setForm((current) => {
      const follows = pages !== null && !current.draft.pagesTyped;
      const counted = follows ? { originalPages: String(pages) } : {};
      return { ...current, scan: files, whole: null, draft: { ...current.draft, ...counted } };
    });
  };
  /** The originals of what was scanned in one go; its own number of pages goes with each. */
  const takeOriginals = (originals: HandedFile[][]) => {
    setForm((current) => {
      const files = split(current, originals);
      return { ...files, draft: withPages(current.draft, files.scan) };
    });
  };
  const joinAgain = () => {
    setForm((current) => {
      const { whole } = current;
      if (!whole) return current;
      return { ...noFiles, scan: whole, draft: withPages(current.draft, whole) };
    });
  };
  const intake = useIntake(office.id, {
    onDone: (dossier, end) => {
      setDone({ dossier, draft, end });
      const { first, rest } = nextOriginal(form);
      start(first ? draftOfLater(nextOfVisit(draft, dossier.visitId), first) : newIntake(), rest);
    },
    onKeyUsed: () => change({ key: newIdempotencyKey() }),
    onPagesDiffer: ({ originalPages, scan: taken }) =>
      setAgreed(`${originalPages} ${taken?.pages ?? ''}`),
  });
  const { mutation, accepted } = intake;
  const refuses = draft.refusalGround !== '';
  const mainEnd: IntakeEnd = refuses ? 'refuse' : 'submit';
  const mainLabel = refuses ? 'Từ chối' : 'Trình ký';
  const needsScan = !refuses && scan.length === 0 && accepted?.scan == null;
  const scanPages = pagesOf(scan) ?? accepted?.scan?.pages ?? null;

  const run = (end: IntakeEnd) => {
    if (mutation.isPending) return;
    const found =
      findIntakeFault(draft, counter.data?.printable) ??
      (end === 'refuse' ? null : findPagesFault());
    setFault(found);
    if (found) return document.getElementById(`intake-${found.field}`)?.focus();
    if (end === 'submit' && needsScan) {
      setScanMissing(true);
      return document.querySelector<HTMLElement>('.file-input')?.focus();
    }
    mutation.mutate({ draft, scan, end, agreedPages: scanPages });
  };
  /** Said before money is taken; sent again unchanged, it is meant so, where the policy lets it. */
  const findPagesFault = (): IntakeFault | null => {
    const pair = `${draft.originalPages} ${scanPages ?? ''}`;
    if (scanPages === null || Number(draft.originalPages) === scanPages || agreed === pair) {
      return null;
    }
    const mustAgree = counter.data?.scan.pagesDiffer === 'refuse';
    if (!mustAgree) setAgreed(pair);
    return pagesFault(draft.originalPages, scanPages, mustAgree);
  };
  const again = () => {
    if (done && !accepted && done.end !== 'refuse') {
      start(nextOfVisit(done.draft, done.dossier.visitId));
    }
  };
  const discard = () => {
    if (accepted !== null) return;
    start(newIntake());
    if (isBegun(form)) setCleared(form);
  };
  const restore = () => {
    if (!cleared) return;
    setForm(cleared);
    setCleared(null);
    setTurn((count) => count + 1);
  };
  useKeys([
    { key: 'ctrl+enter', label: mainLabel, run: () => run(mainEnd) },
    { key: 'f2', label: 'Hồ sơ mới, người khác', run: discard },
    { key: 'f4', label: 'Thêm một bản chính của cùng người', run: again },
    {
      key: 'f8',
      label: 'Tách bản quét thành nhiều bản chính',
      run: () => setSplitting(scan.length > 0 && (scanPages ?? 0) > 1),
    },
    { key: 'f9', label: 'In giấy tờ vừa lập', run: () => setPaperOpen(done !== null) },
    ...refusalKeys(counter.data?.refusalGrounds ?? [], draft, change),
  ]);
  const fieldsPane = useStart(turn, firstField(draft));

  const shown = fault ?? findUnfitField(draft, counter.data?.printable);
  const fields = { draft, change, fault: shown, isLocked: accepted !== null };
  return (
    <div className="counter">
      <section className="counter-scan" aria-label="Bản quét của bản chính">
        <ChosenPages files={scan} onFiles={takeScan} />
        {scanPages !== null && scanPages > 1 && scan.length > 0 && (
          <p className="split-offer">
            <Button size="small" onClick={() => setSplitting(true)}>
              Tách thành nhiều bản chính… <kbd>F8</kbd>
            </Button>
          </p>
        )}
        {isSplitting && (
          <SplitDialog files={scan} onSplit={takeOriginals} onClose={() => setSplitting(false)} />
        )}
        <ScanField
          files={scan}
          hint="Thả, dán hoặc chọn bản quét: PDF hoặc ảnh các trang"
          onFiles={takeScan}
        />
        {isScanMissing && (
          <p className="note note-problem scan-missing" role="alert">
            Chưa có bản quét. Chọn tệp ở đây, hoặc bấm “Tiếp nhận, quét sau”.
          </p>
        )}
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
        <div className="counter-fields" ref={fieldsPane}>
          <h1 id="counter-title">Tiếp nhận</h1>
          <p className="unseen" role="status">
            {done && `${said}: ${done.dossier.requesterName}, ${done.dossier.code}`}
          </p>
          {done && (
            <DoneStrip {...done} isPaperOpen={isPaperOpen} onPaper={setPaperOpen} onAgain={again} />
          )}
          {draft.bookingId && (
            <p className="note">
              Theo lịch hẹn{draft.bookedAt && ` ${dateTime(draft.bookedAt)}`}: thông tin đã khai
              được điền sẵn; đối chiếu với bản chính.
            </p>
          )}
          {cleared && <UndoNote onUndo={restore} onOver={() => setCleared(null)} />}
          {draft.visitId && (
            <p className="note note-near">
              Bản chính tiếp theo của cùng lượt tiếp nhận.{' '}
              <button type="button" className="plain-button" onClick={discard}>
                Người khác
              </button>
            </p>
          )}
          <RequesterFields {...fields} />
          <WhatFields
            key={turn}
            {...fields}
            counter={counter.data}
            scanPages={refuses ? null : scanPages}
          />
          <CheckFields {...fields} counter={counter.data} />
          <LaterOriginals
            later={later}
            documentTypes={counter.data?.documentTypes ?? []}
            onLater={(changed) => setForm((current) => ({ ...current, later: changed }))}
            onJoin={form.whole && accepted === null ? joinAgain : null}
          />
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
            <Button size="large" type="text" onClick={discard} disabled={accepted !== null}>
              Bỏ qua <kbd>F2</kbd>
            </Button>
          </div>
          <SlowHint isPending={mutation.isPending} words={intake.doing} />
        </div>
      </form>
    </div>
  );
}

/** The draft of an original whose number of pages is that of its own scan. */
function withPages(draft: IntakeDraft, files: readonly HandedFile[]): IntakeDraft {
  const pages = pagesOf(files);
  const counted = pages === null ? {} : { originalPages: String(pages) };
  return { ...draft, ...counted, pagesTyped: false };
}

/** The next original of a visit, with what was written of it while it waited. */
function draftOfLater(draft: IntakeDraft, { files, documentType, copies }: LaterOriginal) {
  return withPages({ ...draft, documentType, copies }, files);
}

/** Alt with the number of a ground takes it; again, it is taken back. */
function refusalKeys(
  grounds: readonly { id: string }[],
  draft: IntakeDraft,
  change: (part: Partial<IntakeDraft>) => void,
): KeyBinding[] {
  return grounds.slice(0, 9).map(({ id }, index) => ({
    key: `alt+${index + 1}`,
    label: `Căn cứ từ chối thứ ${index + 1}`,
    run: () => change({ refusalGround: draft.refusalGround === id ? '' : id }),
  }));
}

/** The field where the talk begins: who, or what for another original of the same person. */
function firstField(draft: IntakeDraft): string {
  if (draft.visitId) return 'intake-documentType';
  return draft.kind === 'account' ? 'intake-identifier' : 'intake-fullName';
}

/**
 * After the page shows the new form: the word of what was done is in view, the focus where the talk
 * begins. Fields that were locked take the focus only then.
 */
function useStart(turn: number, id: string): React.RefObject<HTMLDivElement | null> {
  const pane = useRef<HTMLDivElement>(null);
  const latest = useRef(id);
  useEffect(() => {
    latest.current = id;
  });
  useEffect(() => {
    // The form comes a moment after its page: who types elsewhere by then is left to it.
    const isTypingElsewhere =
      turn === 0 && document.activeElement?.matches('input, textarea, select');
    if (!isTypingElsewhere) document.getElementById(latest.current)?.focus({ preventScroll: true });
    if (turn > 0) pane.current?.scrollTo({ top: 0 });
    // One column on a narrow screen: the window is what scrolls.
    if (turn > 0) pane.current?.scrollIntoView({ block: 'nearest' });
  }, [turn]);
  return pane;
}
