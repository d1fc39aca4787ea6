import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Dossier } from '../../../api/dossiers/contract';
import { ApiProblem } from '../../server/client';
import { refreshLists } from '../../server/events';
import { holdAct } from '../../server/held-act';
import { ownAct } from '../../server/own-acts';
import { acceptBody, correctBody, pagesFault, type IntakeDraft } from './intake-draft';
import type { HandedFile } from './handed-files';
import { putScan } from './put-scan';

export type IntakeEnd = 'submit' | 'accept-only' | 'refuse';

interface Work {
  draft: IntakeDraft;
  scan: readonly HandedFile[];
  end: IntakeEnd;
  /** How many pages the officer knows the scan to have; null where only the server counts them. */
  agreedPages: number | null;
}

interface IntakeEvents {
  onDone: (dossier: Dossier, end: IntakeEnd) => void;
  /** The form's key was used for other contents: from now on it needs another one. */
  onKeyUsed: () => void;
  /** The server counted other pages than were declared, and the officer has not seen that yet. */
  onPagesDiffer: (dossier: Dossier) => void;
}

/**
 * Takes one original from the form to where it goes: accepted, its scan put to it, about to be submitted
 * for signature (or refused). What was done stays done: after a failure the next try goes on from there,
 * with what was changed on the form in between.
 */
export function useIntake(officeId: string, events: IntakeEvents) {
  const client = useQueryClient();
  const [accepted, setAccepted] = useState<Dossier | null>(null);
  const [doing, setDoing] = useState('');
  const sent = useRef('');
  /** A refusal is the answer of its key: the next try is another act. One without an answer keeps it. */
  const refusals = useRef(0);
  const mutation = useMutation({
    mutationFn: async ({ draft, scan, end, agreedPages }: Work): Promise<Dossier> => {
      setDoing('Đang ghi nhận hồ sơ…');
      const typed = JSON.stringify(correctBody(draft));
      let dossier = accepted;
      if (!dossier) dossier = await accept(draft);
      else if (typed !== sent.current) {
        dossier = await ownAct<Dossier>(`/dossiers/${dossier.id}/correct`, {
          body: correctBody(draft),
        });
      }
      sent.current = typed;
      setAccepted(dossier);
      if (end === 'refuse') {
        setDoing('Đang lập văn bản từ chối…');
        const { refusalGround: ground, explanation } = draft;
        return ownAct<Dossier>(`/dossiers/${dossier.id}/refuse`, { body: { ground, explanation } });
      }
      if (scan.length > 0) {
        setDoing('Đang tải bản quét lên và kiểm tra…');
        dossier = await putScan(dossier.id, scan, draft.scanCompared);
        setAccepted(dossier);
        requireAgreedPages(dossier, agreedPages);
      }
      return dossier;
    },
    onSuccess: (dossier, { end }) => {
      setAccepted(null);
      // Accepted it is, from now on; that the leader hears of it can be taken back for a while.
      if (end === 'submit') {
        holdAct({
          ...{ dossier, path: `/dossiers/${dossier.id}/submit` },
          words: { doing: 'Trình ký', done: 'Đã trình ký' },
        });
      }
      events.onDone(dossier, end);
    },
    onSettled: () => refreshLists(client),
  });
  const accept = async (draft: IntakeDraft): Promise<Dossier> => {
    try {
      return await ownAct<Dossier>('/dossiers', {
        body: acceptBody(draft, officeId),
        idempotencyKey: `${draft.key}-${refusals.current}`,
      });
    } catch (error) {
      const { status } = error instanceof ApiProblem ? error.problem : { status: 0 };
      if (status >= 400 && status < 500) refusals.current += 1;
      if (!isKeyUsed(error)) throw error;
      events.onKeyUsed();
      throw new ApiProblem({ ...error.problem, detail: sentBefore });
    }
  };
  const requireAgreedPages = (dossier: Dossier, agreedPages: number | null): void => {
    const { scan, originalPages } = dossier;
    if (!scan?.pagesDiffer || agreedPages === scan.pages) return;
    events.onPagesDiffer(dossier);
    const { text: detail } = pagesFault(String(originalPages), scan.pages, false);
    throw new ApiProblem({ status: 409, code: 'scan-pages-differ', detail });
  };
  /** Leaves an accepted dossier to its list and frees the form. */
  const setAside = () => {
    setAccepted(null);
    mutation.reset();
  };
  return { mutation, accepted, doing, setAside };
}

const sentBefore =
  'Biểu mẫu này đã được gửi một lần với nội dung khác. Xem ở “Đang tạo” và “Theo dõi hồ sơ”; ' +
  'nếu hồ sơ này chưa có ở đó thì gửi lần nữa.';

function isKeyUsed(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && error.problem.code === 'idempotency-key-reused';
}
