import {
  checkChoice,
  checkOptions,
  checkRecord,
  checkText,
  type OptionNames,
  readNames,
} from "../check-arguments.ts";
import { readIndex } from "../groups/selection.ts";
import { combinations, listAttributes, matrixOf } from "./attribute-formats.ts";
import type { ArrayFormat, Connection, ListFormat, Projection } from "./projection.ts";
import {
  attributeNames,
  checkAttribute,
  type ProjectionState,
  readAttribute,
} from "./projection-state.ts";
import { saveProjection } from "./save-projection.ts";
import { setAttributes, setConnection } from "./set-attributes.ts";

/** Create the public record of a projection. */
export function projectionRecord(projection: ProjectionState): Projection {
  const { ends, pairs, type, receptor, annotations } = projection;
  const { label, pre, post } = ends;
  const size = pairs.sources.length;
  return {
    kind: "projection",
    label,
    size,
    shape: [pre.size, post.size],
    receptorType: receptor,
    synapseType: type.name,
    annotations,
    preIds: pre.ids,
    postIds: post.ids,
    pairs: () => pairs,
    at: (index) => connection(projection, readIndex(index, size, label)),
    *[Symbol.iterator]() {
      for (let k = 0; k < size; k++) yield connection(projection, k);
    },
    get: ((names: string | readonly string[], format: ListFormat | ArrayFormat = {}) =>
      getAttributes(projection, names, format)) as Projection["get"],
    set: (values) => setAttributes(projection, values),
    save(names, path, format = {}) {
      checkText(path, `${label}.save`);
      checkFormat(format, `${label}.save`);
      return saveProjection(projection, { names: readSaved(names, label), path, format });
    },
    annotate(more) {
      checkRecord(more, `${label}.annotate`, "name: value");
      Object.assign(annotations, more);
    },
    describe: () =>
      `"${label}": ${size} connections of type ${type.name} to receptor "${receptor}", ${attributeNames(type).join(", ")}`,
  };
}

/** Check the requested format of attributes. */
function checkFormat(format: ListFormat | ArrayFormat, place: string): void {
  checkOptions(format, formatNames, place);
  checkChoice(format.format, ["list", "array"], `${place}.format`);
  const { withAddress, multipleSynapses } = { ...allFormats, ...format };
  checkChoice(withAddress, [true, false], `${place}.withAddress`);
  checkChoice(multipleSynapses, Object.keys(combinations), `${place}.multipleSynapses`);
}

const allFormats = { withAddress: undefined, multipleSynapses: undefined };

const formatNames: OptionNames<ListFormat & Omit<ArrayFormat, "format">> = {
  format: true,
  withAddress: true,
  multipleSynapses: true,
};

function readSaved(names: unknown, label: string): "all" | readonly string[] {
  return names === "all" ? "all" : readNames(names, `${label}.save`);
}

async function getAttributes(
  projection: ProjectionState,
  names: string | readonly string[],
  format: ListFormat | ArrayFormat,
) {
  const list = readNames(names, `${projection.ends.label}.get`);
  checkFormat(format, `${projection.ends.label}.get`);
  for (const name of list) checkAttribute(projection.type, name, projection.ends.label);
  if (format.format !== "array")
    return await listAttributes(projection, list, format.withAddress ?? true);
  const multiple = format.multipleSynapses ?? "sum";
  const matrices = await Promise.all(list.map((name) => matrixOf(projection, name, multiple)));
  return typeof names === "string" ? matrices[0] : matrices;
}

function connection(projection: ProjectionState, k: number): Connection {
  const { ends, pairs, type } = projection;
  const place = `${ends.label}[${k}]`;
  async function get(name: string): Promise<number> {
    checkAttribute(type, name, place);
    return (await readAttribute(projection, name))[k] as number;
  }
  return {
    presynapticIndex: pairs.sources[k] as number,
    postsynapticIndex: pairs.targets[k] as number,
    get,
    set: (values) => setConnection(projection, k, values),
  };
}
