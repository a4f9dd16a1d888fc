import type { CsvTable, EventRecording, IdxArray, Recording, SpikeSet } from "@spikeloom/data";

/** Numbers with a shape, the last index running fastest; `names` are those of the classes that they count. */
export type HeldArray = IdxArray & {
  readonly names?: readonly string[];
  /** Numbers of a pixel, which the last axis counts: 3 for colours. Not there where no axis does. */
  readonly channels?: number;
};

/** What a file of data holds, by its kind. */
export interface HeldKinds {
  readonly events: EventRecording;
  /** Arrays by name. */
  readonly arrays: ReadonlyMap<string, HeldArray>;
  readonly recording: Recording;
  readonly spikes: SpikeSet;
  readonly table: CsvTable;
}

/** What a file of data holds. */
export type HeldData = {
  [Kind in keyof HeldKinds]: {
    readonly kind: Kind;
    readonly format: string;
    readonly held: HeldKinds[Kind];
  };
}[keyof HeldKinds];
