import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useKeys } from '../../keys/use-keys';
import { refreshLists } from '../../server/events';
import {
  type FailedAct,
  forgetFailed,
  forgetHeld,
  heldMs,
  type HeldAct,
  type HeldState,
  sendHeld,
  undoHeld,
  useFailedActs,
  useHeldAct,
} from '../../server/held-act';
import { dossierQuery } from '../../server/queries';
import './held-note.css';

/** How long it is said that an act was sent. */
const saidMs = 4_000;

/** Over every page: the act that can still be taken back, with the time left; then what came of it. */
export function HeldNote() {
  const state = useHeldAct();
  const client = useQueryClient();
  useEffect(() => {
    if (state?.status === 'sent') {
      const { dossier } = state;
      client.setQueryData(dossierQuery(dossier.id).queryKey, dossier);
      void client.invalidateQueries({ queryKey: ['timeline', dossier.id] });
      refreshLists(client);
    }
    if (state?.status !== 'sent' && state?.status !== 'undone') return;
    const timer = setTimeout(forgetHeld, saidMs);
    return () => clearTimeout(timer);
  }, [client, state]);
  const failed = useFailedActs();
  useEffect(() => {
    // Somebody else may have acted: what is shown is read again.
    for (const { act } of failed) {
      void client.invalidateQueries({ queryKey: ['dossier', act.dossier.id] });
    }
  }, [client, failed]);
  if (state === null && failed.length === 0) return null;
  return (
    <aside className="held" aria-label="Việc vừa làm">
      {failed.map((each) => (
        <Failed key={each.act.key} failed={each} />
      ))}
      {state && <Told state={state} />}
    </aside>
  );
}

function Told({ state }: { state: HeldState }) {
  const whose = whoseIs(state.act);
  switch (state.status) {
    case 'held':
      return <Held key={state.act.key} act={state.act} whose={whose} />;
    case 'sending':
      return <p role="status">Đang gửi: {whose}…</p>;
    case 'undone':
      return (
        <p role="status">
          Đã hoàn tác “{state.act.words.doing}”: {whose}. Hồ sơ vẫn ở chỗ cũ.
        </p>
      );
    case 'sent':
      return (
        <p role="status">
          ✓ {state.act.words.done}: {whose}
        </p>
      );
  }
}

function whoseIs({ dossier }: HeldAct): string {
  return `${dossier.requesterName}, ${dossier.code}`;
}

function Held({ act, whose }: { act: HeldAct; whose: string }) {
  const navigate = useNavigate();
  const left = useSecondsLeft(act.sentAt);
  const undo = () => {
    const undone = undoHeld();
    if (!undone) return;
    void navigate({
      to: '/work/$list/{-$dossierId}',
      params: { list: 'open', dossierId: undone.dossier.id },
    });
  };
  useKeys([{ key: 'ctrl+z', label: `Hoàn tác “${act.words.doing}”`, run: undo }]);
  return (
    <>
      <p role="status">
        {act.words.doing}: {whose}
      </p>
      <p className="quiet" aria-hidden="true">
        gửi sau {left} giây
      </p>
      <progress max={heldMs / 1000} value={left} aria-label="Thời gian còn hoàn tác được" />
      <div className="held-actions">
        <Button size="small" onClick={undo}>
          Hoàn tác <kbd>Ctrl Z</kbd>
        </Button>
        <Button size="small" type="text" onClick={() => void sendHeld()}>
          Gửi ngay
        </Button>
      </div>
    </>
  );
}

function Failed({ failed }: { failed: FailedAct }) {
  const navigate = useNavigate();
  const { act, sentence } = failed;
  const open = () => {
    forgetFailed(failed);
    void navigate({
      to: '/work/$list/{-$dossierId}',
      params: { list: 'open', dossierId: act.dossier.id },
    });
  };
  return (
    <>
      <p role="alert">
        <b>Chưa gửi được “{act.words.doing}”</b>: {whoseIs(act)}. {sentence}
      </p>
      <div className="held-actions">
        <Button size="small" onClick={open}>
          Mở hồ sơ
        </Button>
        <Button size="small" type="text" onClick={() => forgetFailed(failed)}>
          Đóng
        </Button>
      </div>
    </>
  );
}

function useSecondsLeft(at: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((at - now) / 1000));
}
