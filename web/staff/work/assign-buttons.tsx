import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { Assigned } from '../../../api/assignments/contract';
import { assignedMax, assignmentOutcomes, mayGiveAway } from '../../../domain/assignments';
import { stepDeclarations } from '../../../domain/process';
import { useKeys } from '../../keys/use-keys';
import { Dialog } from '../../look/dialog';
import { DialogActions } from '../../look/dialog-actions';
import { ProblemNote } from '../../look/problem-note';
import { sentenceOf } from '../../server/client';
import { refreshLists } from '../../server/events';
import { ownAct } from '../../server/own-acts';
import { useDesk } from '../desk/office';
import type { SteadyRow } from '../dossiers/steady-rows';
import { holdersQuery } from './queries';

interface Props {
  /** What the buttons act on: what is chosen, else what is open or in focus. */
  rows: readonly SteadyRow[];
}

/** "Nhận", "Thôi giữ", "Giao…": who goes on with these dossiers. */
export function AssignButtons({ rows }: Props) {
  const { session, office } = useDesk();
  const me = session.person.id;
  const [asked, setAsked] = useState<'take-over' | 'give' | null>(null);
  const assign = useAssign(office.id, () => setAsked(null));
  const others = rows.filter(({ heldBy }) => heldBy && heldBy.id !== me);
  const mine = rows.filter(({ heldBy }) => heldBy?.id === me);
  const mayGive = mayGiveAway(office.rights);
  const given = mayGive ? rows.filter(({ heldBy }) => heldBy) : mine;
  const ids = (of: readonly SteadyRow[]) => of.map(({ id }) => id);
  const canHold = (['create', 'sign', 'seal'] as const).some((right) =>
    office.rights.includes(right),
  );
  const claim = () => {
    if (rows.length === 0 || !canHold) return;
    if (others.length > 0) setAsked('take-over');
    else assign.mutate({ ids: ids(rows), to: me, takeOver: false, done: 'Bạn đã nhận' });
  };
  const release = () => {
    if (given.length === 0) return;
    assign.mutate({ ids: ids(given), to: null, takeOver: false, done: 'Đã trả về việc chung' });
  };
  const give = () => rows.length > 0 && setAsked('give');
  useKeys([
    ...(canHold ? [{ key: 'n', label: 'Nhận xử lý hồ sơ đang chọn', run: claim }] : []),
    { key: 'u', label: 'Thôi giữ, trả về việc chung', run: release },
    { key: 'g', label: 'Giao cho người khác', run: give },
  ]);
  return (
    <div className="assign-buttons" role="group" aria-label="Giữ hồ sơ">
      {canHold && (
        <Button size="small" disabled={rows.length === 0} onClick={claim}>
          Nhận <kbd>N</kbd>
        </Button>
      )}
      <Button size="small" disabled={given.length === 0} onClick={release}>
        Thôi giữ <kbd>U</kbd>
      </Button>
      <Button size="small" disabled={rows.length === 0} onClick={give}>
        Giao… <kbd>G</kbd>
      </Button>
      {asked === 'take-over' && (
        <Dialog title="Người khác đang giữ" onClose={() => setAsked(null)}>
          <form
            className="act"
            onSubmit={(event) => {
              event.preventDefault();
              assign.mutate({ ids: ids(rows), to: me, takeOver: true, done: 'Bạn đã nhận' });
            }}
          >
            <p>
              {others.length === 1
                ? `${others[0]?.heldBy?.name} đang giữ hồ sơ của ${others[0]?.requesterName}.`
                : `${others.length} hồ sơ đang có người giữ: ${namesOf(others)}.`}{' '}
              Bạn nhận thì người đang giữ được báo ngay.
            </p>
            <ProblemNote error={assign.error} />
            <DialogActions onClose={() => setAsked(null)} isPending={assign.isPending}>
              Nhận thay
            </DialogActions>
          </form>
        </Dialog>
      )}
      {asked === 'give' && (
        <GiveDialog
          officeId={office.id}
          rows={rows}
          assign={assign}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}

/** "Giao…": one dossier to somebody else, from wherever it is shown. */
export function GiveButton({ officeId, row }: { officeId: string; row: GivenRow }) {
  const [isOpen, setOpen] = useState(false);
  const assign = useAssign(officeId, () => setOpen(false));
  return (
    <>
      <Button size="small" aria-label={`Giao hồ sơ ${row.code}`} onClick={() => setOpen(true)}>
        Giao…
      </Button>
      {isOpen && (
        <GiveDialog
          officeId={officeId}
          rows={[row]}
          assign={assign}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

type GivenRow = Pick<SteadyRow, 'id' | 'code' | 'clock'>;

interface GiveProps {
  officeId: string;
  rows: readonly GivenRow[];
  assign: ReturnType<typeof useAssign>;
  onClose: () => void;
}

/** Who is to go on with them: those who hold the right of their steps, with how much each has. */
function GiveDialog({ officeId, rows, assign, onClose }: GiveProps) {
  const holders = useQuery(holdersQuery(officeId));
  const needed = new Set(rows.flatMap(({ clock }) => (clock ? [clock.step] : [])));
  const fit = (holders.data?.items ?? []).filter(({ rights }) =>
    [...needed].every((step) => rights.includes(stepDeclarations[step].right)),
  );
  const [chosen, setChosen] = useState('');
  const [isMissing, setMissing] = useState(false);
  const person = fit.find(({ id }) => id === chosen);
  return (
    <Dialog title={`Giao ${rows.length} hồ sơ`} onClose={onClose}>
      <form
        className="act"
        onSubmit={(event) => {
          event.preventDefault();
          setMissing(!person);
          if (!person) return;
          const done = `Đã giao cho ${person.name}`;
          assign.mutate({ ids: rows.map(({ id }) => id), to: person.id, takeOver: true, done });
        }}
      >
        <ProblemNote error={holders.error} />
        {holders.isSuccess && fit.length === 0 ? (
          <p className="note">
            {needed.size > 1
              ? 'Các hồ sơ này ở nhiều bước khác nhau và không ai có đủ quyền. Chọn hồ sơ của một bước.'
              : 'Không ai trong cơ quan có quyền ở bước này.'}
          </p>
        ) : (
          <fieldset className="people-choice" aria-invalid={isMissing}>
            <legend>Người xử lý tiếp</legend>
            {fit.map((holder) => (
              <label key={holder.id}>
                <input
                  type="radio"
                  name="holder"
                  value={holder.id}
                  checked={chosen === holder.id}
                  onChange={() => setChosen(holder.id)}
                />
                <span>{holder.name}</span>
                <span className="quiet">đang giữ {holder.open}</span>
              </label>
            ))}
          </fieldset>
        )}
        {isMissing && (
          <p className="note note-problem" role="alert">
            Chọn người xử lý tiếp.
          </p>
        )}
        <ProblemNote error={assign.error} />
        <DialogActions onClose={onClose} isPending={assign.isPending}>
          Giao
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface Asked {
  ids: readonly string[];
  to: string | null;
  takeOver: boolean;
  /** What is said of those that went. */
  done: string;
}

/** Sends so many at a time, and says once what came of all. */
function useAssign(officeId: string, onDone: () => void) {
  const client = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: async ({ ids, to, takeOver }: Asked) => {
      const items: Assigned['items'] = [];
      const key = 'assign-progress';
      for (let at = 0; at < ids.length; at += assignedMax) {
        if (ids.length > assignedMax) {
          const content = `Đang chuyển ${at}/${ids.length} hồ sơ…`;
          void message.loading({ key, content, duration: 0 });
        }
        const body = { officeId, dossierIds: ids.slice(at, at + assignedMax), to, takeOver };
        try {
          items.push(...(await ownAct<Assigned>('/assignments', { body })).items);
        } catch (error) {
          message.destroy(key);
          // What went before went: said, and the rest stays chosen.
          if (items.length > 0) refreshLists(client);
          throw error;
        }
      }
      message.destroy(key);
      return items;
    },
    onSuccess: (items, { ids, done }) => {
      refreshLists(client);
      for (const id of ids) {
        void client.invalidateQueries({ queryKey: ['dossier', id] });
        void client.invalidateQueries({ queryKey: ['timeline', id] });
      }
      const went = items.filter(({ outcome }) => outcome === 'done' || outcome === 'same').length;
      if (went > 0) void message.success(`${done}: ${went} hồ sơ`);
      const left = items.filter(({ outcome }) => outcome !== 'done' && outcome !== 'same');
      if (left.length > 0)
        void message.warning(`${left.length} hồ sơ không chuyển được: ${whyNot(left)}.`);
      onDone();
    },
    onError: (error) => void message.error(sentenceOf(error)),
  });
}

function whyNot(left: Assigned['items']): string {
  return [...new Set(left.map(({ outcome }) => assignmentOutcomes[outcome].vi))].join(', ');
}

function namesOf(rows: readonly SteadyRow[]): string {
  const names = [...new Set(rows.map(({ heldBy }) => heldBy?.name ?? ''))];
  return names.length > 3 ? `${names.slice(0, 3).join(', ')}…` : names.join(', ');
}
