import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { MarkKind, MarkPlace } from '../../../domain/attestation-layout';

interface Props {
  kind: MarkKind;
  /** Millimetres from the upper left corner of the page. */
  box: MarkPlace;
  picture: string | null;
  onMove: (to: { x: number; y: number }) => void;
  onSettle: (to: { x: number; y: number }) => void;
}

const names = { signature: 'Chữ ký', seal: 'Con dấu' };
const sheet = { width: 210, height: 297 };
const steps: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** One mark over the page: dragged in whole millimetres, or moved by the arrow keys one at a time. */
export function DraggedMark({ kind, box, picture, onMove, onSettle }: Props) {
  const grip = useRef<{ x: number; y: number; scale: number; from: MarkPlace } | null>(null);
  const placeAt = (event: PointerEvent): { x: number; y: number } | null => {
    if (!grip.current) return null;
    const { x, y, scale, from } = grip.current;
    return {
      x: Math.round(from.x + (event.clientX - x) / scale),
      y: Math.round(from.y + (event.clientY - y) / scale),
    };
  };
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const to = { x: Math.round(box.x) + step[0], y: Math.round(box.y) + step[1] };
    onMove(to);
    onSettle(to);
  };
  return (
    <button
      type="button"
      className={`mark mark-${kind}`}
      style={{
        left: `${(box.x / sheet.width) * 100}%`,
        top: `${(box.y / sheet.height) * 100}%`,
        width: `${(box.width / sheet.width) * 100}%`,
        height: `${(box.height / sheet.height) * 100}%`,
      }}
      aria-label={`${names[kind]}: cách mép trái ${box.x} mm, mép trên ${box.y} mm`}
      aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown"
      onKeyDown={press}
      onPointerDown={(event) => {
        const page = event.currentTarget.parentElement?.clientWidth ?? sheet.width;
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = {
          ...{ x: event.clientX, y: event.clientY },
          ...{ scale: page / sheet.width, from: box },
        };
      }}
      onPointerMove={(event) => {
        const to = placeAt(event);
        if (to) onMove(to);
      }}
      onPointerUp={(event) => {
        const to = placeAt(event);
        const from = grip.current?.from;
        grip.current = null;
        if (to && from && (to.x !== Math.round(from.x) || to.y !== Math.round(from.y)))
          onSettle(to);
      }}
      onPointerCancel={() => {
        grip.current = null;
      }}
    >
      {picture ? <img src={picture} alt="" draggable={false} /> : <span>{names[kind]}</span>}
    </button>
  );
}
