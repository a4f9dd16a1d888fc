/** Recordings of a reference, in ms and in the units that the model declares. */
export interface Recorded {
  /** Spike times of one neuron, ascending. */
  spikes(neuron: number): readonly number[];
  /** One variable of one neuron: times of the states, values in the declared unit. */
  trace(
    neuron: number,
    variable: string,
  ): { readonly times: readonly number[]; readonly values: readonly number[] };
  readonly size: number;
  readonly durationMs: number;
}

/** Expected spikes of one neuron. */
export interface ExpectedSpikes {
  readonly neuron: number;
  readonly tolerance_ms: number;
  readonly count?: number;
  readonly times_ms?: readonly number[];
  readonly nth_ms?: readonly (readonly [number, number])[];
  readonly last_ms?: number;
  readonly intervals_ms?: readonly number[];
  readonly steady_hz?: number;
  readonly steady_tolerance_hz?: number;
}

/** Expected value of one sample. */
export interface ExpectedSample {
  readonly neuron: number;
  readonly variable: string;
  readonly at_ms: number;
  readonly value: string;
  readonly tolerance: string;
}

/** Expected largest and smallest sample. */
export interface ExpectedExtreme {
  readonly neuron: number;
  readonly variable: string;
  readonly maximum?: string;
  readonly minimum?: string;
  readonly tolerance: string;
}

/** Expected values of all neurons together. */
export interface ExpectedStatistics {
  readonly rate_hz: number;
  readonly rate_tolerance_hz: number;
  readonly cv?: number;
  readonly cv_tolerance?: number;
  readonly least_interval_ms?: number;
}

/** The `expect` of a reference. */
export interface Expected {
  readonly spikes?: readonly ExpectedSpikes[];
  readonly samples?: readonly ExpectedSample[];
  readonly extremes?: readonly ExpectedExtreme[];
  readonly statistics?: readonly ExpectedStatistics[];
}

/** Compare a run with a reference; returns one line per difference, none if they agree. */
export function compare(expected: Expected, recorded: Recorded): readonly string[] {
  return [
    ...(expected.spikes ?? []).flatMap((one) => compareSpikes(one, recorded.spikes(one.neuron))),
    ...(expected.samples ?? []).flatMap((one) => compareSample(one, recorded)),
    ...(expected.extremes ?? []).flatMap((one) => compareExtreme(one, recorded)),
    ...(expected.statistics ?? []).flatMap((one) => compareStatistics(one, recorded)),
  ];
}

/** Times are printed to 0.1 us at best; a slack below that lets 0.1 + 0.2 equal 0.3. */
const slack = 1e-6;

function compareSpikes(expected: ExpectedSpikes, times: readonly number[]): readonly string[] {
  const { neuron, tolerance_ms, count, last_ms, steady_hz } = expected;
  const within = tolerance_ms + slack;
  const intervals = times.slice(1).map((time, k) => time - (times[k] ?? Number.NaN));
  const differs = (what: string, got: number | undefined, want: number, by: number): string[] =>
    got !== undefined && Math.abs(got - want) <= by
      ? []
      : [`neuron ${neuron}, ${what}: expected ${want} +- ${by}, got ${got}`];
  const nth = [
    ...(expected.times_ms ?? []).map((time, k) => [k + 1, time] as const),
    ...(expected.nth_ms ?? []),
  ];
  return [
    ...(count === undefined ? [] : differs("number of spikes", times.length, count, 0)),
    ...nth.flatMap(([n, time]) => differs(`spike ${n} in ms`, times[n - 1], time, within)),
    ...(last_ms === undefined ? [] : differs("last spike in ms", times.at(-1), last_ms, within)),
    ...(expected.intervals_ms ?? []).flatMap((interval, k) =>
      differs(`interval ${k + 1} in ms`, intervals[k], interval, within + 0.005),
    ),
    ...(steady_hz === undefined
      ? []
      : differs(
          "steady rate in Hz",
          1000 / (intervals.at(-1) ?? Number.NaN),
          steady_hz,
          expected.steady_tolerance_hz ?? 0,
        )),
  ];
}

/** The number of a quantity; references use the units that the models declare. */
function numberOf(quantity: string): number {
  return Number.parseFloat(quantity);
}

function compareSample(expected: ExpectedSample, recorded: Recorded): readonly string[] {
  const { neuron, variable, at_ms, value, tolerance } = expected;
  const { times, values } = recorded.trace(neuron, variable);
  const row = times.findIndex((time) => Math.abs(time - at_ms) < 1e-6);
  const got = values[row] ?? Number.NaN;
  if (Math.abs(got - numberOf(value)) <= numberOf(tolerance)) return [];
  return [
    `neuron ${neuron}, ${variable} at ${at_ms} ms: expected ${value} +- ${tolerance}, got ${got}`,
  ];
}

function compareExtreme(expected: ExpectedExtreme, recorded: Recorded): readonly string[] {
  const { neuron, variable, maximum, minimum, tolerance } = expected;
  const { values } = recorded.trace(neuron, variable);
  const differs = (what: string, got: number, want: string | undefined): string[] =>
    want === undefined || Math.abs(got - numberOf(want)) <= numberOf(tolerance)
      ? []
      : [`neuron ${neuron}, ${what} of ${variable}: expected ${want} +- ${tolerance}, got ${got}`];
  return [
    ...differs(
      "maximum",
      values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
      maximum,
    ),
    ...differs(
      "minimum",
      values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      minimum,
    ),
  ];
}

function compareStatistics(expected: ExpectedStatistics, recorded: Recorded): readonly string[] {
  const { rate_hz, rate_tolerance_hz, cv, cv_tolerance = 0, least_interval_ms } = expected;
  const trains = Array.from({ length: recorded.size }, (_, neuron) => recorded.spikes(neuron));
  const count = trains.reduce((sum, train) => sum + train.length, 0);
  const rate = (1000 * count) / (recorded.size * recorded.durationMs);
  const intervals = trains.flatMap((train) =>
    train.slice(1).map((time, k) => time - (train[k] ?? Number.NaN)),
  );
  const mean = intervals.reduce((a, b) => a + b, 0) / intervals.length;
  const variance = intervals.reduce((a, b) => a + (b - mean) ** 2, 0) / intervals.length;
  const spread = Math.sqrt(variance) / mean;
  const least = intervals.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return [
    ...(Math.abs(rate - rate_hz) <= rate_tolerance_hz
      ? []
      : [`rate: expected ${rate_hz} +- ${rate_tolerance_hz} Hz, got ${rate}`]),
    ...(cv === undefined || Math.abs(spread - cv) <= cv_tolerance
      ? []
      : [`CV of intervals: expected ${cv} +- ${cv_tolerance}, got ${spread}`]),
    // Times on the grid shorten an interval by less than a step.
    ...(least_interval_ms === undefined || least > least_interval_ms - 0.1 - slack
      ? []
      : [`least interval: expected ${least_interval_ms} ms, got ${least}`]),
  ];
}
