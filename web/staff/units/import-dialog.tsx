import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import type { ImportPreview } from '../../../api/offices/contract';
import { Dialog } from '../../look/dialog';
import { FileDrop } from '../../look/file-drop';
import { ProblemNote } from '../../look/problem-note';
import { act } from '../../server/client';

interface Props<Taken extends ImportPreview> {
  title: string;
  path: string;
  /** Heads of the table. */
  columns: string;
  /** Keys of what is to be read again. */
  changed: string[];
  onClose: () => void;
  /** What is shown of what was taken over. */
  renderTaken?: (taken: Taken) => ReactNode;
}

/** A table is looked at row by row, and taken over whole or not at all. */
export function ImportDialog<Taken extends ImportPreview>(props: Props<Taken>) {
  const { title, path, columns, changed, onClose, renderTaken } = props;
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const send = (chosen: File, take: boolean) => {
    const body = new FormData();
    body.append('file', chosen);
    return act<Taken>(`${path}?take=${take}`, { body });
  };
  const looking = useMutation({ mutationFn: (chosen: File) => send(chosen, false) });
  const taking = useMutation({
    mutationFn: (chosen: File) => send(chosen, true),
    onSuccess: () =>
      Promise.all(changed.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  const preview = taking.data ?? looking.data;
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="act">
        {!taking.data && (
          <FileDrop
            accept=".xlsx,.csv"
            onFile={(chosen) => {
              setFile(chosen);
              looking.mutate(chosen);
            }}
          >
            {file ? file.name : 'Thả hoặc chọn tệp Excel (.xlsx) hay CSV'}
          </FileDrop>
        )}
        <p className="quiet">Cột: {columns}.</p>
        <ProblemNote error={looking.error ?? taking.error} />
        {looking.isPending && <p role="status">Đang đọc tệp…</p>}
        {preview && <Rows preview={preview} />}
        {taking.data && renderTaken?.(taking.data)}
        <div className="dialog-actions">
          <Button onClick={onClose}>{taking.data ? 'Xong' : 'Thôi'}</Button>
          {!taking.data && (
            <Button
              type="primary"
              disabled={!file || !looking.data || looking.data.faulty > 0}
              loading={taking.isPending && { delay: 300 }}
              onClick={() => file && taking.mutate(file)}
            >
              Nhập {looking.data ? `${looking.data.rows.length} dòng` : ''}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** Rows that are shown of a long table; faulty ones come first. */
const shownMax = 200;

function Rows({ preview }: { preview: ImportPreview }) {
  const { rows, faulty, taken } = preview;
  const faultyRows = rows.filter(({ faults }) => faults.length > 0);
  const others = rows.filter(({ faults }) => faults.length === 0);
  return (
    <>
      <p role="status" className={faulty > 0 ? 'note note-problem' : undefined}>
        {taken
          ? `Đã nhập ${rows.length} dòng.`
          : faulty > 0
            ? `${faulty} trong ${rows.length} dòng có lỗi; chưa nhập dòng nào. Sửa tệp rồi chọn lại.`
            : `${rows.length} dòng đều đúng; chưa nhập dòng nào.`}
      </p>
      {rows.length > 0 && (
        <div className="table-frame import-rows">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Dòng</th>
                <th scope="col">Nội dung</th>
                <th scope="col">Lỗi</th>
              </tr>
            </thead>
            <tbody>
              {[...faultyRows, ...others].slice(0, shownMax).map(({ row, label, faults }) => (
                <tr key={row}>
                  <td>{row}</td>
                  <td className="wraps">{label}</td>
                  <td className="wraps">{faults.length > 0 ? faults.join(' ') : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
