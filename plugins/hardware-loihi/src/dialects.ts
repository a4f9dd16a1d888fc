/** Name of a public model of the chip. */
export type LoihiDialectName = "lava" | "nengo-loihi";

/**
 * Arithmetic of a public model of the chip, where these models differ.
 *
 * They agree on networks in which no sum leaves its register, mixed weights are even, and no weight exponent is negative.
 */
export interface LoihiDialect {
  readonly name: LoihiDialectName;
  readonly about: string;
  /** Width of the dendritic accumulator, with its sign, at which sums wrap; undefined if sums are not limited. */
  readonly accumulatorBits: number | undefined;
  /** End of its range that a current of 24 bits keeps: -2^23 or 2^23; the other end wraps to it. */
  readonly keptEnd: "least" | "greatest";
  /** Whether the sum of current and bias wraps at 24 bits before it is added to the voltage. */
  readonly wrapsInput: boolean;
  /** Limits of the voltage: those of the core, or the ends of its register alone. */
  readonly voltageLimits: "core" | "register";
  /** Rounding of mantissas with more bits than a synapse stores: down, or to nearest with ties to even. */
  readonly mantissaRounding: "down" | "nearest-even";
  /** Whether negative exponents shift the sum of the spikes that a projection receives in one step for one delay, or each weight. */
  readonly negativeExponents: "sum" | "synapse";
  /** Whether neurons can be refractory. */
  readonly hasRefractoriness: boolean;
  /** Whether neurons can have noise. */
  readonly hasNoise: boolean;
  /** Whether it has the neurons of Loihi 2. */
  readonly hasLoihi2: boolean;
}

/** Lava's fixed-point processes `LIF` and `Dense`. */
export const lavaDialect: LoihiDialect = {
  name: "lava",
  about: "Lava 0.10, fixed-point LIF and Dense",
  accumulatorBits: undefined,
  keptEnd: "greatest",
  wrapsInput: false,
  voltageLimits: "register",
  mantissaRounding: "down",
  negativeExponents: "sum",
  hasRefractoriness: false,
  hasNoise: false,
  hasLoihi2: true,
};

/** The emulator of NengoLoihi. */
export const nengoLoihiDialect: LoihiDialect = {
  name: "nengo-loihi",
  about: "NengoLoihi 1.1, emulator",
  accumulatorBits: 22,
  keptEnd: "least",
  wrapsInput: true,
  voltageLimits: "core",
  mantissaRounding: "nearest-even",
  negativeExponents: "synapse",
  hasRefractoriness: true,
  hasNoise: true,
  hasLoihi2: false,
};

/** All dialects by name. */
export const loihiDialects: Readonly<Record<LoihiDialectName, LoihiDialect>> = {
  lava: lavaDialect,
  "nengo-loihi": nengoLoihiDialect,
};
