import { neuronRates } from "@spikeloom/analysis";
import { type Coordinates, resolveCoordinates } from "@spikeloom/network";
import {
  above,
  distributionPlot,
  type Figure,
  isiHistogram,
  type LineSeries,
  linePlot,
  positionMap,
  rasterPlot,
  ratePlot,
  spectrumPlot,
  tracePlot,
} from "@spikeloom/plots";
import {
  type RecordedSpikeSeries,
  type Recording,
  type Result,
  spikeSeries,
  traceSeries,
} from "@spikeloom/simulate";

type NamedFigure = readonly [name: string, figure: Figure];

/** Number of recorders with separate panels in a picture. */
const MOST_PANELS = 16;
/** Shorter runs have no spectrum worth drawing: below 100 ms its resolution is above 20 Hz. */
const LEAST_SPECTRUM = 100;

const quantity = { label: "rate", unit: "spikes/s" };

/**
 * Draw the recordings of neurons.
 *
 * Spikes: raster, rates, intervals, spectra, distributions of rates, and rates at the neurons' positions.
 * Variables: traces, each recorder in separate panels.
 */
export function recordedFigures(result: Result): readonly NamedFigure[] {
  return [...spikeFigures(result), ...traceFigures(result)];
}

function spikeFigures(result: Result): readonly NamedFigure[] {
  const series = named(spikeSeries(result));
  if (series.length === 0) return [];
  const { title, window } = frameOf(result);
  const figures: NamedFigure[] = [
    ["raster", rasterPlot(series, { title, window })],
    ["rate", ratePlot(series, { title, window })],
    ["intervals", isiHistogram(series, { title })],
  ];
  const measured = series.map((one) => ({ ...one, values: ratesOf(one) }));
  if (series.every(({ times }) => times.length === 0)) return figures;
  if (result.duration >= LEAST_SPECTRUM) {
    figures.push(["spectrum", spectrumPlot(series, { title, window })]);
  }
  const rates = distributionPlot({ ...quantity, series: measured }, { title, of: "neuron" });
  const places = positionFigure(result, measured);
  return [
    ...figures,
    ["rate-distribution", rates],
    ...(places === undefined ? [] : [["positions", places] as const]),
  ];
}

/** Rates of neurons while they were recorded; NaN if that was no time. */
function ratesOf(series: RecordedSpikeSeries): Float64Array {
  const { from, until } = series.recorded;
  if (until > from) return neuronRates(series, { window: series.recorded });
  return new Float64Array(series.size).fill(Number.NaN);
}

/** Spikes of one recorder and the rate of each of its neurons. */
type MeasuredSpikes = RecordedSpikeSeries & { readonly values: Float64Array };

/** Draw the rates of neurons that have positions; undefined without any. */
function positionFigure(result: Result, measured: readonly MeasuredSpikes[]): Figure | undefined {
  const { title } = frameOf(result);
  const recorded = result.recordings.filter(({ spikes }) => spikes !== undefined);
  const placed = measured.flatMap((one, k) => {
    const coordinates = coordinatesOf(result, recorded[k]);
    return coordinates === undefined ? [] : [{ ...one, coordinates }];
  });
  const shown = placed.slice(0, MOST_PANELS);
  const lines = shown.filter(({ coordinates }) => coordinates.length === 1);
  const maps = shown.filter(({ coordinates }) => coordinates.length > 1);
  const figures = [
    ...(lines.length === 0
      ? []
      : [
          linePlot(
            lines.map(({ label, values, coordinates: [x = values] }) => onLine(label, x, values)),
            { x: { label: "x", unit: "µm" }, y: quantity, style: "points" },
          ),
        ]),
    ...(maps.length === 0
      ? []
      : [
          positionMap(
            maps.map(({ label, values, coordinates: [x = values, y = values, z] }) => {
              return { label: z === undefined ? label : `${label}, seen along z`, x, y, values };
            }),
            { quantity },
          ),
        ]),
  ];
  if (figures.length === 0) return undefined;
  return titled(above(figures), shownOf(title, shown.length, placed.length));
}

/** Maximum number of spikes of a population that is drawn completely. */
const MOST_DOTS = 20_000;

/** Rates along one axis; of very many neurons every k-th. */
function onLine(label: string, x: Float64Array, y: Float64Array): LineSeries {
  const every = Math.max(1, Math.ceil(x.length / MOST_DOTS));
  const kept = (list: Float64Array): Float64Array => list.filter((_, k) => k % every === 0);
  const part = every === 1 ? "" : `, 1 neuron in ${every} drawn`;
  return { label: `${label}${part}`, x: kept(x), y: kept(y) };
}

/** Positions of the neurons of a recorder. */
function coordinatesOf(
  { network, provenance }: Result,
  recording: Recording | undefined,
): Coordinates | undefined {
  if (recording === undefined) return undefined;
  const { population, neurons, size } = recording;
  const all = resolveCoordinates(network, population, provenance.seed);
  if (all === undefined || neurons.length === size) return all;
  return all.map((axis) => Float64Array.from(neurons, (neuron) => axis[neuron] ?? Number.NaN));
}

function traceFigures(result: Result): readonly NamedFigure[] {
  const { title, window } = frameOf(result);
  const traces = result.recordings
    .map((recording) => traceSeries({ ...result, recordings: [recording] }))
    .map((series) => series.filter(({ values }) => values.length > 0))
    .filter((series) => series.length > 0);
  if (traces.length === 0) return [];
  const shown = traces.slice(0, MOST_PANELS);
  const figure = above(shown.map((series) => tracePlot(series, { window })));
  return [["traces", titled(figure, shownOf(title, shown.length, traces.length))]];
}

function frameOf({ network, duration }: Result) {
  return { title: network.name ?? "", window: { from: 0, until: duration } };
}

/** Number recorders of one population as result files do: E, E#2. */
function named(series: readonly RecordedSpikeSeries[]): readonly RecordedSpikeSeries[] {
  const seen = new Map<string, number>();
  return series.map((one) => {
    const count = (seen.get(one.label) ?? 0) + 1;
    seen.set(one.label, count);
    return count === 1 ? one : { ...one, label: `${one.label}#${count}` };
  });
}

/** State in a title how many recorders are drawn, if some are not. */
function shownOf(title: string, shown: number, all: number): string {
  if (shown === all) return title;
  const part = `first ${shown} of ${all} recorders`;
  return title === "" ? part : `${title}: ${part}`;
}

function titled(figure: Figure, title: string): Figure {
  const panels = figure.panels.map((panel, k) => (k === 0 ? { ...panel, title } : panel));
  return { ...figure, panels };
}
