import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Dossier } from '../../../api/dossiers/contract';
import { useKeys } from '../../keys/use-keys';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';
import { holdAct } from '../../server/held-act';
import { counterQuery, dossierQuery, timelineQuery } from '../../server/queries';
import type { HandedFile } from '../counter/handed-files';
import {
  findIntakeFault,
  pagesFault,
  type IntakeDraft,
  type IntakeFault,
} from '../counter/intake-draft';
import { PagePictures } from '../counter/page-pictures';
import { ScanField } from '../counter/scan-field';
import { putScan } from '../counter/put-scan';
import { useDraft } from '../desk/use-draft';
import {
  correctionOf,
  CorrectFields,
  draftOf,
  isCorrected,
  isRequesterOpen,
} from './correct-fields';
import { SlowHint } from '../desk/slow-hint';

/** The officer's act on a dossier begun or returned: what was wrong put right, the scan, “Trình ký”. */
export function SubmitForm({ dossier, onDone }: { dossier: Dossier; onDone: () => void }) {
  const client = useQueryClient();
  const [files, setFiles] = useState<readonly HandedFile[]>([]);
  const [compared, setCompared] = useState(dossier.scan?.compared != null);
  const [typed, keepTyped, forget] = useDraft<IntakeDraft | null>(`correct.${dossier.id}`, null);
  const draft = typed ?? draftOf(dossier);
  const [fault, setFault] = useState<IntakeFault | null>(null);
  /** What the officer was told of, and sends again all the same. */
  const [seen, setSeen] = useState('');
  const [hasNewScan, setNewScan] = useState(false);
  // Asked for while the scan is still on its way: done when it has arrived.
  const isAsked = useRef(false);
  const isUnchanged =
    useIsUnchanged(dossier) && !hasNewScan && files.length === 0 && !isCorrected(dossier, draft);
  const counter = useQuery(counterQuery(dossier.officeId)).data;
  const mustAgree = counter?.scan.pagesDiffer === 'refuse';
  const keep = (answer: Dossier) => {
    client.setQueryData(dossierQuery(dossier.id).queryKey, answer);
    void client.invalidateQueries({ queryKey: ['timeline', dossier.id] });
  };
  const upload = useMutation({
    mutationFn: (scan: readonly HandedFile[]) => putScan(dossier.id, scan, compared),
    onSuccess: (answer) => {
      setFiles([]);
      setNewScan(true);
      keep(answer);
    },
  });
  /** What stands on the page goes to the server first: fields, pictures; then it is submitted. */
  const prepare = useMutation({
    mutationFn: async (): Promise<Dossier> => {
      let current = dossier;
      if (isCorrected(dossier, draft)) {
        const body = correctionOf(dossier, draft);
        current = await act<Dossier>(`/dossiers/${dossier.id}/correct`, { body });
        keep(current);
        forget();
      }
      if (files.length > 0) current = await upload.mutateAsync(files);
      return current;
    },
    onSuccess: (current) => {
      const found = findPagesFault(current, current.scan?.pages ?? null);
      setFault(found);
      if (found) return;
      holdAct({
        ...{ dossier: current, path: `/dossiers/${current.id}/submit` },
        words: { doing: 'Trình ký', done: 'Đã trình ký' },
      });
      onDone();
    },
  });
  const findPagesFault = (current: Pick<Dossier, 'originalPages'>, pages: number | null) => {
    const pair = `${current.originalPages} ${pages ?? ''}`;
    if (pages === null || pages === current.originalPages || seen === pair) return null;
    if (!mustAgree) setSeen(pair);
    return pagesFault(String(current.originalPages), pages, mustAgree);
  };
  const change = (part: Partial<IntakeDraft>) => {
    setFault(null);
    keepTyped((current) => ({ ...(current ?? draftOf(dossier)), ...part }));
  };
  const isPending = upload.isPending || prepare.isPending;
  const hasScan = dossier.scan !== null;
  const run = (event?: FormEvent) => {
    event?.preventDefault();
    if (upload.isPending && !prepare.isPending) isAsked.current = true;
    if (isPending || (!hasScan && files.length === 0)) return;
    const found = findIntakeFault(draft, counter?.printable, isRequesterOpen(dossier, draft));
    setFault(found);
    if (found) return document.getElementById(`intake-${found.field}`)?.focus();
    if (isUnchanged && seen !== unchanged) return setSeen(unchanged);
    prepare.mutate();
  };
  const latestRun = useRef(run);
  useEffect(() => {
    latestRun.current = run;
  });
  useEffect(() => {
    if (upload.isPending || !isAsked.current) return;
    isAsked.current = false;
    if (upload.isSuccess) latestRun.current();
  }, [upload.isPending, upload.isSuccess]);
  useKeys([{ key: 'ctrl+enter', label: 'Trình ký', run }]);
  return (
    <form className="act" onSubmit={run}>
      {dossier.returnReason && (
        <p className="note note-near">
          <b>Lý do trả lại:</b> {dossier.returnReason}
        </p>
      )}
      {isUnchanged && seen === unchanged && (
        <p className="note note-problem" role="alert" ref={intoView}>
          Chưa sửa gì so với bản bị trả lại. Sửa theo lý do ở trên; nếu vẫn trình như cũ thì bấm lần
          nữa.
        </p>
      )}
      <CorrectFields dossier={dossier} draft={draft} change={change} fault={fault} />
      {files[0] && files[0].kind !== 'pdf' && <PagePictures files={files} onFiles={setFiles} />}
      <ScanField
        files={files}
        hint={hasScan ? 'Thay bản quét khác' : 'Chọn hoặc thả bản quét: PDF hoặc ảnh các trang'}
        onFiles={(chosen) => {
          setFiles(chosen);
          if (chosen[0]?.kind === 'pdf') upload.mutate(chosen);
        }}
      />
      <label className="compared">
        <input
          type="checkbox"
          checked={compared}
          onChange={(event) => setCompared(event.target.checked)}
        />
        Bản quét do người yêu cầu mang đến; tôi đã đối chiếu với bản chính
      </label>
      <ProblemNote error={upload.error ?? prepare.error} />
      <Button
        type="primary"
        htmlType="submit"
        block
        disabled={!hasScan && files.length === 0 && !isPending}
        loading={isPending && { delay: 300 }}
      >
        {isUnchanged && seen === unchanged ? 'Vẫn trình ký' : 'Trình ký'} <kbd>Ctrl ↵</kbd>
      </Button>
      <SlowHint isPending={upload.isPending} words="Đang tải bản quét lên và kiểm tra…" />
    </form>
  );
}

const unchanged = 'unchanged';

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

/** Whether it came back and nothing of it was changed since. */
function useIsUnchanged(dossier: Dossier): boolean {
  const isReturned = dossier.stage === 'returned';
  const { data } = useQuery({ ...timelineQuery(dossier.id), enabled: isReturned });
  if (!isReturned || !data) return false;
  const actions = data.items.map(({ action }) => action);
  const since = actions.slice(actions.lastIndexOf('return') + 1);
  return !since.includes('scan') && !since.includes('correct');
}
