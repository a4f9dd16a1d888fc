import { checkDefinition } from "../record-fields.ts";
import type { FormatRecordOf, FormatRequestOf, ReadRequestOf } from "./format.ts";
import type { Stack } from "./stack.ts";

/** A file format. */
export type FormatRecord = FormatRecordOf<Stack>;

/** Input of a format other than the data that it reads or writes. */
export type FormatRequest = FormatRequestOf<Stack>;

/** Input of a format for reading a file. */
export type ReadRequest = ReadRequestOf<Stack>;

/** Define a file format. */
export function defineFormat(definition: Omit<FormatRecord, "kind" | "contract">): FormatRecord {
  checkDefinition(definition, "format");
  return Object.freeze({ kind: "format", contract: 1, ...definition });
}
