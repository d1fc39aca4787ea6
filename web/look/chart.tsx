import type { EChartsCoreOption } from 'echarts/core';
import { useEffect, useRef } from 'react';

/** Colours as the page has them now, light or dark. */
export type Colour = (name: string) => string;

interface Props {
  /** What the picture shows, for those who do not see it; the same figures stand in a table beside it. */
  label: string;
  height: number;
  option: (colour: Colour) => EChartsCoreOption;
}

/** A picture of figures. Its library is fetched when the first one is shown. */
export function Chart({ label, height, option }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    let end = () => {};
    let isGone = false;
    void import('./draw-chart').then(({ init }) => {
      if (isGone) return;
      const chart = init(element, null, { renderer: 'svg' });
      const draw = () => {
        const style = getComputedStyle(document.documentElement);
        const colour: Colour = (name) => style.getPropertyValue(`--${name}`).trim();
        chart.setOption({
          ...{ animation: false, textStyle: { fontFamily: style.getPropertyValue('--font') } },
          ...option(colour),
        });
      };
      draw();
      const size = new ResizeObserver(() => chart.resize());
      size.observe(element);
      const theme = new MutationObserver(draw);
      theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
      end = () => {
        size.disconnect();
        theme.disconnect();
        chart.dispose();
      };
    });
    return () => {
      isGone = true;
      end();
    };
  }, [option]);
  return <div ref={frame} className="chart" role="img" aria-label={label} style={{ height }} />;
}
