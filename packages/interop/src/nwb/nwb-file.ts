import type { NumberBlock } from "../hdf5/read/numbers.ts";
import type { Hdf5Value } from "../hdf5/read/values.ts";

/** Attributes and small values of an object, by name; links as paths. */
export type NwbFields = ReadonlyMap<string, Hdf5Value>;

/** Contents of an NWB file. */
export interface NwbFile {
  /** Schema version: `2.11.0`. */
  readonly version: string;
  readonly identifier: string;
  /** Session identifier. */
  readonly description: string;
  /** Reference of all times, in ISO 8601. */
  readonly start: string;
  /** Strings and scalars outside objects, by path: `/general/institution`. */
  readonly metadata: NwbFields;
  readonly series: readonly NwbSeries[];
  readonly tables: readonly NwbTable[];
  readonly images: readonly NwbImage[];
  /** All other objects: devices, electrodes, the subject, processing modules. */
  readonly objects: readonly NwbObject[];
}

/** An object of a type of the schema or of an extension. */
export interface NwbObject {
  /** Path: `/acquisition/v`. */
  readonly path: string;
  /** Type, such as `CurrentClampSeries`. */
  readonly type: string;
  readonly fields: NwbFields;
}

/** Values with the lengths of their axes, in row-major order. */
export type NwbData =
  | {
      readonly kind: "numbers";
      readonly values: NumberBlock;
      readonly shape: readonly number[];
    }
  | {
      readonly kind: "values";
      /** Strings, booleans, enumeration names, or paths of objects. */
      readonly values: readonly Hdf5Value[];
      readonly shape: readonly number[];
    }
  | { readonly kind: "parts"; readonly values: readonly SeriesPart[] };

/** Some samples of a series. */
export interface SeriesPart {
  /** First sample; -1 if there is none. */
  readonly start: number;
  readonly count: number;
  /** Path of the series. */
  readonly series: string | undefined;
}

/** Time series: a recording, a stimulus or other data. */
export interface NwbSeries extends NwbObject {
  /** As stored: `values * conversion + offset` is in `unit`; undefined if stored elsewhere. */
  readonly data: NwbData | undefined;
  readonly unit: string;
  readonly conversion: number;
  readonly offset: number;
  readonly timing: NwbTiming;
}

/** Times of a series' rows. */
export type NwbTiming =
  /** In seconds and Hz. */
  | { readonly kind: "rate"; readonly start: number; readonly rate: number }
  /** In seconds, one per row. */
  | { readonly kind: "times"; readonly times: Float64Array }
  | { readonly kind: "none" };

/** A table: units, events, intervals, sweeps or other data. */
export interface NwbTable extends NwbObject {
  readonly ids: readonly number[];
  /** In the table's order. */
  readonly columns: ReadonlyMap<string, NwbColumn>;
}

/** A column of a table. */
export interface NwbColumn {
  readonly type: string;
  readonly data: NwbData;
  /** End indices of a ragged column's rows, innermost first; empty if each row is one element. */
  readonly ends: readonly Float64Array[];
  /** Path of the table whose rows the numbers refer to. */
  readonly table?: string | undefined;
  /** Attributes such as description, unit and resolution. */
  readonly fields: NwbFields;
}

/** An image. */
export interface NwbImage extends NwbObject {
  /** Numbers by x, y, and three or four colours; none for an external file. */
  readonly data: NwbData | undefined;
}
