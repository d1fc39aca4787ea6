import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { AutoComplete } from 'antd';
import { sentenceOf } from '../../server/client';
import { feeQuery } from '../../server/queries';
import type { Counter } from '../../server/shapes';
import { useDesk } from '../office';
import type { FieldsProps } from './fields';
import { TextField } from './fields';
import { countOf, type IntakeDraft } from './intake-draft';

/** 2. What: the type of paper, the pages of the original, the copies, and what it costs. */
export function WhatFields(props: FieldsProps & { counter: Counter | undefined }) {
  const { draft, change, fault, isLocked, counter } = props;
  const typed = draft.documentType.trim().toLocaleLowerCase('vi');
  const options = (counter?.documentTypes ?? [])
    .filter((type) => {
      const known = type.toLocaleLowerCase('vi');
      return known !== typed && known.includes(typed);
    })
    .map((value) => ({ value }));
  const typeFault = fault?.field === 'documentType' ? fault.text : '';
  return (
    <fieldset className="part" disabled={isLocked}>
      <legend>
        <i>2</i> Giấy tờ
      </legend>
      <div className="what">
        <div className="field">
          <label htmlFor="intake-documentType">Loại giấy tờ cần chứng thực</label>
          <AutoComplete
            id="intake-documentType"
            value={draft.documentType}
            disabled={isLocked}
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
          name="originalPages"
          label="Số trang"
          inputMode="numeric"
          clean={digits}
        />
        <TextField {...props} name="copies" label="Số bản" inputMode="numeric" clean={digits} />
      </div>
      <FeeLine draft={draft} />
    </fieldset>
  );
}

const digits = (text: string) => text.replace(/\D/g, '').slice(0, 5);

/** The fee as one line that shows its sum; where it comes from on hover and for readers. */
function FeeLine({ draft }: { draft: IntakeDraft }) {
  const { office } = useDesk();
  const pages = countOf(draft.originalPages, 10_000);
  const copies = countOf(draft.copies, 1_000);
  const fee = useQuery({
    ...feeQuery(office.id, pages ?? 1, copies ?? 1),
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
