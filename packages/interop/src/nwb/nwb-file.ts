import type { NumberBlock } from "../hdf5/read/numbers.ts";
import type { Hdf5Value } from "../hdf5/read/values.ts";

/** Values that an object has beside its data, by name; what it links to as paths. */
export type NwbFields = ReadonlyMap<string, Hdf5Value>;

/** What an NWB file holds. */
export interface NwbFile {
  /** Of the schema: `2.11.0`. */
  readonly version: string;
  readonly identifier: string;
  /** Of the session. */
  readonly description: string;
  /** Time zero of all times, in ISO 8601. */
  readonly start: string;
  /** Texts and single numbers that stand in no object, by path: `/general/institution`. */
  readonly metadata: NwbFields;
  readonly series: readonly NwbSeries[];
  readonly tables: readonly NwbTable[];
  readonly images: readonly NwbImage[];
  /** All other objects: devices, electrodes, the subject, processing modules. */
  readonly objects: readonly NwbObject[];
}

/** An object of a type of the schema, or of an extension of it. */
export interface NwbObject {
  /** From the root: `/acquisition/v`. */
  readonly path: string;
  /** Such as `CurrentClampSeries`. */
  readonly type: string;
  readonly fields: NwbFields;
}

/** Values with the lengths of their axes, row after row. */
export type NwbData =
  | {
      readonly kind: "numbers";
      readonly values: NumberBlock;
      readonly shape: readonly number[];
    }
  | {
      readonly kind: "values";
      /** Texts, true and false, names of numbers, or paths of objects. */
      readonly values: readonly Hdf5Value[];
      readonly shape: readonly number[];
    }
  | { readonly kind: "parts"; readonly values: readonly SeriesPart[] };

/** Some samples of a series. */
export interface SeriesPart {
  /** The first one; -1 where there is none. */
  readonly start: number;
  readonly count: number;
  /** Path of the series. */
  readonly series: string | undefined;
}

/** Values over time: of a recording, a stimulus or anything else. */
export interface NwbSeries extends NwbObject {
  /** As they are stored: `values * conversion + offset` is in `unit`; undefined where they lie elsewhere. */
  readonly data: NwbData | undefined;
  readonly unit: string;
  readonly conversion: number;
  readonly offset: number;
  readonly timing: NwbTiming;
}

/** When the rows of a series were taken. */
export type NwbTiming =
  /** In seconds, and in Hz. */
  | { readonly kind: "rate"; readonly start: number; readonly rate: number }
  /** In seconds, one for each row. */
  | { readonly kind: "times"; readonly times: Float64Array }
  | { readonly kind: "none" };

/** A table: units, events, intervals, sweeps or anything else. */
export interface NwbTable extends NwbObject {
  readonly ids: readonly number[];
  /** In the order of the table. */
  readonly columns: ReadonlyMap<string, NwbColumn>;
}

/** A column of a table. */
export interface NwbColumn {
  readonly type: string;
  readonly data: NwbData;
  /** Where the rows of a ragged column end, the inner ends first; empty where each row is one element. */
  readonly ends: readonly Float64Array[];
  /** Path of the table that the numbers are rows of. */
  readonly table?: string | undefined;
  /** Its description, unit and resolution among others. */
  readonly fields: NwbFields;
}

/** A picture. */
export interface NwbImage extends NwbObject {
  /** Numbers: x, y, and three or four colours; none where it is another file. */
  readonly data: NwbData | undefined;
}
