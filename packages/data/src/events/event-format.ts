import type { ByteSource } from "@spikeloom/kernel";
import type { EventColumns } from "./event-columns.ts";
import type { SensorSize } from "./event-stream.ts";

/** Options of an event reader. */
export interface EventReadOptions {
  /** Format name; detected from the header by default. */
  readonly format?: string;
  /** The size of the sensor, over what the file says. */
  readonly sensor?: SensorSize;
  /** How an address means a place, for AEDAT 2: `dvs128`, `davis240`, `davis346`, ... */
  readonly addresses?: string;
  /** Stream of AEDAT 4 or source of AEDAT 3.1; defaults to the first with events. */
  readonly stream?: number;
  /** Whether damage is refused (`refuse`, the default), or what is whole is kept and the rest counted (`keep`). */
  readonly damage?: "refuse" | "keep";
}

/** Some bytes of a file that are decoded together. */
export interface EventBlock {
  /** Where it begins in the file. */
  readonly byte: number;
  /**
   * Append its events to columns.
   *
   * Tells whether they are known to lie on the sensor and in the order of time; where not, they are checked.
   */
  decode(out: EventColumns, sensor: SensorSize | undefined): boolean;
  /** Find the byte of an event among those of the block; called at most once, after `decode`. */
  byteOf(index: number): number;
}

/** Counts what is not read, and says what is to become of damage. */
export interface EventTally {
  readonly file: string;
  readonly keepsDamaged: boolean;
  /** Counts of skipped or out-of-order events, by kind. */
  readonly counts: Map<string, number>;
}

/** Add to what is left out. */
export function tally({ counts }: EventTally, kind: string, more = 1): void {
  if (more > 0) counts.set(kind, (counts.get(kind) ?? 0) + more);
}

/** A file whose header has been read. */
export interface OpenedEvents {
  /** Header entries, by key. */
  readonly header: ReadonlyMap<string, string>;
  /** Undefined where the file does not tell. */
  readonly sensor: SensorSize | undefined;
  blocks(): AsyncIterable<EventBlock>;
}

/** A format of files of events. */
export interface EventFormat {
  readonly name: string;
  readonly about: string;
  /** Whether a file may be of this format, by its first bytes and its name. */
  recognises(head: Uint8Array, file: string): boolean;
  open(source: ByteSource, options: EventReadOptions, tally: EventTally): Promise<OpenedEvents>;
}
