import type { ByteSource } from "@spikeloom/kernel";
import type { EventColumns } from "./event-columns.ts";
import type { SensorSize } from "./event-stream.ts";

/** Options of an event reader. */
export interface EventReadOptions {
  /** Format name; detected from the header by default. */
  readonly format?: string;
  /** Size of the sensor, which overrides that of the file. */
  readonly sensor?: SensorSize;
  /** Layout of addresses in AEDAT 2: `dvs128`, `davis240`, `davis346`, ... */
  readonly addresses?: string;
  /** Stream of AEDAT 4 or source of AEDAT 3.1; defaults to the first with events. */
  readonly stream?: number;
  /** `refuse` (default) refuses damaged files; `keep` reads the intact part and counts the rest. */
  readonly damage?: "refuse" | "keep";
}

/** Bytes of a file that are decoded together. */
export interface EventBlock {
  /** Byte offset in the file. */
  readonly byte: number;
  /**
   * Append its events to columns.
   *
   * Returns whether they are known to be on the sensor and in order of time; otherwise they are checked.
   */
  decode(out: EventColumns, sensor: SensorSize | undefined): boolean;
  /** Find the byte offset of an event within the block; called at most once, after `decode`. */
  byteOf(index: number): number;
}

/** Counts skipped items, and states the treatment of damage. */
export interface EventTally {
  readonly file: string;
  readonly keepsDamaged: boolean;
  /** Counts of skipped or out-of-order events, by kind. */
  readonly counts: Map<string, number>;
  /** Those of them that are damage. */
  readonly damage: Map<string, number>;
}

/** Add to the skipped items. */
export function tally({ counts }: EventTally, kind: string, more = 1): void {
  if (more > 0) counts.set(kind, (counts.get(kind) ?? 0) + more);
}

/** Add to the skipped items, and to the damage. */
export function tallyDamage(tallied: EventTally, kind: string, more = 1): void {
  tally(tallied, kind, more);
  if (more > 0) tallied.damage.set(kind, (tallied.damage.get(kind) ?? 0) + more);
}

/** A file whose header has been read. */
export interface OpenedEvents {
  /** Header entries, by key. */
  readonly header: ReadonlyMap<string, string>;
  /** Undefined if the file does not state it. */
  readonly sensor: SensorSize | undefined;
  blocks(): AsyncIterable<EventBlock>;
}

/** An event file format. */
export interface EventFormat {
  readonly name: string;
  readonly about: string;
  /** Whether a file may have this format, judging by its first bytes and its name. */
  recognises(head: Uint8Array, file: string): boolean;
  open(source: ByteSource, options: EventReadOptions, tally: EventTally): Promise<OpenedEvents>;
}
