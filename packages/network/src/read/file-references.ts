import type { DataValue, NetworkRecord } from "@spikeloom/kernel";

/** A value or a connector whose numbers are in a file beside the network. */
export interface FileReference {
  /** Where it stands in the network. */
  readonly place: string;
  /** The record that names the file; numbers that are read join it. */
  readonly record: Pick<DataValue, "file" | "size" | "sha256"> & Readonly<Record<string, unknown>>;
  readonly isConnector: boolean;
}

/** Say whether a record names a file that its numbers are in. */
export function isFromFile(record: unknown): record is FileReference["record"] {
  if (typeof record !== "object" || record === null) return false;
  return typeof (record as { readonly file?: unknown }).file === "string";
}

/** Replaces one reference. */
export type ReplaceReference = (reference: FileReference) => object;

/**
 * Replace the parts of a network whose numbers are in files beside it.
 *
 * Such as by the same parts with the numbers. All else stays as it is, models included; a network without files is given back itself.
 */
export function replaceFiles(network: NetworkRecord, replace: ReplaceReference): NetworkRecord {
  const fields = ["populations", "projections", "stimuli"] as const;
  const changed = fields.flatMap((field) => {
    const part: unknown = network[field];
    const made = visit(part, { place: field, replace, isConnector: false });
    return made === part ? [] : [[field, made] as const];
  });
  return changed.length === 0 ? network : { ...network, ...Object.fromEntries(changed) };
}

interface Visit {
  readonly place: string;
  readonly replace: ReplaceReference;
  readonly isConnector: boolean;
}

/** Fields that hold models: what is called a file there is none of ours. */
const opaque: ReadonlySet<string> = new Set(["model", "formula"]);

function visit(part: unknown, at: Visit): unknown {
  if (typeof part !== "object" || part === null || ArrayBuffer.isView(part)) return part;
  if (isFromFile(part)) {
    const { place, replace, isConnector } = at;
    return replace({ place, record: part, isConnector });
  }
  if (Array.isArray(part)) return visitList(part, at);
  const entries = Object.entries(part).map(([key, value]): readonly [string, unknown] => {
    if (opaque.has(key)) return [key, value];
    const isConnector = key === "connector";
    return [key, visit(value, { ...at, place: `${at.place}.${key}`, isConnector })];
  });
  const isSame = entries.every(([key, value]) => (part as Record<string, unknown>)[key] === value);
  return isSame ? part : Object.fromEntries(entries);
}

function visitList(list: readonly unknown[], at: Visit): unknown {
  // Lists of numbers are long, and hold no records.
  if (typeof list[0] !== "object") return list;
  const made = list.map((item, k) => visit(item, { ...at, place: `${at.place}[${k}]` }));
  return made.every((item, k) => item === list[k]) ? list : made;
}
