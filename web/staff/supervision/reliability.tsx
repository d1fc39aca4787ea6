import type { Odds } from '../../../api/supervision/odds-contract';

type Score = NonNullable<Odds['score']>;

const [size, edge] = [200, 28];
const at = (share: number) => edge + share * (size - 2 * edge);

/** The reliability diagram: dots on the line are forecasts that came true as often as they said. */
export function Reliability({ score }: { score: Score }) {
  const { reliability, count, brier, brierOfRate, brierOfTimeLeft } = score;
  const most = Math.max(...reliability.map((bin) => bin.count));
  return (
    <figure className="reliability">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={inWords(reliability)}>
        <rect x={edge} y={edge} width={size - 2 * edge} height={size - 2 * edge} />
        <line x1={at(0)} y1={at(1)} x2={at(1)} y2={at(0)} />
        {reliability.map(({ forecast, happened, count: n }) => (
          <circle
            key={forecast}
            cx={at(forecast)}
            cy={at(1 - happened)}
            r={2.5 + 7 * Math.sqrt(n / most)}
          />
        ))}
        <text x={size / 2} y={size - 6} textAnchor="middle">
          dự báo
        </text>
        <text x={14} y={size / 2} textAnchor="middle" transform={`rotate(-90 14 ${size / 2})`}>
          đã trễ
        </text>
      </svg>
      <figcaption>
        <b>Dự báo đã đúng đến đâu</b>
        <span>
          {count.toLocaleString('vi-VN')} dự báo của 30 ngày qua. Chấm trên đường chéo: trễ đúng
          bằng khả năng đã nói.
        </span>
        <span>
          Sai số Brier {decimal(brier)}; chỉ theo tỷ lệ trễ chung {decimal(brierOfRate)}, chỉ nhìn
          giờ còn lại {decimal(brierOfTimeLeft)}. Thấp hơn là tốt hơn.
        </span>
      </figcaption>
    </figure>
  );
}

function inWords(bins: Score['reliability']): string {
  const shares = bins.map(
    ({ forecast, happened, count }) =>
      `dự báo ${Math.round(forecast * 100)} %, trễ ${Math.round(happened * 100)} % (${count})`,
  );
  return `Biểu đồ độ tin cậy: ${shares.join('; ')}`;
}

function decimal(score: number | null): string {
  return score === null ? '–' : score.toFixed(3).replace('.', ',');
}
