import type { CsvTable, EventRecording, IdxArray, Recording, SpikeSet } from "@spikeloom/data";

/** Numbers with a shape, the last index running fastest; `names` are those of the classes that they count. */
export type HeldArray = IdxArray & {
  readonly names?: readonly string[];
  /** Channels of a pixel, counted by the last axis: 3 for colours. Missing if no axis counts them. */
  readonly channels?: number;
};

/** Contents of a data file, by kind. */
export interface HeldKinds {
  readonly events: EventRecording;
  /** Arrays by name. */
  readonly arrays: ReadonlyMap<string, HeldArray>;
  readonly recording: Recording;
  readonly spikes: SpikeSet;
  readonly table: CsvTable;
}

/** Contents of a data file. */
export type HeldData = {
  [Kind in keyof HeldKinds]: {
    readonly kind: Kind;
    readonly format: string;
    readonly held: HeldKinds[Kind];
  };
}[keyof HeldKinds];
