import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { AutoComplete } from 'antd';
import { foldText } from '../../../domain/text';
import { sentenceOf } from '../../server/client';
import { feeQuery } from '../../server/queries';
import type { Counter } from '../../server/shapes';
import { useDesk } from '../desk/office';
import { type FieldsProps, TextField } from './fields';
import { countOf, type IntakeDraft } from './intake-draft';

interface WhatFieldsProps extends FieldsProps {
  counter: Counter | undefined;
  /** How many pages the chosen scan has; null: none is chosen, or nobody knows yet. */
  scanPages: number | null;
  /** A dossier that was accepted: its fee follows the policy that it pinned. */
  dossierId?: string;
}

/** 2. What: the type of paper, the pages of the original, the copies, and what it costs. */
export function WhatFields(props: WhatFieldsProps) {
  const { draft, change, fault, counter, scanPages, dossierId } = props;
  /** Said in the note, which has room for it. */
  const pagesFault = fault?.field === 'originalPages' ? fault.text : null;
  const differs = scanPages !== null && Number(draft.originalPages) !== scanPages;
  const typed = foldText(draft.documentType);
  const options = (counter?.documentTypes ?? [])
    .filter((type) => {
      const known = foldText(type);
      return type !== draft.documentType && known.includes(typed);
    })
    .map((value) => ({ value }));
  const typeFault = fault?.field === 'documentType' ? fault.text : '';
  return (
    <fieldset className="part">
      <legend>
        <i>2</i> Giấy tờ
      </legend>
      <div className="what">
        <div className="field">
          <label htmlFor="intake-documentType">Loại giấy tờ cần chứng thực</label>
          <AutoComplete
            id="intake-documentType"
            value={draft.documentType}
            options={options}
            placeholder="Chọn hoặc ghi loại giấy tờ"
            {...(typeFault ? { status: 'error' as const } : {})}
            onChange={(documentType: string) => change({ documentType })}
          />
          {typeFault && (
            <p className="fault" role="alert">
              {typeFault}
            </p>
          )}
        </div>
        <TextField
          {...props}
          fault={differs ? null : fault}
          name="originalPages"
          label="Số trang"
          inputMode="numeric"
          clean={digits}
        />
        <TextField {...props} name="copies" label="Số bản" inputMode="numeric" clean={digits} />
      </div>
      {differs && (
        <p className="note note-near pages-differ" role={pagesFault ? 'alert' : 'status'}>
          {pagesFault ?? (
            <>
              Bản quét có <b>{scanPages} trang</b>, ô “Số trang” ghi{' '}
              {draft.originalPages || 'trống'}.
            </>
          )}{' '}
          <button
            type="button"
            className="plain-button"
            onClick={() => change({ originalPages: String(scanPages) })}
          >
            Lấy {scanPages} trang
          </button>
        </p>
      )}
      <FeeLine draft={draft} dossierId={dossierId} />
    </fieldset>
  );
}

const digits = (text: string) => text.replace(/\D/g, '').slice(0, 5);

interface FeeLineProps {
  draft: IntakeDraft;
  dossierId: string | undefined;
}

/** The fee as one line that shows its sum; where it comes from on hover and for readers. */
function FeeLine({ draft, dossierId }: FeeLineProps) {
  const { office } = useDesk();
  const pages = countOf(draft.originalPages, 10_000);
  const copies = countOf(draft.copies, 1_000);
  const fee = useQuery({
    ...feeQuery(office.id, pages ?? 1, copies ?? 1, dossierId),
    enabled: pages !== null && copies !== null,
    placeholderData: keepPreviousData,
  });
  return (
    <p className="fee" aria-live="polite">
      <span>Phí</span>
      {fee.isError ? sentenceOf(fee.error) : <b title={fee.data?.source}>{fee.data?.line}</b>}
      <span className="quiet fee-source">{fee.data?.source}</span>
    </p>
  );
}
