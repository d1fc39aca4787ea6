import { useQuery } from '@tanstack/react-query';
import type { Dossier } from '../../../api/dossiers/contract';
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
      <RequesterFields {...fields} />
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
