import type { Board } from '../../../api/supervision/contract';
import { useServerNow } from '../../server/clock';
import { dateOnly } from '../../text/time';

type Ready = Board['offices'][number]['readiness'];

/** Certificates that end within these days are told so. */
const soonMs = 30 * 86_400_000;

/** Whether an office could sign, seal and mail now; what is well is said in a word. */
export function Readiness({ readiness }: { readiness: Ready }) {
  const now = useServerNow();
  const { sign, seal, unsentMails } = readiness;
  const troubles = [
    ...purposeTroubles('ký', sign, now),
    ...purposeTroubles('đóng dấu', seal, now),
    ...(unsentMails > 0 ? [`${unsentMails} thư chưa gửi được`] : []),
  ];
  if (troubles.length === 0) {
    const ends = [sign.endsAt, seal.endsAt].filter((end) => end !== null).sort()[0];
    return (
      <>
        Sẵn sàng
        {ends !== undefined && <div className="quiet">chứng thư đến {dateOnly(ends)}</div>}
      </>
    );
  }
  return (
    <>
      {troubles.map((words) => (
        <div key={words}>⚠ {words}</div>
      ))}
    </>
  );
}

function purposeTroubles(name: string, { usable, all, endsAt }: Ready['sign'], now: number) {
  if (all === 0) return [`chưa có token ${name}`];
  if (usable === 0) return [`token ${name} không dùng được`];
  const end = endsAt === null ? Infinity : Date.parse(endsAt);
  if (end <= now) return [`có chứng thư ${name} đã hết hạn`];
  return end - now < soonMs ? [`chứng thư ${name} hết hạn ${dateOnly(end)}`] : [];
}
