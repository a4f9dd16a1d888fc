import type { TrueNorthDialectName } from "../src/index.ts";

// A second reading of the chip, in arbitrary-precision integers and one loop over axons, which shares no code with the emulator.
// Random modes are left out: only their distributions are defined.

/** A neuron without random modes. */
export interface SlowNeuron {
  readonly s_0: number;
  readonly s_1: number;
  readonly s_2: number;
  readonly s_3: number;
  readonly leak: number;
  readonly leak_reversal: number;
  readonly alpha: number;
  readonly beta: number;
  readonly r_reset: number;
  readonly reset_mode: number;
  readonly saturate: number;
  /** Initial value. */
  readonly v: number;
}

/** Synapses through axons of one type and delay. */
export interface SlowProjection {
  /** Undefined for spikes from outside. */
  readonly from: number | undefined;
  readonly to: number;
  readonly type: 0 | 1 | 2 | 3;
  /** In ticks. */
  readonly delay: number;
  readonly synapses: readonly (readonly [source: number, target: number])[];
}

/** A network of the chip. */
export interface SlowChip {
  readonly populations: readonly (readonly SlowNeuron[])[];
  readonly projections: readonly SlowProjection[];
  /** Ticks in which each source outside sends a spike. */
  readonly inputs: readonly (readonly number[])[];
}

/** Potentials of a population after each tick, and its spikes. */
export interface SlowRun {
  readonly v: readonly (readonly number[])[];
  readonly spikes: readonly (readonly [tick: number, neuron: number])[];
}

/** Run a network for a number of ticks. */
export function runSlowly(
  { populations, projections, inputs }: SlowChip,
  dialect: TrueNorthDialectName,
  ticks: number,
): readonly SlowRun[] {
  const state = populations.map((neurons) => neurons.map(({ v }) => BigInt(v)));
  const runs = populations.map(() => ({
    v: [] as number[][],
    spikes: [] as [number, number][],
  }));
  const sent = (from: number | undefined, neuron: number, tick: number): boolean =>
    from === undefined
      ? (inputs[neuron] ?? []).includes(tick)
      : (runs[from]?.spikes.some(([at, who]) => at === tick && who === neuron) ?? false);
  for (let tick = 0; tick < ticks; tick++) {
    const arriving = populations.map((neurons) => neurons.map(() => 0n));
    for (const { from, to, type, delay, synapses } of projections) {
      for (const [source, target] of synapses) {
        if (!sent(from, source, tick - delay)) continue;
        const own = arriving[to] as bigint[];
        const weight = populations[to]?.[target]?.[`s_${type}`] as number;
        own[target] = (own[target] as bigint) + BigInt(weight);
      }
    }
    for (const [p, neurons] of populations.entries()) {
      const potentials = state[p] as bigint[];
      for (const [n, neuron] of neurons.entries()) {
        const input = (potentials[n] as bigint) + (arriving[p]?.[n] as bigint);
        const [v, spikes] = updated(input, neuron, dialect);
        potentials[n] = v;
        if (spikes) runs[p]?.spikes.push([tick, n]);
      }
      runs[p]?.v.push(potentials.map(Number));
    }
  }
  return runs;
}

/** Leak, thresholds and reset of a neuron whose input is in its potential. */
function updated(
  input: bigint,
  neuron: SlowNeuron,
  dialect: TrueNorthDialectName,
): readonly [v: bigint, spikes: boolean] {
  const register = (value: bigint): bigint => {
    if (dialect === "ranc") return BigInt.asIntN(9, value);
    if (dialect !== "truenorth") return value;
    if (value > 524287n) return 524287n;
    return value < -524288n ? -524288n : value;
  };
  const start = register(input);
  let v = start;
  const leak = BigInt(neuron.leak);
  if (neuron.leak_reversal === 0) v += leak;
  else if (v > 0n) v = v + leak < 0n ? 0n : v + leak;
  else if (v < 0n) v = v - leak > 0n ? 0n : v - leak;
  v = register(v);
  const [alpha, beta, reset] = [neuron.alpha, neuron.beta, neuron.r_reset].map(BigInt) as [
    bigint,
    bigint,
    bigint,
  ];
  if (v >= alpha) {
    if (neuron.reset_mode === 0) return [register(reset), true];
    return [register(neuron.reset_mode === 1 ? v - alpha : v), true];
  }
  const isLow = dialect === "ranc-simulator" ? v <= -beta : v < -beta;
  if (!isLow) return [v, false];
  if (neuron.saturate === 1) return [-beta, false];
  if (neuron.reset_mode === 0) return [register(-reset), false];
  return [register(neuron.reset_mode === 1 ? v + beta : v), false];
}
