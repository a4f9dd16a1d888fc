import { writeConnectionText } from "../connectors/connection-file.ts";
import { writeText } from "../text-files.ts";
import { listAttributes, matrixOf } from "./attribute-formats.ts";
import type { ArrayFormat, ListFormat } from "./projection.ts";
import { attributeNames, checkAttribute, type ProjectionState } from "./projection-state.ts";

/** What is written, where and how. */
export interface SaveRequest {
  readonly names: "all" | string | readonly string[];
  readonly path: string;
  readonly format: ListFormat | ArrayFormat;
}

/** Write attributes of connections as text: rows of a list, or the matrices one after the other. */
export function saveProjection(
  projection: ProjectionState,
  { names, path, format }: SaveRequest,
): void {
  const { ends, type } = projection;
  const given = typeof names === "string" ? [names] : names;
  const list = names === "all" ? attributeNames(type) : given;
  for (const name of list) checkAttribute(type, name, ends.label);
  writeText(ends.state, path, format.format === "array" ? matrices() : rows());

  function rows(): string {
    return writeConnectionText({ columnNames: list, rows: listAttributes(projection, list, true) });
  }

  function matrices(): string {
    const multiple = "multipleSynapses" in format ? (format.multipleSynapses ?? "sum") : "sum";
    const blocks = list.map((name) => {
      const lines = matrixOf(projection, name, multiple).map((row) => row.join("\t"));
      return [`# ${name}`, ...lines.map((line) => line.replaceAll("NaN", "nan"))].join("\n");
    });
    return `${blocks.join("\n")}\n`;
  }
}
