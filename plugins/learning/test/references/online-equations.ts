import { constants, type drawExample, noDelays, sizes, steps } from "../eprop-network.ts";

type Example = ReturnType<typeof drawExample>;

/**
 * Evaluate OTTT (ottt) for a layer of LIF neurons without recurrence, and a leaky readout.
 *
 * Xiao et al. 2022, equation 8: errors of a step, propagated through the weights of the readout, multiply filtered
 * spikes
 * (doi:10.48550/arXiv.2210.04195). Spikes arrive after their delays.
 */
export function directOttt(
  { inputs, targets }: Example,
  weights: readonly Float64Array[],
  delays = noDelays,
): readonly Float64Array[] {
  const [wIn, wOut] = weights as readonly [Float64Array, Float64Array];
  const [alpha, kappa] = [constants.tau_m, constants.tau_out].map((tau) => Math.exp(-1 / tau)) as [
    number,
    number,
  ];
  const { input: nIn, hidden: n, output: nOut } = sizes;
  const gradients = weights.map((one) => new Float64Array(one.length));
  const add = (k: number, at: number, value: number): void => {
    const into = gradients[k] as Float64Array;
    into[at] = (into[at] as number) + value;
  };
  const [v, y] = [new Float64Array(n), new Float64Array(nOut)];
  const [traceIn, traceHidden] = [new Float64Array(nIn), new Float64Array(n)];
  const none = { z: new Float64Array(n), psi: new Float64Array(n), trace: new Float64Array(nIn) };
  const all: (typeof none)[] = [];
  for (let t = 0; t < steps; t++) {
    const before = all[t - delays.out] ?? none;
    for (let j = 0; j < n; j++) traceHidden[j] = kappa * (traceHidden[j] ?? 0) + (before.z[j] ?? 0);
    const errors = Array.from(y, (held, k) => {
      let sum = kappa * held;
      for (let j = 0; j < n; j++) sum += (wOut[j * nOut + k] ?? 0) * (before.z[j] ?? 0);
      y[k] = sum;
      return (2 * (sum - (targets[t * nOut + k] ?? 0))) / (steps * nOut);
    });
    for (let j = 0; j < n; j++) {
      let error = 0;
      errors.forEach((one, k) => {
        error += one * (wOut[j * nOut + k] ?? 0);
        add(1, j * nOut + k, one * (traceHidden[j] ?? 0));
      });
      for (let i = 0; i < nIn; i++) {
        add(0, i * n + j, error * (before.psi[j] ?? 0) * (before.trace[i] ?? 0));
      }
    }
    const x = new Float64Array(nIn);
    inputs.input.steps.forEach((step, k) => {
      if (step === t - delays.into) x[inputs.input.neurons[k] ?? 0] = 1;
    });
    for (let i = 0; i < nIn; i++) traceIn[i] = alpha * (traceIn[i] ?? 0) + (x[i] ?? 0);
    const next = { z: new Float64Array(n), psi: new Float64Array(n), trace: traceIn.slice() };
    for (let j = 0; j < n; j++) {
      let sum = alpha * (v[j] ?? 0);
      for (let i = 0; i < nIn; i++) sum += (wIn[i * n + j] ?? 0) * (x[i] ?? 0);
      const over = sum - constants.v_threshold;
      next.psi[j] = 0.3 * Math.max(0, 1 - Math.abs(over) / constants.v_threshold);
      next.z[j] = over >= 0 ? 1 : 0;
      v[j] = sum - (next.z[j] ?? 0) * constants.v_threshold;
    }
    all.push(next);
  }
  return gradients;
}

/**
 * Sum the products of signals and traces for weights onto LIF neurons without recurrence, whose traces `after` may
 * filter.
 *
 * The reference of superSpike (Zenke and Ganguli 2018, equation 12) and of decolle (Kaiser et al. 2020, equation 7),
 * which differ in signals and filters; `signalOf` receives the spikes of all steps. `layer` gives the sizes of the
 * layers.
 */
export function directTraces(
  { inputs }: Pick<Example, "inputs">,
  wIn: Float64Array,
  {
    signalOf,
    after = (trace) => trace,
    layer: { from: nIn, to: n, delay } = { from: sizes.input, to: sizes.hidden, delay: 1 },
  }: {
    readonly signalOf: (spikes: readonly Float64Array[], t: number, j: number) => number;
    readonly after?: (trace: readonly number[]) => readonly number[];
    readonly layer?: { readonly from: number; readonly to: number; readonly delay: number };
  },
): Float64Array {
  const alpha = Math.exp(-1 / constants.tau_m);
  const v = new Float64Array(n);
  const filtered = new Float64Array(nIn);
  const spikes: Float64Array[] = [];
  const traces = Array.from({ length: nIn * n }, (): number[] => []);
  for (let t = 0; t < steps; t++) {
    const x = new Float64Array(nIn);
    inputs.input.steps.forEach((step, k) => {
      if (step === t - delay) x[inputs.input.neurons[k] ?? 0] = 1;
    });
    for (let i = 0; i < nIn; i++) filtered[i] = alpha * (filtered[i] ?? 0) + (x[i] ?? 0);
    const z = new Float64Array(n);
    for (let j = 0; j < n; j++) {
      let sum = alpha * (v[j] ?? 0);
      for (let i = 0; i < nIn; i++) sum += (wIn[i * n + j] ?? 0) * (x[i] ?? 0);
      const over = sum - constants.v_threshold;
      const psi = 0.3 * Math.max(0, 1 - Math.abs(over) / constants.v_threshold);
      z[j] = over >= 0 ? 1 : 0;
      v[j] = sum - (z[j] ?? 0) * constants.v_threshold;
      for (let i = 0; i < nIn; i++) traces[i * n + j]?.push(psi * (filtered[i] ?? 0));
    }
    spikes.push(z);
  }
  return Float64Array.from(traces, (trace, at) =>
    after(trace).reduce((sum, one, t) => sum + one * signalOf(spikes, t, at % n), 0),
  );
}

/** Convolve with the double exponential of SuperSpike, whose maximum is 1. */
export function doubleExponential(
  values: readonly number[],
  rise: number,
  decay: number,
): number[] {
  const peak = (Math.log(decay / rise) * rise * decay) / (decay - rise);
  const kernel = (t: number): number => Math.exp(-t / decay) - Math.exp(-t / rise);
  return values.map((_, t) =>
    values.slice(0, t + 1).reduce((sum, one, s) => sum + (one * kernel(t - s)) / kernel(peak), 0),
  );
}
