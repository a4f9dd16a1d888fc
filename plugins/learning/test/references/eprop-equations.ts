import {
  constants,
  type Delays,
  type drawExample,
  noDelays,
  sizes,
  steps,
} from "../eprop-network.ts";

interface Direct {
  readonly weights: readonly Float64Array[];
  readonly beta: number;
  /** From each neuron to each output. */
  readonly feedback: Float64Array;
  readonly delays?: Delays;
}

/**
 * Evaluate e-prop according to Bellec et al. 2020 (doi:10.1038/s41467-020-17236-y), synapse by synapse.
 *
 * The reference of eprop, epropRandom and epropAdaptive, and of ridge, at whose weights the readout's gradient
 * vanishes. Gradients are in the order of the projections: in, recurrent, out.
 */
export function directEprop(
  { inputs, targets }: ReturnType<typeof drawExample>,
  { weights, beta, feedback, delays = noDelays }: Direct,
): { readonly gradients: readonly Float64Array[]; readonly spikes: number } {
  const [wIn, wRec, wOut] = weights as readonly [Float64Array, Float64Array, Float64Array];
  const [alpha, rho, kappa] = [constants.tau_m, constants.tau_a, constants.tau_out].map((tau) =>
    Math.exp(-1 / tau),
  ) as [number, number, number];
  const { input: nIn, hidden: n, output: nOut } = sizes;
  const gradients = weights.map((one) => new Float64Array(one.length));
  const [v, a, y] = [new Float64Array(n), new Float64Array(n), new Float64Array(nOut)];
  // Filtered spikes of inputs and neurons (equation 4 of the supplement's LIF), and slow components of traces.
  const sources = nIn + n;
  const filtered = new Float64Array(sources);
  const slow = new Float64Array(sources * n);
  const trace = new Float64Array(sources * n);
  const kept = new Float64Array(n);
  // Spikes of inputs and neurons, and traces, of all steps: spikes are used when they arrive.
  const xs = Array.from({ length: steps }, () => new Float64Array(nIn));
  inputs.input.steps.forEach((step, k) => {
    (xs[step] as Float64Array)[inputs.input.neurons[k] as number] = 1;
  });
  const [zs, traces]: [Float64Array[], Float64Array[]] = [[], []];
  let spikes = 0;
  for (let t = 0; t < steps; t++) {
    const z = zs[t - delays.out] ?? new Float64Array(n);
    const arrived = traces[t - delays.out] ?? new Float64Array(sources * n);
    // Readout: equation 11, y^t = kappa y^(t-1) + sum W_out z^(t-d), as a spike takes d steps.
    for (let k = 0; k < nOut; k++) {
      let sum = kappa * (y[k] as number);
      for (let j = 0; j < n; j++) sum += (wOut[j * nOut + k] as number) * (z[j] as number);
      y[k] = sum;
    }
    const errors = Array.from(y, (value, k) => {
      return (2 * (value - (targets[t * nOut + k] as number))) / (steps * nOut);
    });
    // Equation 28: learning signals multiply traces that the readout's filter has smoothed.
    for (let j = 0; j < n; j++) {
      kept[j] = kappa * (kept[j] as number) + (z[j] as number);
      let signal = 0;
      errors.forEach((error, k) => {
        signal += (feedback[j * nOut + k] as number) * error;
        const at = j * nOut + k;
        const sum = gradients[2] as Float64Array;
        sum[at] = (sum[at] as number) + error * (kept[j] as number);
      });
      for (let i = 0; i < sources; i++) {
        const [sum, at] = i < nIn ? [gradients[0], i * n + j] : [gradients[1], (i - nIn) * n + j];
        const into = sum as Float64Array;
        into[at] = (into[at] as number) + signal * (arrived[i * n + j] as number);
      }
    }
    // Equations 6 to 9 and the traces of equations 22 to 25.
    const x = xs[t - delays.into] ?? new Float64Array(nIn);
    const own = zs[t - delays.within] ?? new Float64Array(n);
    const before = [...x, ...own];
    const next = new Float64Array(n);
    for (let i = 0; i < sources; i++) {
      filtered[i] = alpha * (filtered[i] as number) + (before[i] as number);
    }
    for (let j = 0; j < n; j++) {
      let sum = alpha * (v[j] as number);
      for (let i = 0; i < nIn; i++) sum += (wIn[i * n + j] as number) * (x[i] as number);
      for (let i = 0; i < n; i++) sum += (wRec[i * n + j] as number) * (own[i] as number);
      const decayed = rho * (a[j] as number);
      const over = sum - constants.v_threshold - beta * decayed;
      const psi = 0.3 * Math.max(0, 1 - Math.abs(over) / constants.v_threshold);
      next[j] = over >= 0 ? 1 : 0;
      v[j] = sum - constants.v_threshold * (next[j] as number);
      a[j] = decayed + (next[j] as number);
      for (let i = 0; i < sources; i++) {
        const at = i * n + j;
        const eps = rho * (slow[at] as number);
        const e = psi * ((filtered[i] as number) - beta * eps);
        slow[at] = eps + e;
        trace[at] = kappa * (trace[at] as number) + e;
      }
    }
    spikes += next.reduce((total, one) => total + one, 0);
    zs.push(next);
    traces.push(trace.slice());
  }
  return { gradients, spikes };
}
