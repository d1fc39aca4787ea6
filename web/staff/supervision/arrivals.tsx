import { useCallback } from 'react';
import type { Board } from '../../../api/supervision/contract';
import { Chart, type Colour } from '../../look/chart';

const days = ['Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy', 'CN'];
/** Monday first, as weeks are written here. */
const rowOf = (weekday: number) => (weekday + 6) % 7;

/** When people come: hour by weekday, of the last four weeks. */
export function Arrivals({ arrivals }: Pick<Board, 'arrivals'>) {
  const hours = arrivals.map(({ hour }) => hour);
  const [first, last] = [Math.min(8, ...hours), Math.max(17, ...hours)];
  const option = useCallback(
    (colour: Colour) => {
      const columns = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      const most = Math.max(1, ...arrivals.map(({ accepted }) => accepted));
      const axis = {
        type: 'category',
        splitLine: { show: false },
        axisTick: { show: false },
        axisLine: { show: false },
      };
      const label = { color: colour('text') };
      return {
        tooltip: { backgroundColor: colour('surface'), textStyle: label },
        grid: { left: 8, right: 8, top: 8, bottom: 8, containLabel: true },
        xAxis: { ...axis, data: columns.map((hour) => `${hour} giờ`), axisLabel: label },
        yAxis: { ...axis, data: days, inverse: true, axisLabel: label },
        visualMap: {
          ...{ show: false, min: 0, max: most },
          inRange: { color: [colour('surface'), colour('navy-soft'), colour('navy')] },
        },
        series: [
          {
            type: 'heatmap',
            name: 'Tiếp nhận',
            data: arrivals.map(({ weekday, hour, accepted }) => [
              hour - first,
              rowOf(weekday),
              accepted,
            ]),
            itemStyle: { borderColor: colour('surface'), borderWidth: 2 },
          },
        ],
      };
    },
    [arrivals, first, last],
  );
  return (
    <figure className="picture">
      <figcaption>Người dân đến lúc nào, bốn tuần qua</figcaption>
      <Chart label={heatWords(arrivals)} height={220} option={option} />
    </figure>
  );
}

/** The same in words: the three busiest hours. */
function heatWords(arrivals: Board['arrivals']): string {
  const busiest = [...arrivals].sort((one, other) => other.accepted - one.accepted).slice(0, 3);
  const words = busiest.map(
    ({ weekday, hour, accepted }) => `thứ ${days[rowOf(weekday)]} ${hour} giờ: ${accepted} hồ sơ`,
  );
  return `Bản đồ nhiệt tiếp nhận theo giờ và thứ; đông nhất: ${words.join('; ') || 'chưa có'}`;
}
