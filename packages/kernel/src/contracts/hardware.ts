import { checkDefinition } from "../record-fields.ts";
import type { BackendRecord } from "./backend.ts";
import type { NetworkRecord } from "./network.ts";

/** What a network needs on a chip, and what is lost on the way. */
export interface HardwareMapping {
  readonly cores: number;
  readonly chips: number;
  readonly report: readonly {
    readonly what: string;
    readonly value: number;
    readonly unit: string;
  }[];
  readonly losses: readonly { readonly place: string; readonly what: string }[];
  /** Deployable artefact, where the target has one. */
  readonly artefact?: Uint8Array;
}

/** A neuromorphic chip: maps a network onto it and emulates it bit by bit. */
export interface HardwareRecord {
  readonly kind: "hardware";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly cite?: readonly string[];
  readonly provides: readonly string[];
  map(network: NetworkRecord): HardwareMapping;
  readonly emulator: BackendRecord;
}

/** Define a hardware target. */
export function defineHardware(
  definition: Omit<HardwareRecord, "kind" | "contract">,
): HardwareRecord {
  checkDefinition(definition, "hardware");
  return Object.freeze({ kind: "hardware", contract: 1, ...definition });
}
