import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { Dossier, RevealedRequester } from '../../../api/dossiers/contract';
import { ProblemNote } from '../../look/problem-note';
import { useReveal } from '../desk/use-reveal';
import { counterQuery, feeQuery } from '../../server/queries';
import { dong } from '../../text/dong';
import {
  correctBody,
  countOf,
  newIntake,
  type IntakeDraft,
  type IntakeFault,
} from '../counter/intake-draft';
import { RequesterFields } from '../counter/requester-fields';
import { WhatFields } from '../counter/what-fields';

interface Props {
  dossier: Dossier;
  draft: IntakeDraft;
  change: (part: Partial<IntakeDraft>) => void;
  fault: IntakeFault | null;
}

/** The fields of the counter, open for change until the original is submitted, and what that costs. */
export function CorrectFields({ dossier, draft, change, fault }: Props) {
  const counter = useQuery(counterQuery(dossier.officeId));
  const fields = { draft, change, fault, isLocked: true };
  return (
    <details className="correct" open={dossier.stage === 'returned' || isCorrected(dossier, draft)}>
      <summary>Sửa thông tin tiếp nhận</summary>
      {isRequesterOpen(dossier, draft) ? (
        <RequesterFields {...fields} />
      ) : (
        <OpenRequester dossier={dossier} change={change} />
      )}
      <WhatFields
        {...fields}
        counter={counter.data}
        scanPages={dossier.scan?.pages ?? null}
        dossierId={dossier.id}
      />
      <FeeDifference dossier={dossier} draft={draft} />
    </details>
  );
}

/** What is to be taken or given back at the counter. */
function FeeDifference({ dossier, draft }: Pick<Props, 'dossier' | 'draft'>) {
  const pages = countOf(draft.originalPages, 10_000);
  const copies = countOf(draft.copies, 1_000);
  const fee = useQuery({
    ...feeQuery(dossier.officeId, pages ?? 1, copies ?? 1, dossier.id),
    enabled: pages !== null && copies !== null,
  });
  const more = (fee.data?.total ?? dossier.fee.total) - dossier.fee.total;
  if (more === 0) return null;
  return (
    <p className="note note-near" role="status">
      Đã thu {dong(dossier.fee.total)}:{' '}
      <b>{more > 0 ? `thu thêm ${dong(more)}` : `trả lại ${dong(-more)}`}</b>.
    </p>
  );
}

/** The counter's form as this dossier was taken down. */
export function draftOf(dossier: Dossier): IntakeDraft {
  return {
    ...newIntake(),
    kind: dossier.requesterIdentifier === null ? 'no-account' : 'account',
    identifier: dossier.requesterIdentifier ?? '',
    fullName: dossier.requesterIdentifier === null ? dossier.requesterName : '',
    email: dossier.requesterIdentifier === null ? (dossier.requesterEmail ?? '') : '',
    documentType: dossier.documentType,
    originalPages: String(dossier.originalPages),
    copies: String(dossier.copies),
  };
}

export function isCorrected(dossier: Dossier, draft: IntakeDraft): boolean {
  return JSON.stringify(correctBody(draft)) !== JSON.stringify(correctBody(draftOf(dossier)));
}

/** Whether the requester was opened for change: until then nothing is said of them. */
export function isRequesterOpen(dossier: Dossier, draft: IntakeDraft): boolean {
  const asShown = draftOf(dossier);
  return (['kind', 'identifier', 'fullName', 'email'] as const).some(
    (name) => draft[name] !== asShown[name],
  );
}

/** What is to be put right: the requester only where they were opened for change. */
export function correctionOf(dossier: Dossier, draft: IntakeDraft): object {
  const { requester, ...rest } = correctBody(draft);
  return isRequesterOpen(dossier, draft) ? { requester, ...rest } : rest;
}

/** Whose numbers and addresses are masked is opened by an act of its own. */
function OpenRequester({ dossier, change }: Pick<Props, 'dossier' | 'change'>) {
  const opening = useReveal<RevealedRequester>(`/dossiers/${dossier.id}/requester`);
  const open = async () => {
    const { identifier, email } = await opening.mutateAsync();
    const kind = identifier === null ? 'no-account' : 'account';
    const fullName = identifier === null ? dossier.requesterName : '';
    change({ kind, identifier: identifier ?? '', fullName, email: email ?? '' });
  };
  return (
    <p>
      {dossier.requesterName}{' '}
      <Button loading={opening.isPending} onClick={() => void open().catch(() => undefined)}>
        Sửa người yêu cầu
      </Button>
      <ProblemNote error={opening.error} />
    </p>
  );
}
