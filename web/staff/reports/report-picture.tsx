import type { EChartsCoreOption } from 'echarts/core';
import { useCallback } from 'react';
import type { ContentsView } from '../../../api/reports/contract';
import { Chart, type Colour } from '../../look/chart';
import { cellWords } from './cell-words';

type PictureView = ContentsView['pictures'][number];

/** A picture of a report; the same figures stand in one of its tables. */
export function ReportPicture({ picture }: { picture: PictureView }) {
  const option = useCallback(
    (colour: Colour) =>
      picture.form === 'ranked' ? lying(picture, colour) : standing(picture, colour),
    [picture],
  );
  const lines = picture.form === 'ranked' ? picture.names.length : 0;
  return (
    <figure className="picture">
      <figcaption>{picture.title}</figcaption>
      {picture.names.length === 0 ? (
        <p className="quiet">Chưa có gì để vẽ.</p>
      ) : (
        <Chart label={picture.label} height={Math.max(220, lines * 34 + 24)} option={option} />
      )}
    </figure>
  );
}

function standing({ form, kind, names, series }: PictureView, colour: Colour): EChartsCoreOption {
  const words = (value: number) => cellWords(value, kind);
  return {
    ...frame(colour, words),
    ...(series.length > 1 && {
      legend: { type: 'scroll', bottom: 0, itemHeight: 10, textStyle: { color: colour('text') } },
    }),
    grid: { left: 8, right: 8, top: 12, bottom: series.length > 1 ? 36 : 8, containLabel: true },
    xAxis: { type: 'category', data: names, axisLabel: { color: colour('text') } },
    yAxis: {
      ...{ type: 'value', axisLabel: { color: colour('quiet'), formatter: words } },
      splitLine: { lineStyle: { color: colour('line') } },
    },
    series: series.map(({ name, colour: own, values }) => ({
      ...{ type: 'bar', name, barMaxWidth: 48, itemStyle: { color: colour(own) }, data: values },
      ...(form === 'stacked' && { stack: 'all' }),
    })),
  };
}

function lying({ kind, names, series }: PictureView, colour: Colour): EChartsCoreOption {
  const words = (value: number) => cellWords(value, kind);
  return {
    ...frame(colour, words),
    grid: { left: 8, right: 72, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: 'value', show: false },
    yAxis: {
      ...{ type: 'category', inverse: true, data: names },
      axisLabel: { color: colour('text'), width: 200, overflow: 'break', lineHeight: 14 },
      ...{ axisLine: { show: false }, axisTick: { show: false } },
    },
    series: series.map(({ name, colour: own, values }) => ({
      ...{ type: 'bar', name, data: values, itemStyle: { color: colour(own) }, barMaxWidth: 14 },
      label: {
        ...{ show: true, position: 'right', color: colour('text') },
        formatter: ({ value }: { value: number }) => words(value),
      },
    })),
  };
}

function frame(colour: Colour, words: (value: number) => string): EChartsCoreOption {
  return {
    tooltip: {
      trigger: 'axis',
      backgroundColor: colour('surface'),
      textStyle: { color: colour('text') },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? words(value) : ''),
    },
  };
}
