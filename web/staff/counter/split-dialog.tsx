import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { SmallPage } from '../../pdf/draw-page';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import type { HandedFile, Turn } from './handed-files';
import { makeOriginals } from './make-originals';
import {
  joined,
  leftOut,
  originalsOf,
  pagesToSplit,
  splitAtBlanks,
  type SplitPage,
  withPage,
} from './split-pages';
import './split.css';
import { useSmallPages } from './use-small-pages';

interface Props {
  files: readonly HandedFile[];
  onSplit: (originals: HandedFile[][]) => void;
  onClose: () => void;
}

/**
 * A scan of several originals, cut into them: at blank sheets by itself, and by hand. What is in no original is said.
 */
export function SplitDialog({ files, onSplit, onClose }: Props) {
  const small = useSmallPages(files);
  const [touched, setTouched] = useState<readonly SplitPage[] | null>(null);
  const [said, setSaid] = useState('');
  const drawn = pagesToSplit(files).map((page, at) => ({
    ...page,
    isBlank: small[at]?.isBlank ?? false,
  }));
  const isDrawn = small.length === drawn.length;
  // What was drawn in the meantime is known of pages that were changed by hand, too.
  const pages = touched
    ? touched.map((page, at) => ({ ...page, isBlank: drawn[at]?.isBlank ?? false }))
    : splitAtBlanks(drawn);
  const originals = originalsOf(pages);
  const split = useMutation({
    mutationFn: () => makeOriginals(originals),
    onSuccess: (made) => {
      if ('fault' in made) return;
      onSplit(made);
      onClose();
    },
  });
  const fault = split.data && 'fault' in split.data ? split.data.fault : '';
  const change = (at: number, part: Parameters<typeof withPage>[2], words: string) => {
    setTouched(withPage(pages, at, part));
    setSaid(words);
    split.reset();
  };
  const hasBlank = drawn.some(({ isBlank }) => isBlank);
  return (
    <Dialog title="Tách bản quét thành các bản chính" isWide onClose={onClose}>
      <form
        className="act split"
        onSubmit={(event) => {
          event.preventDefault();
          if (!split.isPending && originals.length > 0) split.mutate();
        }}
      >
        <p className="quiet">
          Bấm vào khe giữa hai trang để tách hoặc ghép lại. Trên một trang: <kbd>T</kbd> tách trước
          trang này, <kbd>R</kbd> xoay, <kbd>Delete</kbd> bỏ hay lấy lại, mũi tên để đi.
        </p>
        <div className="split-tools">
          <Button
            size="small"
            disabled={!hasBlank}
            onClick={() => setTouched(splitAtBlanks(drawn))}
          >
            Tách ở trang trắng
          </Button>
          <Button size="small" onClick={() => setTouched(joined(drawn))}>
            Ghép hết lại
          </Button>
          <span className="quiet" role="status">
            {isDrawn ? blankWords(drawn) : `Đang xem trang ${small.length} trên ${drawn.length}…`}
          </span>
        </div>
        <p className="unseen" role="status">
          {said}
        </p>
        <Sheets pages={pages} small={small} change={change} />
        <Sum pages={pages} originals={originals} />
        {fault && (
          <p className="note note-problem" role="alert">
            {fault}
          </p>
        )}
        <ProblemNote error={split.error} />
        <DialogActions
          onClose={onClose}
          isPending={split.isPending}
          disabled={!isDrawn || originals.length === 0}
        >
          {originals.length > 1
            ? `Tách thành ${originals.length} bản chính`
            : 'Để là một bản chính'}
        </DialogActions>
      </form>
    </Dialog>
  );
}

function blankWords(pages: readonly SplitPage[]): string {
  const count = pages.filter(({ isBlank }) => isBlank).length;
  return count > 0 ? `${count} trang có vẻ trắng` : 'Không thấy trang trắng';
}

interface SheetsProps {
  pages: readonly SplitPage[];
  small: readonly SmallPage[];
  change: (at: number, part: Parameters<typeof withPage>[2], words: string) => void;
}

