import { writeConnectionText } from "../connectors/connection-file.ts";
import { writeText } from "../text-files.ts";
import { listAttributes, matrixOf } from "./attribute-formats.ts";
import type { ArrayFormat, ListFormat } from "./projection.ts";
import { attributeNames, checkAttribute, type ProjectionState } from "./projection-state.ts";

/** Attributes, format and destination. */
export interface SaveRequest {
  readonly names: "all" | string | readonly string[];
  readonly path: string;
  readonly format: ListFormat | ArrayFormat;
}

// Matrices in files have zeros without connection, as in PyNN.
const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value);

/** Write attributes of connections as text: rows of a list, or consecutive matrices. */
export async function saveProjection(
  projection: ProjectionState,
  { names, path, format }: SaveRequest,
): Promise<void> {
  const { ends, type } = projection;
  const given = typeof names === "string" ? [names] : names;
  const list = names === "all" ? attributeNames(type) : given;
  for (const name of list) checkAttribute(type, name, ends.label);
  const isArray = format.format === "array";
  const kind = isArray ? "matrices" : "connections";
  writeText(ends.state, { path, kind }, await (isArray ? matrices() : rows()));

  async function rows(): Promise<string> {
    const withAddress = "withAddress" in format ? (format.withAddress ?? true) : true;
    const found = await listAttributes(projection, list, withAddress);
    return writeConnectionText({ columnNames: list, rows: found }, withAddress ? ["i", "j"] : []);
  }

  async function matrices(): Promise<string> {
    const multiple = "multipleSynapses" in format ? (format.multipleSynapses ?? "sum") : "sum";
    const found = await Promise.all(list.map((name) => matrixOf(projection, name, multiple)));
    const blocks = list.map((name, k) => {
      const lines = (found[k] ?? []).map((row) => row.map(orZero).join("\t"));
      return [`# ${name}`, ...lines].join("\n");
    });
    return `${blocks.join("\n")}\n`;
  }
}
