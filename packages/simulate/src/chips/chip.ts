import type {
  BackendRecord,
  ConnectorLookup,
  ErrorFactory,
  OptionValues,
  SimulationJob,
} from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";

/** Program of a chip. */
export interface ChipProgram {
  readonly program: NetworkProgram;
  /** How numbers were rounded, and the cores that the network takes; cores only if rows were drawn. */
  readonly notes: readonly string[];
}

/** Part of a network that a chip cannot run. */
export interface ChipFault {
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}

type ChipError = ErrorFactory<ChipFault>;

/** What a search of a chip's numbers can run programs with. */
export interface ChipSearch {
  readonly on: BackendRecord;
  /** Options of that backend. */
  readonly options: OptionValues;
  readonly job: Pick<SimulationJob, "stack"> & {
    readonly watch: SimulationJob["watch"] | undefined;
  };
}

/** Emulated chip: how it derives its program, and what a run adds to the results. */
export interface Chip extends Pick<BackendRecord, "name" | "about"> {
  /** Its name in the resource models of `@spikeloom/mapping`. */
  readonly chip: string;
  /** Capabilities of the chip; a backend that lacks one cannot emulate it. */
  readonly provides: readonly string[];
  /** Options besides those of the backend that runs the program. */
  readonly options: NonNullable<BackendRecord["options"]>;
  /**
   * Derive the program that the chip runs.
   *
   * With a stack, rows are drawn: their weights and the resources of cores are checked.
   */
  derive(
    program: NetworkProgram,
    options: OptionValues,
    stack?: Pick<ConnectorLookup, "find" | "list" | "moduleOf">,
  ): ChipProgram;
  /** The same for a run, after a search that runs programs; without it, `derive` is used. */
  readonly search?: (
    program: NetworkProgram,
    options: OptionValues,
    search: ChipSearch,
  ) => Promise<ChipProgram>;
  /** Counters of a neuron, and what each counts. */
  readonly counters: Readonly<Record<string, string>>;
  /** Note of a population whose counters are 0. */
  readonly quiet: string;
  /** Options whose values a saved state belongs to. */
  readonly variants: readonly string[];
  readonly neuronError: ChipError;
  readonly recordError: ChipError;
  readonly variantError: ChipError;
}
