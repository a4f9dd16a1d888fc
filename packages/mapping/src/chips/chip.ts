/** Resource that a mapping uses and a chip limits. */
export type Resource =
  | "neurons"
  | "populations"
  | "in-axons"
  | "out-axons"
  | "synapse-bits"
  | "memory-bytes"
  | "ring-buffer"
  | "fan-in"
  | "fan-out"
  | "delay"
  | "table-entries"
  | "key-bits";

/** A limit of a chip, with its source. */
export interface ChipLimit {
  readonly resource: Resource;
  readonly value: number;
  readonly about: string;
  /** DOI or URL. */
  readonly cite: string;
  /** Whether the value is published, or an upper bound that a real program may not reach. */
  readonly status: "public" | "optimistic";
}

/**
 * Storage of synapses in words of a core's memory.
 *
 * The synapses of an axon are stored in groups, each padded to whole words.
 */
export interface SynapseFormat {
  readonly weightBits: number;
  /** Bits of each delay where the delays of a projection differ. */
  readonly delayBits: number;
  /** Fewest bits of a target index, where an axon does not reach consecutive neurons. */
  readonly leastIndexBits: number;
  readonly headerBits: number;
  readonly groupSize: number;
  readonly wordBits: number;
}

/** Storage of synapses in rows of bytes, one row for each source. */
export interface RowFormat {
  readonly headerBytes: number;
  readonly synapseBytes: number;
}

/** Resources and topology of a chip, as data. */
export interface ChipRecord {
  readonly name: string;
  readonly about: string;
  readonly cite: readonly string[];
  /** Routers of a chip, and the cores at each that a network can use. */
  readonly routers: {
    readonly columns: number;
    readonly rows: number;
    readonly cores: number;
    readonly links: "mesh" | "hexagonal";
    readonly cite: string;
  };
  /** Arrangement of chips on boards; chips in a rectangle by default. */
  readonly board?: "hexagon-48";
  /** Boards and systems with this chip, from the smallest. */
  readonly boards: readonly { readonly name: string; readonly chips: number }[];
  /** Whether sources of spikes take cores, and how many neurons each, or lie outside the chip. */
  readonly inputs: { readonly on: "cores"; readonly most: number } | { readonly on: "host" };
  /** Whether routers look keys up in tables, or packets carry the place of their target. */
  readonly routing: "tables" | "destinations";
  readonly synapses?: SynapseFormat | undefined;
  readonly rows?: RowFormat | undefined;
  readonly limits: readonly ChipLimit[];
}

/** Find a limit of a chip; undefined if it does not limit the resource. */
export function limitOf(chip: ChipRecord, resource: Resource): number | undefined {
  return chip.limits.find((one) => one.resource === resource)?.value;
}
