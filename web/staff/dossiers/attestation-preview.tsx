import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { type ChangeEvent, useEffect, useId, useRef, useState } from 'react';
import type { Dossier } from '../../../api/dossiers/contract';
import type { Marks } from '../../../api/marks/contract';
import { findMarkFault, type MarkKind, type MarkPlaces } from '../../../domain/attestation-layout';
import { openPdf } from '../../pdf/open-pdf';
import { PdfPage } from '../../pdf/pdf-page';
import { act, sentenceOf } from '../../server/client';
import { marksQuery } from '../../server/marks';
import { useDesk } from '../desk/office';
import { DraggedMark } from './dragged-mark';
import './attestation-preview.css';

const faultSentences = {
  outside: 'Ô ra ngoài phần trang dành cho nó (giữa lời chứng và mã kiểm tra); đã đặt lại chỗ cũ.',
  'too-small': 'Ô nhỏ hơn 10 mm; sửa kích thước trong quy định.',
  overlap:
    'Con dấu và cột chữ ký chồng lên nhau, phần mềm kiểm tra sẽ từ chối bản sao; đã đặt lại chỗ cũ.',
};

/**
 * The attestation page as it will be signed, with signature and seal to be moved over it [L-06]: by
 * mouse, or by the arrow keys a millimetre at a time. Where they stand is kept for the office.
 */
export function AttestationPreview({ dossier }: { dossier: Dossier }) {
  const { office } = useDesk();
  const client = useQueryClient();
  const marks = useQuery(marksQuery(office.id));
  const [moving, setMoving] = useState<MarkPlaces | null>(null);
  const [fault, setFault] = useState('');
  const keep = useMutation({
    mutationFn: (places: MarkPlaces | null) =>
      act<Marks>(`/offices/${office.id}/marks`, {
        ...(places ? { method: 'PUT', body: places } : { method: 'DELETE' }),
      }),
    onSuccess: (answer) => client.setQueryData(marksQuery(office.id).queryKey, answer),
    onSettled: () => setMoving(null),
  });
  const upload = useMutation({
    mutationFn: (file: File) => {
      const body = new FormData();
      body.set('file', file);
      return act<Marks>(`/offices/${office.id}/my-signature`, { method: 'PUT', body });
    },
    onSuccess: (answer) => client.setQueryData(marksQuery(office.id).queryKey, answer),
  });
  const stand = marks.data;
  const move = (kind: MarkKind, to: { x: number; y: number }) => {
    if (stand) setMoving({ ...placesOf(stand), ...moving, [kind]: to });
  };
  const settle = (kind: MarkKind, to: { x: number; y: number }) => {
    if (!stand) return;
    const places = { ...placesOf(stand), [kind]: to };
    const found = findMarkFault({
      signature: { ...stand.signature, ...places.signature },
      seal: { ...stand.seal, ...places.seal },
    });
    setFault(found ? faultSentences[found] : '');
    if (found) setMoving(null);
    else keep.mutate(places);
  };
  const problem = fault || sentenceIf(keep.error ?? upload.error ?? marks.error);
  return (
    <section className="preview" aria-label="Trang lời chứng sẽ ký">
      <div className="preview-tools" role="toolbar" aria-label="Trang lời chứng">
        <span className="pdf-label">Trang lời chứng</span>
        <PictureButton label="Ảnh chữ ký…" onFile={(file) => upload.mutate(file)} />
        <button
          type="button"
          className="plain-button"
          disabled={!stand?.isMoved || keep.isPending}
          onClick={() => {
            setFault('');
            keep.mutate(null);
          }}
        >
          Đặt lại vị trí
        </button>
      </div>
      <Sheet source={sourceOf(dossier, stand)}>
        {stand &&
          (['signature', 'seal'] as const).map((kind) => (
            <DraggedMark
              key={kind}
              kind={kind}
              box={{ ...stand[kind], ...moving?.[kind] }}
              picture={pictureOf(office.id, kind, stand)}
              onMove={(to) => move(kind, to)}
              onSettle={(to) => settle(kind, to)}
            />
          ))}
      </Sheet>
      {problem && (
        <p className="note note-problem" role="alert">
          {problem}
        </p>
      )}
      <p className="quiet preview-hint">
        Kéo ô chữ ký hoặc con dấu; hoặc chọn ô rồi dùng phím mũi tên (1 mm). Vị trí được giữ cho các
        hồ sơ sau của đơn vị.
      </p>
    </section>
  );
}

function sentenceIf(error: Error | null): string {
  return error ? sentenceOf(error) : '';
}

function placesOf({ signature, seal }: Marks): MarkPlaces {
  return { signature: { x: signature.x, y: signature.y }, seal: { x: seal.x, y: seal.y } };
}

/** Another address whenever the page is another: title and name move with the signature. */
function sourceOf(dossier: Dossier, marks: Marks | undefined): string | null {
  if (!marks) return null;
  const { x, y } = marks.signature;
  return `/api/dossiers/${dossier.id}/attestation?marks=false&at=${x}-${y}`;
}

function pictureOf(officeId: string, kind: MarkKind, marks: Marks): string | null {
  const hash = kind === 'signature' ? marks.signaturePicture : marks.sealPicture;
  const name = kind === 'signature' ? 'my-signature' : 'seal-picture';
  return hash && `/api/offices/${officeId}/${name}?v=${hash.slice(0, 12)}`;
}

/** The page on a canvas as wide as there is room, with something laid over it. */
function Sheet({ source, children }: { source: string | null; children: React.ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [opened, setOpened] = useState<PDFDocumentProxy | null>(null);
  useEffect(() => {
    if (!frame.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (!source) return;
    let isCurrent = true;
    const opening = openPdf(source);
    opening.promise
      .then((document) => {
        if (isCurrent) setOpened(document);
      })
      .catch(() => {
        // The marks' own query says what is wrong; the next opening is under way.
      });
    return () => {
      isCurrent = false;
      opening.close();
    };
  }, [source]);
  return (
    <div className="preview-desk">
      <div className="preview-sheet" ref={frame}>
        {opened && width > 0 && (
          <PdfPage
            document={opened}
            number={1}
            turn={0}
            width={width}
            ratio={210 / 297}
            near={frame}
          />
        )}
        {children}
      </div>
    </div>
  );
}

/** Chooses a PNG; looks like a word to press. */
export function PictureButton({ label, onFile }: { label: string; onFile: (file: File) => void }) {
  const id = useId();
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    if (file) onFile(file);
    event.target.value = '';
  };
  return (
    <span className="picture-button">
      <input id={id} type="file" accept="image/png" onChange={choose} />
      <label htmlFor={id}>{label}</label>
    </span>
  );
}
