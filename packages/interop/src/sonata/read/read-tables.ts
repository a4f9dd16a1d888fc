import {
  type ByteSource,
  FORMAT_MISSING,
  type PopulationRecord,
  type ReadThing,
  SpikeLoomError,
  type Stack,
} from "@spikeloom/kernel";
import { SONATA_DATA } from "../errors.ts";
import { lossList } from "../losses.ts";
import { type OpenBeside, smallFile } from "./config.ts";
import { type ColumnFile, openColumns } from "./hdf5-columns.ts";
import type { Fields } from "./json-fields.ts";
import { type NodePopulation, readNodes } from "./nodes.ts";
import { cutPopulation, populationOf } from "./populations.ts";
import { readRecorded } from "./read-recorded.ts";
import { loseAttributes, readParameters } from "./read-sonata.ts";
import { noTypes, readTypes, type TypeTable } from "./type-table.ts";

interface TableUse {
  readonly stack: Stack;
  readonly beside: OpenBeside;
}

/** Read an HDF5 file by itself: spikes and reports as a result, nodes as populations. */
export async function readTables(source: ByteSource, use: TableUse): Promise<ReadThing> {
  const file = await openColumns(source);
  if (file.names("nodes").length > 0) return await readNodesAlone(file, use);
  if (file.names("edges").length > 0) throw edgesAlone(file);
  const { result, losses } = await readRecorded(source, file);
  return { thing: { holds: "result", result }, losses };
}

/** Read nodes without their circuit: the table of their types is next to them, under the usual name. */
async function readNodesAlone(file: ColumnFile, { stack, beside }: TableUse): Promise<ReadThing> {
  const losses = lossList();
  const table = typesName(file.name);
  const types = await typesIn(table, beside);
  const read = readNodes(file, types);
  for (const nodes of read) {
    const hasModels = ["model_type", "model_template"].some((name) => nodes.names.includes(name));
    if (!hasModels) throw withoutModels(nodes, file.name, table);
  }
  const names = { taken: new Set<string>(), losses };
  const all = read.map((nodes) => cutPopulation(nodes, names));
  const files = await parametersBeside(read, beside);
  const populations = new Map<string, PopulationRecord>();
  for (const one of all) {
    loseAttributes(one, losses);
    for (const part of one.parts) {
      populations.set(part.name, populationOf(part, { stack, files: files.found, losses }));
    }
  }
  for (const name of files.missing) {
    const message = `${name} is not beside the file: its neurons have the parameters of their template.`;
    losses.add("parameter", name, message);
  }
  if (file.names("edges").length > 0) {
    const message = "Edges are read with the configuration of their circuit.";
    losses.add("synapse", "edges", message);
  }
  const network = {
    format: "spikeloom-network",
    version: 1,
    populations: Object.fromEntries(populations),
    projections: [],
  } as const;
  return { thing: { holds: "network", network }, losses: losses.losses };
}

/** Name of the table of types: `v1_nodes.h5` has `v1_node_types.csv`. */
function typesName(file: string): string {
  const stem = file.replace(/^.*[\\/]/, "").replace(/\.\w+$/, "");
  return `${/nodes$/.test(stem) ? stem.replace(/s$/, "") : `${stem}_node`}_types.csv`;
}

async function typesIn(name: string, beside: OpenBeside): Promise<TypeTable> {
  const file = await ifThere(name, beside);
  if (file === undefined) return noTypes;
  return readTypes(new TextDecoder().decode(await smallFile(file)), file.name, "node_type_id");
}

/** Read the parameters of types; without a configuration, their folder is unknown. */
async function parametersBeside(
  populations: readonly NodePopulation[],
  beside: OpenBeside,
): Promise<{ readonly found: ReadonlyMap<string, Fields>; readonly missing: readonly string[] }> {
  const found = new Map<string, Fields>();
  const missing: string[] = [];
  const types = populations.flatMap((nodes) => nodes.types);
  const names = types
    .filter((type) => type.get("model_type") !== "virtual")
    .map((type) => type.get("dynamics_params"));
  for (const name of new Set(names)) {
    if (typeof name !== "string") continue;
    const file = await ifThere(name, beside);
    if (file === undefined) missing.push(name);
    else found.set(name, await readParameters(file));
  }
  return { found, missing };
}

async function ifThere(name: string, beside: OpenBeside): Promise<ByteSource | undefined> {
  try {
    return await beside(name);
  } catch (fault) {
    if (fault instanceof SpikeLoomError && fault.code === FORMAT_MISSING.code) return undefined;
    throw fault;
  }
}

const withConfiguration = "Give the configuration of the circuit instead, which names all files.";

function withoutModels({ name, size }: NodePopulation, file: string, table: string): Error {
  return SONATA_DATA({
    place: `${file}: /nodes/${name}`,
    message: "The file has nodes without their models.",
    expected: `${table} beside the file`,
    got: `${size} nodes, and no such table`,
    next: withConfiguration,
  });
}

function edgesAlone(file: ColumnFile): Error {
  return SONATA_DATA({
    place: `${file.name}: /edges`,
    message: "The file has edges without their nodes.",
    expected: "a configuration, or a file of nodes, spikes or reports",
    got: `the edges ${file.names("edges").slice(0, 8).join(", ")}`,
    next: withConfiguration,
  });
}
