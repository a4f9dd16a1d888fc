import type {
  OptionValues,
  PreparationProgress,
  RecordingSink,
  SavedState,
  Simulation,
} from "@spikeloom/kernel";
import type { ConnectorAddress } from "./foreign-connectors.ts";
import type { PostedFault } from "./posted-fault.ts";

/** Requests to a simulation in another thread. */
export type Call = Exclude<keyof Simulation, "step" | "dt" | "summary" | "workers">;

/** A copy of a batch as data, as sent to a thread. */
export interface PostedCopy {
  /** Result of `programData`. */
  readonly program: unknown;
  readonly options: OptionValues;
  /** Connectors of other packages, which the thread loads. */
  readonly foreign: readonly ConnectorAddress[];
  /** Additional data that the backend passes to its thread. */
  readonly settings: unknown;
  readonly profile: boolean;
  readonly state: SavedState | undefined;
}

/** Messages to the thread of a copy. */
export type ToCopy =
  | { readonly kind: "prepare"; readonly copy: PostedCopy }
  | { readonly kind: "call"; readonly call: Call; readonly given: readonly unknown[] };

type ChunkKind = keyof RecordingSink;

/** Messages from the thread of a copy; answers are in the order of the calls. */
export type FromCopy =
  | { readonly kind: "started" }
  | { readonly kind: "turn"; readonly progress: PreparationProgress }
  | {
      readonly kind: "prepared";
      readonly step: number;
      readonly dt: number;
      readonly summary: Simulation["summary"];
      /** The functions that the simulation has. */
      readonly calls: readonly Call[];
    }
  | { readonly kind: "chunk"; readonly of: ChunkKind; readonly chunk: never }
  | { readonly kind: "answer"; readonly step: number; readonly value: unknown }
  | { readonly kind: "fault"; readonly fault: PostedFault };
