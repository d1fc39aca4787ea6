import { BarChart, HeatmapChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

/** The parts of the library that our pictures need, and no other; loaded when the first picture is. */
register([
  ...[BarChart, HeatmapChart, SVGRenderer],
  ...[GridComponent, LegendComponent, TooltipComponent, VisualMapComponent],
]);

export { init };
