/** Name of a chip, or of a public model of it. */
export type TrueNorthDialectName =
  | "truenorth"
  | "ranc"
  | "ranc-simulator"
  | "ranc-simulator-asymmetric";

/** Arithmetic of a chip of this architecture. */
export interface TrueNorthDialect {
  readonly name: TrueNorthDialectName;
  readonly about: string;
  /** Bits of the potential, with its sign; undefined if it is not limited. */
  readonly potentialBits: number | undefined;
  /** Whether the potential stays at the ends of its range or wraps. */
  readonly overflow: "saturate" | "wrap";
  /** Whether a potential at the negative threshold is reset, or only one below it. */
  readonly negativeTest: "below" | "at-or-below";
  /** Whether neurons have random modes, leak reversal, saturation at the negative threshold, and no reset. */
  readonly hasAllModes: boolean;
  /** Bits of thresholds: 18 without a sign, or a number with a sign. */
  readonly thresholds: "unsigned-18" | "signed-9" | "any";
}

/** The neuron of Cassidy et al. 2013. */
export const trueNorthDialect: TrueNorthDialect = {
  name: "truenorth",
  about: "TrueNorth, Cassidy et al. 2013",
  potentialBits: 20,
  overflow: "saturate",
  negativeTest: "below",
  hasAllModes: true,
  thresholds: "unsigned-18",
};

/** RANC in hardware: registers of 9 bits that wrap. */
export const rancDialect: TrueNorthDialect = {
  name: "ranc",
  about: "RANC, hardware description",
  potentialBits: 9,
  overflow: "wrap",
  negativeTest: "below",
  hasAllModes: false,
  thresholds: "signed-9",
};

/** RANC's simulator as it is configured: `neuron_reset_type` 1. */
export const rancSimulatorDialect: TrueNorthDialect = {
  name: "ranc-simulator",
  about: "RANC simulator, neuron_reset_type 1",
  potentialBits: undefined,
  overflow: "wrap",
  negativeTest: "at-or-below",
  hasAllModes: false,
  thresholds: "any",
};

/** RANC's simulator with `neuron_reset_type` 0. */
export const rancAsymmetricDialect: TrueNorthDialect = {
  ...rancSimulatorDialect,
  name: "ranc-simulator-asymmetric",
  about: "RANC simulator, neuron_reset_type 0",
  negativeTest: "below",
};

/** All dialects by name. */
export const trueNorthDialects: Readonly<Record<TrueNorthDialectName, TrueNorthDialect>> = {
  truenorth: trueNorthDialect,
  ranc: rancDialect,
  "ranc-simulator": rancSimulatorDialect,
  "ranc-simulator-asymmetric": rancAsymmetricDialect,
};
