import { checkDefinition } from "../record-fields.ts";
import type { FormatRecordOf, FormatRequestOf, ReadRequestOf } from "./format.ts";
import type { Stack } from "./stack.ts";

/** A file format. */
export type FormatRecord = FormatRecordOf<Stack>;

/** What a format is given beside what it reads or writes. */
export type FormatRequest = FormatRequestOf<Stack>;

/** What a format is given to read a file with. */
export type ReadRequest = ReadRequestOf<Stack>;

/** Define a file format. */
export function defineFormat(definition: Omit<FormatRecord, "kind" | "contract">): FormatRecord {
  checkDefinition(definition, "format");
  return Object.freeze({ kind: "format", contract: 1, ...definition });
}
