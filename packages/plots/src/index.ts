export { above } from "./above.ts";
export { beside } from "./beside.ts";
export { type Answers, confusionMatrix } from "./confusion-matrix.ts";
export {
  type DistributionOptions,
  distributionPlot,
  type Measured,
  type MeasuredSeries,
} from "./distribution-plot.ts";
export type {
  AreaMark,
  Axis,
  AxisTick,
  Band,
  BandAxis,
  BarsMark,
  BlocksMark,
  Colour,
  ColourBar,
  Figure,
  LegendEntry,
  LineMark,
  Mark,
  MarkTable,
  NumberAxis,
  Panel,
  PointsMark,
  Shade,
  TextMark,
  Theme,
  TicksMark,
  TimeAxis,
} from "./figure.ts";
export { drawMark } from "./figure.ts";
export { type IntervalOptions, isiHistogram } from "./isi-histogram.ts";
export { type LayerRates, layerRates } from "./layer-rates.ts";
export { type LearningSeries, learningCurve } from "./learning-curve.ts";
export { type LineAxis, type LineOptions, type LineSeries, linePlot } from "./line-plot.ts";
export type { FigureOptions, PlotOptions } from "./options.ts";
export { type PngOptions, toPng } from "./png.ts";
export { type PlacedSeries, type PositionOptions, positionMap } from "./position-map.ts";
export { type ProfilePlotOptions, profilePlot, type TimeSpent } from "./profile-plot.ts";
export { RASTER_SPIKE_LIMIT, type RasterOptions, rasterPlot } from "./raster-plot.ts";
export { type RateOptions, ratePlot } from "./rate-plot.ts";
export type { TraceSeries, WeightCourse, WeightMap, WeightSeries } from "./series.ts";
export { type SpectrumPlotOptions, spectrumPlot } from "./spectrum-plot.ts";
export { toSvg } from "./svg.ts";
export { sweepCurve } from "./sweep-curve.ts";
export { sweepMap } from "./sweep-map.ts";
export type { SweptMeasure, SweptParameter, SweptSeries } from "./swept-parameter.ts";
export { type TerminalOptions, toTerminal } from "./terminal.ts";
export { tracePlot } from "./trace-plot.ts";
export { weightCourse } from "./weight-course.ts";
export { type WeightOptions, weightHistogram } from "./weight-histogram.ts";
export { weightMatrix } from "./weight-matrix.ts";