/** The pages in a row that breaks as it must, with a gap to click before each but the first. */
function Sheets({ pages, small, change }: SheetsProps) {
  const list = useRef<HTMLOListElement>(null);
  const cut = (at: number) => {
    const begins = !pages[at]?.begins;
    const words = begins ? `Tách trước trang ${at + 1}` : `Ghép trang ${at + 1} với trang trước`;
    if (at > 0) change(at, { begins }, words);
  };
  const turn = (at: number, page: SplitPage) =>
    change(at, { turn: ((page.turn + 90) % 360) as Turn }, `Trang ${at + 1}: đã xoay`);
  const take = (at: number, { isOut }: SplitPage) =>
    change(at, { isOut: !isOut }, `Trang ${at + 1}: ${isOut ? 'lấy lại' : 'bỏ'}`);
  const press = (event: KeyboardEvent, at: number, page: SplitPage) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.altKey) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) list.current?.querySelector<HTMLElement>(`[data-page="${at + step}"]`)?.focus();
    else if (event.key.toLowerCase() === 't') cut(at);
    else if (event.key.toLowerCase() === 'r') turn(at, page);
    else if (event.key === 'Delete') take(at, page);
    else return;
    event.preventDefault();
  };
  const originals = originalsOf(pages);
  return (
    <ol ref={list} className="split-pages" aria-label="Các trang theo thứ tự">
      {pages.map((page, at) => {
        const original = originals.findIndex((one) => one.includes(page)) + 1;
        const picture = small[at]?.url;
        const words = [
          `Trang ${at + 1}`,
          page.isBlank ? 'có vẻ trắng' : '',
          page.isOut ? 'bỏ' : `bản chính ${original}`,
        ];
        return (
          <li key={at} className={page.begins ? 'split-begins' : undefined}>
            {at > 0 && (
              <button
                type="button"
                className="split-gap"
                tabIndex={-1}
                aria-pressed={page.begins}
                aria-label={`Tách trước trang ${at + 1}`}
                title={page.begins ? 'Ghép lại' : 'Tách ở đây'}
                onClick={() => cut(at)}
              >
                ✂
              </button>
            )}
            <div
              className={page.isOut ? 'split-page split-out' : 'split-page'}
              data-page={at}
              data-opens-here={at === 0 ? '' : undefined}
              tabIndex={0}
              role="group"
              aria-label={words.filter(Boolean).join(', ')}
              aria-keyshortcuts="T R Delete ArrowLeft ArrowRight"
              onKeyDown={(event) => press(event, at, page)}
            >
              <span className="split-picture">
                {picture ? (
                  <img src={picture} alt="" style={{ transform: `rotate(${page.turn}deg)` }} />
                ) : (
                  <span className="quiet">{at < small.length ? page.file.file.name : '…'}</span>
                )}
              </span>
              <span className="split-words">
                <b>{at + 1}</b>
                <span>{page.isOut ? (page.isBlank ? 'Trắng · bỏ' : 'Bỏ') : `Bản ${original}`}</span>
              </span>
              <span className="split-buttons">
                <button
                  type="button"
                  tabIndex={-1}
                  aria-label={`Xoay trang ${at + 1}`}
                  title="Xoay"
                  onClick={() => turn(at, page)}
                >
                  ⟳
                </button>
                <button
                  type="button"
                  tabIndex={-1}
                  aria-label={`${page.isOut ? 'Lấy lại' : 'Bỏ'} trang ${at + 1}`}
                  title={page.isOut ? 'Lấy lại' : 'Bỏ'}
                  onClick={() => take(at, page)}
                >
                  {page.isOut ? '↺' : '✕'}
                </button>
              </span>
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** What comes of it, and what is left out: nothing goes without a word. */
function Sum({ pages, originals }: { pages: readonly SplitPage[]; originals: SplitPage[][] }) {
  const { inked, blank } = leftOut(pages);
  return (
    <div aria-live="polite">
      <p>
        <b>{originals.length} bản chính</b>:{' '}
        {originals.map((one) => `${one.length} trang`).join(', ')}
        {blank.length > 0 && ` · bỏ trang trắng ${blank.join(', ')}`}
      </p>
      {inked.length > 0 && (
        <p className="note note-near">
          Bỏ cả trang có nội dung: {inked.join(', ')}. Trang đã bỏ không nằm trong bản chính nào.
        </p>
      )}
    </div>
  );
}
