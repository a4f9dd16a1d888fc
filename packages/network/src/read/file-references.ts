import type { DataValue, NetworkRecord } from "@spikeloom/kernel";
import { isEncoded } from "../encode/encoded-times.ts";

/** A value or a connector whose numbers are in a file referenced by the network. */
export interface FileReference {
  /** Path within the network. */
  readonly place: string;
  /** The record that refers to the file; numbers that are read are added to it. */
  readonly record: Pick<DataValue, "file" | "size" | "sha256"> & Readonly<Record<string, unknown>>;
  readonly isConnector: boolean;
}

/** Test whether a record refers to a file that holds its numbers. */
export function isFromFile(record: unknown): record is FileReference["record"] {
  return isRecord(record) && typeof record["file"] === "string";
}

/** Replaces one reference. */
export type ReplaceReference = (reference: FileReference) => object;

/**
 * Replace the parts of a network whose numbers are in files.
 *
 * For example, to insert the numbers. Everything else is unchanged; a network without files is returned as is.
 */
export function replaceFiles(network: NetworkRecord, replace: ReplaceReference): NetworkRecord {
  return mapEntries(network, (field, entries) => {
    const spots = Object.hasOwn(allSpots, field) ? allSpots[field] : undefined;
    if (spots === undefined) return entries;
    const visitEntry = (entry: unknown, place: string): unknown =>
      mapEntries(entry, (key, part) => {
        const form = Object.hasOwn(spots, key) ? spots[key] : undefined;
        if (form === undefined) return part;
        return visitors[form](part, { place: `${place}.${key}`, replace });
      });
    if (!Array.isArray(entries)) {
      return mapEntries(entries, (name, entry) => visitEntry(entry, `${field}.${name}`));
    }
    const made = entries.map((entry, k) => visitEntry(entry, `${field}[${k}]`));
    return made.every((entry, k) => entry === entries[k]) ? entries : made;
  });
}

/** List the files that a network refers to, each once, as it names them. */
export function dataFileNames(network: NetworkRecord): readonly string[] {
  const names = new Set<string>();
  replaceFiles(network, ({ record }) => {
    names.add(record.file);
    return record;
  });
  return [...names];
}

type Form = "value" | "values" | "configured" | "connector" | "times";

/**
 * Possible places of numbers, by field of the network and of its entries; names within models are chosen by the author.
 */
const allSpots: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  populations: { model: "configured", parameters: "values", initial: "values", times: "times" },
  projections: {
    connector: "connector",
    weight: "value",
    delay: "value",
    synapse: "configured",
    plasticity: "configured",
    initial: "values",
  },
  stimuli: { rate: "value", weight: "value", values: "value" },
};

interface Visit {
  readonly place: string;
  readonly replace: ReplaceReference;
}

const visitors: Readonly<Record<Form, (part: unknown, visit: Visit) => unknown>> = {
  value: (part, { place, replace }) =>
    isFromFile(part) ? replace({ place, record: part, isConnector: false }) : part,
  connector: (part, { place, replace }) =>
    isFromFile(part) ? replace({ place, record: part, isConnector: true }) : part,
  values: (part, { place, replace }) =>
    mapEntries(part, (name, value) =>
      visitors.value(value, { place: `${place}.${name}`, replace }),
    ),
  // The values that an encoder converts to spikes may be in a file.
  times: (part, visit) => {
    if (!isEncoded(part)) return visitors.value(part, visit);
    const place = `${visit.place}.values`;
    return mapEntries(part, (key, values) =>
      key === "values" ? visitors.value(values, { ...visit, place }) : values,
    );
  },
  // A record with "model" has values as well; any other is a model itself.
  configured: (part, { place, replace }) => {
    if (!isRecord(part) || !("model" in part)) return part;
    return mapEntries(part, (key, values) => {
      if (key !== "parameters") return values;
      return visitors.values(values, { place: `${place}.parameters`, replace });
    });
  },
};

/** Change the entries of a record; if none changes, the record itself is returned. */
function mapEntries<T>(record: T, change: (key: string, value: unknown) => unknown): T {
  if (!isRecord(record)) return record;
  const changed: (readonly [string, unknown])[] = [];
  for (const key of Object.keys(record)) {
    const value = record[key];
    const made = change(key, value);
    if (made !== value) changed.push([key, made]);
  }
  return changed.length === 0 ? record : ({ ...record, ...Object.fromEntries(changed) } as T);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  // A variant of a model is a function with fields.
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
