import type { BackendRecord } from "./backend.ts";
import type { FormatFile, Loss } from "./format.ts";
import type { NetworkRecord } from "./network.ts";

/** A number that a chip cannot pass, and where it is written. */
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
  /** Indices: `from` is in it, `until` is not. */
  readonly from: number;
  readonly until: number;
  readonly chip: number;
  readonly core: number;
}

/** A network as a chip has it. */
export interface HardwareMapping {
  /** Quantised: every number is one that the chip can hold. */
  readonly network: NetworkRecord;
  readonly placement: readonly Placement[];
  readonly losses: readonly Loss[];
  /** What is loaded onto the chip, where that is a matter of files. */
  readonly artefact?: readonly FormatFile[];
}

/** What a network is mapped with; a stack is made of hardware among others. */
export interface MappingRequestOf<Stack> {
  readonly stack: Stack;
  readonly seed: number;
  /** Spikes that sources send, in ms by population, from which ranges of numbers are measured. */
  readonly calibration?: Readonly<Record<string, readonly Float64Array[]>> | undefined;
}

/** A neuromorphic chip: maps a network onto it and emulates it bit by bit. Used by `mapNetwork`. */
export interface HardwareRecordOf<Stack> {
  readonly kind: "hardware";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  readonly provides: readonly string[];
  readonly limits: Readonly<Record<string, HardwareLimit>>;
  /** What can be lost, by code: one sentence each. */
  readonly losses: Readonly<Record<string, string>>;
  map(network: NetworkRecord, request: MappingRequestOf<Stack>): Promise<HardwareMapping>;
  /** Make a backend that computes what the chip does, of the network that was mapped. */
  emulate(mapping: HardwareMapping): BackendRecord;
}
