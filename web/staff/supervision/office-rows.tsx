import type { Board } from '../../../api/supervision/contract';
import { inThousands, percent } from '../../text/figures';
import { Readiness } from './readiness';

type OfficeLine = Board['offices'][number];

interface Props {
  offices: readonly OfficeLine[];
  onChoose: (officeId: string) => void;
}

/** A row for each office, the most troubled first; its name opens its own board. */
export function OfficeRows({ offices, onChoose }: Props) {
  const worst = [...offices].sort(
    (one, other) => other.late - one.late || other.near - one.near || other.open - one.open,
  );
  return (
    <div className="table-frame office-rows" role="region" aria-label="Theo đơn vị" tabIndex={0}>
      <table className="table">
        <caption className="unseen">Theo đơn vị, nhiều hồ sơ trễ nhất ở trên</caption>
        <thead>
          <tr>
            <th scope="col">Đơn vị</th>
            <th scope="col">Trễ</th>
            <th scope="col">Sắp đến hạn</th>
            <th scope="col">Đang giải quyết</th>
            <th scope="col">Nhận hôm nay</th>
            <th scope="col">Trả hôm nay</th>
            <th scope="col">Đúng hạn hôm nay</th>
            <th scope="col">Đúng hạn tháng này</th>
            <th scope="col">Đã trả, 14 ngày</th>
            <th scope="col">Token, chứng thư, thư</th>
          </tr>
        </thead>
        <tbody>
          {worst.map((office) => (
            <tr key={office.id}>
              <td className="wraps">
                {offices.length === 1 ? (
                  office.name
                ) : (
                  <button type="button" className="link-like" onClick={() => onChoose(office.id)}>
                    {office.name}
                  </button>
                )}
              </td>
              <td className={office.late > 0 ? 'count-late' : undefined}>
                {inThousands(office.late)}
              </td>
              <td>{inThousands(office.near)}</td>
              <td>{inThousands(office.open)}</td>
              <td>{inThousands(office.accepted)}</td>
              <td>{inThousands(office.delivered)}</td>
              <td>{percent(office.onTimeToday)}</td>
              <td>{percent(office.onTimeMonth)}</td>
              <td>
                <Sparkline trend={office.trend} />
              </td>
              <td className="wraps">
                <Readiness readiness={office.readiness} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const size = { width: 112, height: 24, gap: 2 };

/** Delivered day by day; what was late is the red top of a bar. */
export function Sparkline({ trend }: Pick<OfficeLine, 'trend'>) {
  const most = Math.max(1, ...trend.map(({ delivered }) => delivered));
  const bar = size.width / trend.length;
  const late = trend.reduce((sum, { delivered, onTime }) => sum + delivered - onTime, 0);
  const all = trend.reduce((sum, { delivered }) => sum + delivered, 0);
  return (
    <svg
      className="sparkline"
      width={size.width}
      height={size.height}
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={`14 ngày: đã trả ${all}, quá hạn ${late}`}
    >
      {trend.map(({ day, delivered, onTime }, place) => {
        const scale = size.height / most;
        const [whole, inTime] = [delivered * scale, onTime * scale];
        const x = place * bar;
        const width = bar - size.gap;
        return (
          <g key={day}>
            <rect
              x={x}
              y={size.height - whole}
              width={width}
              height={whole - inTime}
              className="is-late"
            />
            <rect x={x} y={size.height - inTime} width={width} height={inTime} />
          </g>
        );
      })}
    </svg>
  );
}
