import type { BackendRecord } from "./backend.ts";
import type { FormatFile, Loss } from "./format.ts";
import type { NetworkRecord } from "./network.ts";

/** A numeric limit of a chip, with its source. */
export interface HardwareLimit {
  readonly value: number;
  readonly unit: string;
  readonly about: string;
  /** `doi:...`, `isbn:...` or a URL. */
  readonly source: string;
}

/** Neurons of a population that share a core. */
export interface Placement {
  readonly population: string;
  /** Indices: includes `from`, excludes `until`. */
  readonly from: number;
  readonly until: number;
  readonly chip: number;
  readonly core: number;
}

/** A network mapped onto a chip. */
export interface HardwareMapping {
  /** Quantised network: every number is representable on the chip. */
  readonly network: NetworkRecord;
  readonly placement: readonly Placement[];
  readonly losses: readonly Loss[];
  /** Files to load onto the chip, if it uses any. */
  readonly artefact?: readonly FormatFile[];
}

/** Settings for mapping a network; generic because a stack contains hardware. */
export interface MappingRequestOf<Stack> {
  readonly stack: Stack;
  readonly seed: number;
  /** Spikes of the sources in ms by population, from which value ranges are measured. */
  readonly calibration?: Readonly<Record<string, readonly Float64Array[]>> | undefined;
}

/** A neuromorphic chip: maps a network onto it and emulates it bit-exactly. Used by `mapNetwork`. */
export interface HardwareRecordOf<Stack> {
  readonly kind: "hardware";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  readonly provides: readonly string[];
  readonly limits: Readonly<Record<string, HardwareLimit>>;
  /** Possible losses by code, one sentence each. */
  readonly losses: Readonly<Record<string, string>>;
  map(network: NetworkRecord, request: MappingRequestOf<Stack>): Promise<HardwareMapping>;
  /** Create a backend that emulates the chip for the mapped network. */
  emulate(mapping: HardwareMapping): BackendRecord;
}
