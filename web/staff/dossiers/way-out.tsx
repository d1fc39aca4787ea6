import { Button } from 'antd';
import { useState } from 'react';
import type { Dossier } from '../../../api/dossiers/contract';
import { useKeys } from '../../keys/use-keys';
import { ReasonDialog } from '../desk/reason-dialog';
import { RefusalDialog } from './refusal-dialog';

const ways = {
  return: { label: 'Trả lại', done: 'Đã trả lại', key: 'R' },
  refuse: { label: 'Từ chối chứng thực', done: 'Đã từ chối', key: '' },
  cancel: { label: 'Hủy hồ sơ', done: 'Đã hủy', key: '' },
  withdraw: { label: 'Người yêu cầu rút', done: 'Đã cho rút', key: '' },
  'sign-again': { label: 'Đưa về ký lại', done: 'Đã đưa về ký lại', key: '' },
  'hand-over': { label: 'Trao tại quầy', done: 'Đã trao tại quầy', key: '' },
} as const;
type Way = keyof typeof ways;
const order: readonly Way[] = [
  ...(['return', 'refuse', 'cancel', 'withdraw', 'sign-again', 'hand-over'] as const),
];

/** The acts that turn a dossier back, end it, or lead on from what it waits for: each asks why first. */
export function WayOut({ dossier, onDone }: { dossier: Dossier; onDone: () => void }) {
  const [asked, setAsked] = useState<Way | null>(null);
  const open = order.filter((way) => dossier.actions.includes(way));
  useKeys(
    open.includes('return') ? [{ key: 'r', label: 'Trả lại', run: () => setAsked('return') }] : [],
  );
  if (open.length === 0) return null;
  const close = () => setAsked(null);
  const finish = () => {
    close();
    onDone();
  };
  return (
    <div className="way-out">
      {open.map((way) => (
        <Button key={way} size="small" onClick={() => setAsked(way)}>
          {ways[way].label} {ways[way].key && <kbd>{ways[way].key}</kbd>}
        </Button>
      ))}
      {asked === 'refuse' && <RefusalDialog dossier={dossier} onClose={close} onDone={finish} />}
      {asked && asked !== 'refuse' && (
        <ReasonDialog
          dossier={dossier}
          verb={asked}
          label={ways[asked].label}
          done={ways[asked].done}
          onClose={close}
          onDone={finish}
        />
      )}
    </div>
  );
}
