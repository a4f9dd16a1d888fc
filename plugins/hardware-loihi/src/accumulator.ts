import type { NeuronRecord } from "@spikeloom/kernel";

const unit = "1";

/** Receptor of a projection whose sum of mantissas is shifted down. */
export interface ShiftedPort {
  /** Receptor that the projection states. */
  readonly receptor: string;
  /** Below 0 to shift up. */
  readonly bits: number;
}

/** Accumulator of a receptor: the sum of the weights of a step. */
interface Accumulator {
  readonly receptors: NonNullable<NeuronRecord["receptors"]>;
  readonly state: NonNullable<NeuronRecord["state"]>;
  /** The sum, as an expression. */
  readonly sum: string;
  /** Assignments that clear it for the next step. */
  readonly cleared: Readonly<Record<string, string>>;
}

/**
 * Create the accumulator of a receptor.
 *
 * Projections with a port of their own are shifted down as sums, by a number of bits.
 */
export function accumulator(
  receptor: string,
  {
    register,
    weightUnit,
    about,
    shifts,
  }: {
    readonly register: string;
    /** Units of the register in a weight of 1. */
    readonly weightUnit: number;
    readonly about: string;
    readonly shifts: ReadonlyMap<string, ShiftedPort>;
  },
): Accumulator {
  const ports = [...shifts].filter(([, port]) => port.receptor === receptor);
  const times = weightUnit === 1 ? "" : `${weightUnit} * `;
  const registers = [register, ...ports.map(([port]) => `q_${port}`)];
  const shifted = ports.map(([port, { bits }]) => ` + ${times}floor(q_${port} / ${2 ** bits})`);
  return {
    receptors: {
      [receptor]: { unit, about, on: { [register]: `${register} + ${times}weight` } },
      ...Object.fromEntries(
        ports.map(([port, { bits }]) => [
          port,
          {
            unit,
            about: `mantissa of a weight whose exponent is ${-bits}`,
            on: { [`q_${port}`]: `q_${port} + weight` },
          },
        ]),
      ),
    },
    state: Object.fromEntries(
      registers.map((name, k) => [
        name,
        {
          type: "integer" as const,
          unit,
          initial: 0,
          about:
            k === 0 ? "dendritic accumulator" : `accumulator of the receptor ${ports[k - 1]?.[0]}`,
        },
      ]),
    ),
    sum: `${register}${shifted.join("")}`,
    cleared: Object.fromEntries(registers.map((name) => [name, "0"])),
  };
}
