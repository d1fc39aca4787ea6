import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useRef, useState } from 'react';
import type { Dossier } from '../../../api/contract/dossier';
import { useKeys } from '../../keys/use-keys';
import { ProblemNote } from '../../look/problem-note';
import { dossierQuery } from '../../server/queries';
import type { HandedFile } from '../counter/handed-files';
import { PagePictures } from '../counter/page-pictures';
import { ScanField } from '../counter/scan-field';
import { putScan } from '../counter/put-scan';
import { SlowHint } from './slow-hint';
import { useDossierAct } from './use-dossier-act';

/** The officer's act on a dossier begun or returned: the scan, then "Trình ký". */
export function SubmitForm({ dossier, onDone }: { dossier: Dossier; onDone: () => void }) {
  const client = useQueryClient();
  const [files, setFiles] = useState<HandedFile[]>([]);
  const [compared, setCompared] = useState(dossier.scan?.compared != null);
  // Asked for while the scan is still on its way: done when it has arrived.
  const isAsked = useRef(false);
  const submit = useDossierAct(dossier.id, 'Đã trình ký', onDone);
  const upload = useMutation({
    mutationFn: (scan: HandedFile[]) => putScan(dossier.id, scan, compared),
    onSuccess: (answer) => {
      setFiles([]);
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
    else if (files.length > 0) {
      // Pictures are put in order first; "Trình ký" sends them and goes on.
      isAsked.current = true;
      upload.mutate(files);
    } else if (hasScan && !submit.isPending) submit.mutate(() => ({ verb: 'submit' }));
  };
  useKeys([{ key: 'ctrl+enter', label: 'Trình ký', run }]);
  return (
    <form className="act" onSubmit={run}>
      {dossier.returnReason && (
        <p className="note note-near">
          <b>Lý do trả lại:</b> {dossier.returnReason}
        </p>
      )}
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
      <ProblemNote error={upload.error ?? submit.error} />
      <Button
        type="primary"
        htmlType="submit"
        block
        disabled={!hasScan && files.length === 0 && !isPending}
        loading={isPending && { delay: 300 }}
      >
        Trình ký <kbd>Ctrl ↵</kbd>
      </Button>
      <SlowHint isPending={upload.isPending} words="Đang tải bản quét lên và kiểm tra…" />
      <SlowHint isPending={submit.isPending} words="Đang chuyển hồ sơ tới lãnh đạo…" />
    </form>
  );
}
