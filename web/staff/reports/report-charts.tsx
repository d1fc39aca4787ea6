import type { EChartsCoreOption } from 'echarts/core';
import { useCallback } from 'react';
import {
  deliveredOf,
  onTimeShareOf,
  type Punctuality,
  type ReportFigures,
} from '../../../domain/reports';
import { Chart, type Colour } from '../../look/chart';
import { inThousands, percent } from '../../text/figures';
import { stepLabels } from '../../text/labels';

interface Props {
  figures: ReportFigures;
}

const marks: [keyof Punctuality, string, string][] = [
  ['early', 'Trước hạn', 'done'],
  ['onTime', 'Đúng hạn', 'navy'],
  ['late', 'Quá hạn', 'seal'],
];

/** Delivered in each month, by the law. */
export function MonthsChart({ figures: { months } }: Props) {
  const option = useCallback(
    (colour: Colour) => {
      // Before the first dossier there is nothing to see.
      const told = months.filter((month) => deliveredOf(month) > 0);
      return stacked(
        colour,
        told.map(({ month }) => `${month.slice(5)}/${month.slice(2, 4)}`),
        told.map(({ done }) => done),
      );
    },
    [months],
  );
  return (
    <Picture title="Đã trả kết quả theo tháng">
      <Chart
        label="Biểu đồ cột: số hồ sơ đã trả từng tháng, trước hạn, đúng hạn, quá hạn"
        height={220}
        option={option}
      />
    </Picture>
  );
}

/** The three steps, by their hours. */
export function StepsChart({ figures: { steps } }: Props) {
  const option = useCallback(
    (colour: Colour) => {
      const plain = steps.filter(({ complex }) => !complex);
      const names = plain.map(({ step }) => stepLabels[step]);
      return stacked(colour, names, plain);
    },
    [steps],
  );
  return (
    <Picture title="Ba bước thông thường, theo giờ của bước">
      <Chart
        label="Biểu đồ cột: số lần hoàn thành từng bước, trước hạn, đúng hạn, quá hạn"
        height={220}
        option={option}
      />
    </Picture>
  );
}

/** Offices that are furthest from being in time. */
const shownMax = 12;

export function OfficesChart({ figures: { offices } }: Props) {
  const option = useCallback(
    (colour: Colour) => {
      const ranked = offices
        .filter(({ rank }) => rank !== null)
        .slice(-shownMax)
        .reverse();
      const late = (line: (typeof ranked)[number]) => 100 - (onTimeShareOf(line) ?? 1) * 100;
      return {
        ...frame(colour),
        grid: { left: 8, right: 48, top: 8, bottom: 8, containLabel: true },
        xAxis: { type: 'value', show: false },
        yAxis: {
          ...{ type: 'category', inverse: true, data: ranked.map(({ name }) => name) },
          axisLabel: { color: colour('text'), width: 150, overflow: 'truncate' },
          ...{ axisLine: { show: false }, axisTick: { show: false } },
        },
        series: [
          {
            type: 'bar',
            data: ranked.map((line) => Number(late(line).toFixed(1))),
            itemStyle: { color: colour('seal') },
            barMaxWidth: 14,
            label: { show: true, position: 'right', formatter: inPercent, color: colour('text') },
          },
        ],
      };
    },
    [offices],
  );
  return (
    <Picture title="Tỷ lệ quá hạn, cao nhất ở trên">
      <Chart
        label="Biểu đồ thanh: tỷ lệ trả quá hạn của từng cơ quan"
        height={220}
        option={option}
      />
    </Picture>
  );
}

function Picture({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <figure className="picture">
      <figcaption>{title}</figcaption>
      {children}
    </figure>
  );
}

function inPercent({ value }: { value: number }): string {
  return percent(value / 100);
}

function frame(colour: Colour): EChartsCoreOption {
  return {
    tooltip: {
      trigger: 'axis',
      backgroundColor: colour('surface'),
      textStyle: { color: colour('text') },
    },
  };
}

function stacked(colour: Colour, names: string[], lines: Punctuality[]): EChartsCoreOption {
  return {
    ...frame(colour),
    legend: { bottom: 0, itemHeight: 10, textStyle: { color: colour('text') } },
    grid: { left: 8, right: 8, top: 12, bottom: 36, containLabel: true },
    xAxis: { type: 'category', data: names, axisLabel: { color: colour('text'), interval: 0 } },
    yAxis: {
      ...{ type: 'value', axisLabel: { color: colour('quiet'), formatter: inThousands } },
      splitLine: { lineStyle: { color: colour('line') } },
    },
    series: marks.map(([mark, name, own]) => ({
      ...{ type: 'bar', name, stack: 'done', barMaxWidth: 48, itemStyle: { color: colour(own) } },
      data: lines.map((line) => line[mark]),
    })),
  };
}
