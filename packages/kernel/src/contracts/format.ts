import { checkDefinition } from "../record-fields.ts";
import type { NetworkRecord } from "./network.ts";

/** Something that a format cannot say, or that could not be read. */
export interface Loss {
  readonly place: string;
  readonly what: string;
}

/** Files by name, as bytes. */
export type FileSet = Readonly<Record<string, Uint8Array>>;

/**
 * A file format: reads bytes into a network, writes a network as bytes.
 *
 * Losses are returned, never logged.
 */
export interface FormatRecord {
  readonly kind: "format";
  readonly contract: 1;
  readonly name: string;
  readonly about: string;
  readonly extensions: readonly string[];
  read?(files: FileSet): Promise<{
    readonly network: NetworkRecord;
    readonly losses: readonly Loss[];
  }>;
  write?(network: NetworkRecord): Promise<{
    readonly files: FileSet;
    readonly losses: readonly Loss[];
  }>;
}

/** Define a file format. */
export function defineFormat(definition: Omit<FormatRecord, "kind" | "contract">): FormatRecord {
  checkDefinition(definition, "format");
  return Object.freeze({ kind: "format", contract: 1, ...definition });
}
