import { PLOT_LENGTHS, PLOT_NEURON, PLOT_TIME } from "./errors.ts";

/** One variable of several neurons, sampled at the same times. */
export interface TraceSeries {
  readonly label: string;
  /** Unit of the values, as printed: "mV", "nA". */
  readonly unit: string;
  /** In ms, ascending. */
  readonly times: Float64Array;
  /** One array per neuron, each as long as `times`; non-finite values leave gaps. */
  readonly values: readonly Float64Array[];
  /** One name per neuron; default: label and index. */
  readonly names?: readonly string[] | undefined;
}

/** Values of the synapses of a projection at one time, such as their weights. */
export interface WeightSeries {
  /** Series with the same label share axes: "weight of E->I". */
  readonly label: string;
  readonly unit: string;
  readonly values: Float64Array;
  /** Distinguishes series with the same label: "at 10 s". */
  readonly when?: string | undefined;
}

/** Values of synapses together with the neurons they connect. */
export interface WeightMap extends WeightSeries {
  /** Indices within the populations, from 0. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly from: { readonly label: string; readonly size: number };
  readonly to: { readonly label: string; readonly size: number };
}

/** Time course of a synaptic value of a projection. */
export interface WeightCourse {
  readonly label: string;
  readonly unit: string;
  /** In ms, ascending; all lists below have the same length. */
  readonly times: Float64Array;
  readonly mean: Float64Array;
  /** Quantiles: 5 % of the synapses are below `low`, 5 % above `high`. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Individual synapses. */
  readonly traces: readonly Float64Array[];
  /** Total number of synapses. */
  readonly count: number;
}

/** Check that each value has a source and a target within their populations. */
export function checkMap({ label, values, sources, targets, from, to }: WeightMap): void {
  for (const [name, ends, { size }] of [
    ["sources", sources, from],
    ["targets", targets, to],
  ] as const) {
    if (!Number.isSafeInteger(size) || size < 0) {
      const got = String(size);
      throw PLOT_NEURON({ place: `size of ${name} of "${label}"`, expected: "a count", got });
    }
    if (ends.length !== values.length) {
      const expected = `${values.length} ${name}, one for each value`;
      throw PLOT_LENGTHS({ place: `${name} of "${label}"`, expected, got: String(ends.length) });
    }
    const k = ends.findIndex((end) => end >= size);
    if (k < 0) continue;
    const [place, got] = [`${name}[${k}] of "${label}"`, String(ends[k])];
    throw PLOT_NEURON({ place, expected: `an index below ${size}`, got });
  }
}

/** Check lengths and times of traces; values are not checked. */
export function checkTraces(series: TraceSeries): void {
  const { label, times, values, names } = series;
  for (const [i, trace] of values.entries()) {
    if (trace.length !== times.length) {
      const place = `values[${i}] of "${label}"`;
      const expected = `${times.length} values, one for each time`;
      throw PLOT_LENGTHS({ place, expected, got: String(trace.length) });
    }
  }
  if (names !== undefined && names.length !== values.length) {
    const expected = `${values.length} names, one for each neuron`;
    throw PLOT_LENGTHS({ place: `names of "${label}"`, expected, got: String(names.length) });
  }
  for (let k = 0; k < times.length; k++) {
    const time = times[k] as number;
    if (!Number.isFinite(time)) throw badTime(label, k, time);
    if (k > 0 && time < (times[k - 1] as number)) {
      const place = `times[${k}] of "${label}"`;
      throw PLOT_TIME({ place, expected: `at least ${times[k - 1]}`, got: String(time) });
    }
  }
}

function badTime(label: string, k: number, time: number | undefined): Error {
  return PLOT_TIME({
    place: `times[${k}] of "${label}"`,
    expected: "a finite number",
    got: `${time}`,
  });
}
