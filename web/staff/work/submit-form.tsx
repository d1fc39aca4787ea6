import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useRef, useState } from 'react';
import type { Dossier } from '../../../api/contract/dossier';
import { useKeys } from '../../keys/use-keys';
import { sentenceOf } from '../../server/client';
import { dossierQuery } from '../../server/queries';
import { ScanField } from '../counter/scan-field';
import { putScan } from '../counter/put-scan';
import { SlowHint } from './slow-hint';
import { useDossierAct } from './use-dossier-act';

/** The officer's act on a dossier begun or returned: the scan, then "Trình ký". */
export function SubmitForm({ dossier, onDone }: { dossier: Dossier; onDone: () => void }) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  // Asked for while the scan is still on its way: done when it has arrived.
  const isAsked = useRef(false);
  const submit = useDossierAct(dossier.id, 'Đã trình ký', onDone);
  const upload = useMutation({
    mutationFn: (scan: File) => putScan(dossier.id, scan),
    onSuccess: (answer) => {
      setFile(null);
      client.setQueryData(dossierQuery(dossier.id).queryKey, answer);
      if (isAsked.current) submit.mutate(() => ({ verb: 'submit' }));
    },
    onSettled: () => {
      isAsked.current = false;
    },
  });
  const isPending = upload.isPending || submit.isPending;
  const hasScan = dossier.scan !== null;
  const run = (event?: FormEvent) => {
    event?.preventDefault();
    if (upload.isPending) isAsked.current = true;
    else if (hasScan && !submit.isPending) submit.mutate(() => ({ verb: 'submit' }));
  };
  useKeys([{ key: 'ctrl+enter', label: 'Trình ký', run }]);
  return (
    <form className="act" onSubmit={run}>
      {dossier.returnReason && (
        <p className="note note-near">
          <b>Lý do trả lại:</b> {dossier.returnReason}
        </p>
      )}
      <ScanField
        file={file}
        hint={hasScan ? 'Thay bản quét khác' : 'Chọn hoặc thả bản quét PDF'}
        onFile={(chosen) => {
          setFile(chosen);
          if (chosen) upload.mutate(chosen);
        }}
      />
      {(upload.isError || submit.isError) && (
        <p className="note note-problem" role="alert">
          {sentenceOf(upload.error ?? submit.error)}
        </p>
      )}
      <Button
        type="primary"
        htmlType="submit"
        block
        disabled={!hasScan && !isPending}
        loading={isPending && { delay: 300 }}
      >
        Trình ký <kbd>Ctrl ↵</kbd>
      </Button>
      <SlowHint isPending={upload.isPending} words="Đang tải bản quét lên và kiểm tra…" />
      <SlowHint isPending={submit.isPending} words="Đang chuyển hồ sơ tới lãnh đạo…" />
    </form>
  );
}
