import type { LoihiDialectName } from "../src/index.ts";

// A second reading of the chip, in arbitrary-precision integers and one loop a neuron, which shares no code with the emulator.

/** Registers of a neuron that stay the same. */
export interface SlowNeuron {
  readonly du: number;
  readonly dv: number;
  readonly v_threshold: number;
  readonly bias: number;
  readonly bias_exp: number;
  readonly refractory_steps: number;
  readonly v_min_exp: number;
  readonly v_max_exp: number;
  /** Initial values. */
  readonly u: number;
  readonly v: number;
}

/** A synapse; its delay is in steps. */
export type SlowSynapse = readonly [
  source: number,
  target: number,
  mantissa: number,
  delay: number,
];

/** Synapses of one format. */
export interface SlowProjection {
  /** Undefined for spikes from outside. */
  readonly from: number | undefined;
  readonly to: number;
  readonly synapses: readonly SlowSynapse[];
  /** Mantissas as they stand, without an exponent, if undefined. */
  readonly format:
    | { readonly bits: number; readonly exponent: number; readonly mixed: number }
    | undefined;
}

/** A network of the chip. */
export interface SlowChip {
  readonly populations: readonly (readonly SlowNeuron[])[];
  readonly projections: readonly SlowProjection[];
  /** Steps in which each source outside sends a spike. */
  readonly inputs: readonly (readonly number[])[];
}

/** Registers of a population after each step, and its spikes. */
export interface SlowRun {
  readonly u: readonly (readonly number[])[];
  readonly v: readonly (readonly number[])[];
  readonly spikes: readonly (readonly [step: number, neuron: number])[];
}

const two23 = 1n << 23n;

/** Run a network for a number of steps. */
export function runSlowly(
  { populations, projections, inputs }: SlowChip,
  dialect: LoihiDialectName,
  steps: number,
): readonly SlowRun[] {
  const state = populations.map((neurons) =>
    neurons.map(({ u, v }) => ({ u: BigInt(u), v: BigInt(v), wait: 0 })),
  );
  const runs = populations.map(() => ({
    u: [] as number[][],
    v: [] as number[][],
    spikes: [] as [number, number][],
  }));
  const sent = (from: number | undefined, neuron: number, step: number): boolean =>
    from === undefined
      ? (inputs[neuron] ?? []).includes(step)
      : (runs[from]?.spikes.some(([at, who]) => at === step && who === neuron) ?? false);
  for (let step = 0; step < steps; step++) {
    const arriving = populations.map((neurons) => neurons.map(() => 0n));
    for (const { from, to, synapses, format } of projections) {
      // Sums of the spikes of one step at one target.
      const sums = new Map<string, readonly [target: number, sum: bigint]>();
      for (const [source, target, mantissa, delay] of synapses) {
        if (!sent(from, source, step - 1 - delay)) continue;
        const weight = stored(BigInt(mantissa), format, dialect);
        const key = `${target} ${delay}`;
        sums.set(key, [target, (sums.get(key)?.[1] ?? 0n) + weight]);
      }
      for (const [target, sum] of sums.values()) {
        const all = arriving[to] as bigint[];
        const lowered = dialect === "lava" ? shifted(sum, format?.exponent ?? 0) : sum;
        all[target] = (all[target] as bigint) + 64n * lowered;
      }
    }
    for (const [p, neurons] of populations.entries()) {
      for (const [n, neuron] of neurons.entries()) {
        const own = state[p]?.[n] as { u: bigint; v: bigint; wait: number };
        let q = arriving[p]?.[n] as bigint;
        if (dialect === "nengo-loihi") q = twosComplement(q, 22n);
        const u = kept(own.u, 4095n - BigInt(neuron.du)) + q;
        if (dialect === "nengo-loihi") own.u = twosComplement(u, 24n);
        else if (u > two23) own.u = u - 2n * two23;
        else own.u = u <= -two23 ? u + 2n * two23 : u;
        let input = own.u + BigInt(neuron.bias) * (1n << BigInt(neuron.bias_exp));
        if (dialect === "nengo-loihi") input = twosComplement(input, 24n);
        let v = kept(own.v, 4096n - BigInt(neuron.dv)) + input;
        const isLava = dialect === "lava";
        const least = isLava ? 1n - two23 : 1n - (1n << BigInt(neuron.v_min_exp));
        const most = isLava ? two23 - 1n : (1n << BigInt(9 + 2 * neuron.v_max_exp)) - 1n;
        if (v < least) v = least;
        if (v > most) v = most;
        if (own.wait > 0) v = 0n;
        own.wait = Math.max(0, own.wait - 1);
        if (v > 64n * BigInt(neuron.v_threshold)) {
          v = 0n;
          if (!isLava) own.wait = neuron.refractory_steps - 1;
          runs[p]?.spikes.push([step, n]);
        }
        own.v = v;
      }
      runs[p]?.u.push((state[p] ?? []).map((one) => Number(one.u)));
      runs[p]?.v.push((state[p] ?? []).map((one) => Number(one.v)));
    }
  }
  return runs;
}

/** A register after a step: its magnitude times a factor over 4096, without the fraction. */
function kept(register: bigint, factor: bigint): bigint {
  // Division of big integers cuts towards zero.
  return (register * factor) / 4096n;
}

function twosComplement(value: bigint, bits: bigint): bigint {
  return BigInt.asIntN(Number(bits), value);
}

/** Shift up, or down to minus infinity. */
function shifted(value: bigint, by: number): bigint {
  return by >= 0 ? value << BigInt(by) : value >> BigInt(-by);
}

/** Weight of a spike; under Lava its exponent is applied to the sum. */
function stored(
  mantissa: bigint,
  format: SlowProjection["format"],
  dialect: LoihiDialectName,
): bigint {
  if (format === undefined) return mantissa;
  const { bits, exponent, mixed } = format;
  const cut = 8 - bits + mixed;
  if (dialect === "lava") {
    const isNegative = mixed === 0 && mantissa < 0n;
    let magnitude = isNegative ? -mantissa : mantissa;
    const least = mixed === 1 ? -256n : 0n;
    if (magnitude < least) magnitude = least;
    if (magnitude > 255n) magnitude = 255n;
    magnitude = shifted(shifted(magnitude, -cut), cut);
    return isNegative ? -magnitude : magnitude;
  }
  const most = (1n << BigInt(8 - cut)) - 1n;
  const limited = (value: bigint): bigint => (value < -most ? -most : value > most ? most : value);
  const coarse = limited(nearestEven(mantissa, cut));
  const shift = cut + exponent;
  if (shift >= 0) return coarse << BigInt(shift);
  return limited(nearestEven(coarse, -shift) << BigInt(-shift)) >> BigInt(-shift);
}

/** A number over 2^bits, rounded to the nearest integer, the even one of two. */
function nearestEven(value: bigint, bits: number): bigint {
  const unit = 1n << BigInt(bits);
  const down = value >> BigInt(bits);
  const rest = 2n * (value - down * unit);
  if (rest === unit) return down % 2n === 0n ? down : down + 1n;
  return rest > unit ? down + 1n : down;
}
