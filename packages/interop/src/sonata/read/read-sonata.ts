import type {
  ByteSource,
  Loss,
  NetworkRecord,
  PopulationRecord,
  ProjectionRecord,
  Stack,
} from "@spikeloom/kernel";
import { parseJson } from "@spikeloom/network";
import { SONATA_CONFIG } from "../errors.ts";
import { type LossList, lossList } from "../losses.ts";
import {
  type OpenBeside,
  readConfig,
  type SonataConfig,
  smallFile,
  type TableFiles,
} from "./config.ts";
import { openColumns } from "./hdf5-columns.ts";
import { readInputs } from "./inputs.ts";
import { type Fields, jsonFields } from "./json-fields.ts";
import { nodeSets } from "./node-sets.ts";
import { readNodes } from "./nodes.ts";
import { outputNames } from "./output-paths.ts";
import {
  cutPopulation,
  hasTableParameters,
  type Parts,
  populationOf,
  templateNames,
} from "./populations.ts";
import { readProjections } from "./projections.ts";
import { readReports } from "./reports.ts";
import { noTypes, readTypes, type TypeTable } from "./type-table.ts";

/** A network that was read, and the losses. */
export interface ReadSonata {
  readonly network: NetworkRecord;
  readonly losses: readonly Loss[];
  /** Paths of the files that its simulation writes, relative to the configuration. */
  readonly outputs: readonly string[];
}

/** Default step in ms if no simulation states one: NEST's. */
const usualStep = 0.1;

/** Read the network described by a circuit or simulation configuration. */
export async function readSonata(
  source: ByteSource,
  { stack, beside }: { readonly stack: Stack; readonly beside: OpenBeside },
): Promise<ReadSonata> {
  const config = await readConfig(source, beside);
  const list = lossList();
  const parts = await readParts(config, beside, list);
  const byName = new Map(parts.map((one) => [one.nodes.name, one]));
  const files = await parameterFiles(parts, config, beside);
  const populations = new Map<string, PopulationRecord>();
  for (const one of parts) {
    loseAttributes(one, list);
    for (const part of one.parts) {
      populations.set(part.name, populationOf(part, { stack, files, losses: list }));
    }
  }
  const projections: NetworkRecord["projections"][] = [];
  for (const entry of config.edges) {
    const types = await typesOf(entry, "edge_type_id", beside);
    const own = await synapseFiles(types, config, beside);
    const file = await openColumns(await beside(entry.data));
    projections.push(
      readProjections({ file, types, populations: byName, files: own, losses: list }),
    );
  }
  const simulation = await readSimulation(config, { parts, losses: list, beside });
  for (const [part, times] of simulation.times) {
    const { model, size, ...others } = populations.get(part.name) as PopulationRecord;
    populations.set(part.name, { model, size, times, ...others });
  }
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    ...simulation.run,
    populations: Object.fromEntries(populations),
    projections: withOwnNames(projections.flatMap((some) => some ?? [])),
    ...(simulation.stimuli.length > 0 && { stimuli: simulation.stimuli }),
    record: simulation.record,
  };
  return { network, losses: list.losses, outputs: outputNames(config) };
}

/** Give unique names to projections from edge populations of the same name. */
function withOwnNames(projections: readonly ProjectionRecord[]): readonly ProjectionRecord[] {
  const taken = new Set<string>();
  return projections.map((projection) => {
    const { name = "" } = projection;
    let own = name;
    for (let number = 2; taken.has(own); number++) own = `${name}#${number}`;
    taken.add(own);
    return own === name ? projection : { ...projection, name: own };
  });
}

/** Read the nodes of all populations. */
export async function readParts(
  config: SonataConfig,
  beside: OpenBeside,
  losses: LossList,
): Promise<readonly Parts[]> {
  const parts: Parts[] = [];
  const names = { taken: new Set<string>(), losses };
  for (const entry of config.nodes) {
    const types = await typesOf(entry, "node_type_id", beside);
    const file = await openColumns(await beside(entry.data));
    parts.push(...readNodes(file, types).map((nodes) => cutPopulation(nodes, names)));
  }
  const all = parts.map(({ nodes }) => nodes.name);
  const twice = all.find((name, k) => all.indexOf(name) !== k);
  if (twice === undefined) return parts;
  const message = "Two node populations have the same name.";
  throw SONATA_CONFIG({ place: `${config.name}.networks.nodes`, message, got: twice });
}

async function typesOf(
  { types }: TableFiles,
  idColumn: string,
  beside: OpenBeside,
): Promise<TypeTable> {
  if (types === undefined) return noTypes;
  const file = await beside(types);
  return readTypes(new TextDecoder().decode(await smallFile(file)), file.name, idColumn);
}

/** Read the parameter files of node types, each file once. */
function parameterFiles(
  parts: readonly Parts[],
  config: SonataConfig,
  beside: OpenBeside,
): Promise<ReadonlyMap<string, Fields>> {
  const names = parts.flatMap(({ nodes }) =>
    nodes.types
      .filter((type) => type.get("model_type") !== "virtual")
      .map((type) => type.get("dynamics_params")),
  );
  return readAll(names, config.component("point_neuron_models_dir"), beside);
}

function synapseFiles(
  { rows }: TypeTable,
  config: SonataConfig,
  beside: OpenBeside,
): Promise<ReadonlyMap<string, Fields>> {
  const names = rows.map((type) => type.get("dynamics_params"));
  return readAll(names, config.component("synaptic_models_dir"), beside);
}

async function readAll(
  names: readonly unknown[],
  folder: string | undefined,
  beside: OpenBeside,
): Promise<ReadonlyMap<string, Fields>> {
  const files = new Map<string, Fields>();
  for (const name of new Set(names)) {
    if (typeof name !== "string") continue;
    const file = await beside(folder ? `${folder}/${name}` : name);
    files.set(name, await readParameters(file));
  }
  return files;
}

/** Read a file of parameters. */
export async function readParameters(file: ByteSource): Promise<Fields> {
  const value = parseJson(await smallFile(file), file.name);
  // In older files, an empty list means no parameters.
  const isNone = Array.isArray(value) && value.length === 0;
  return jsonFields(isNone ? {} : value, file.name);
}

interface SimulationContext {
  readonly parts: readonly Parts[];
  readonly losses: LossList;
  readonly beside: OpenBeside;
}

interface ReadSimulation {
  readonly run: Pick<NetworkRecord, "dt" | "duration" | "seed">;
  readonly times: Awaited<ReturnType<typeof readInputs>>["times"];
  readonly stimuli: NonNullable<NetworkRecord["stimuli"]>;
  readonly record: NonNullable<NetworkRecord["record"]>;
}

async function readSimulation(
  config: SonataConfig,
  { parts, losses, beside }: SimulationContext,
): Promise<ReadSimulation> {
  const run = config.part("run")?.fields;
  const dt = run?.number("dt") ?? usualStep;
  const duration = run?.number("tstop") ?? run?.number("duration");
  const seed = run?.any("random_seed");
  loseSettings(config, losses);
  const sets = nodeSets(
    await readSets(config, beside),
    parts.map(({ nodes }) => nodes),
  );
  const { times, stimuli } = await readInputs(config.part("inputs"), {
    parts,
    sets,
    losses,
    beside,
    dt,
    currentUnit: currentUnitOf(config, losses),
  });
  return {
    run: {
      dt: `${dt} ms`,
      ...(duration !== undefined && { duration: `${duration} ms` }),
      ...(typeof seed === "number" && { seed }),
    },
    times,
    stimuli,
    record: readReports(config.part("reports"), { parts, sets, losses, dt }),
  };
}

/** Read the node sets, which are in the configuration or in a separate file. */
export async function readSets(
  config: SonataConfig,
  beside: OpenBeside,
): Promise<Fields | undefined> {
  const inline = config.part("node_sets")?.fields;
  const path = config.file("node_sets_file");
  if (path === undefined) return inline;
  const file = await beside(path);
  return jsonFields(parseJson(await smallFile(file), file.name), file.name);
}

/** Current units of circuit simulators. */
const currentUnits: Readonly<Record<string, "pA" | "nA">> = {
  nest: "pA",
  neuron: "nA",
  pynn: "nA",
};

/** Unit of currents; undefined if no simulator is named, in which case templates determine it. */
function currentUnitOf(config: SonataConfig, losses: LossList): "pA" | "nA" | undefined {
  const simulator = config.text("target_simulator");
  if (simulator === undefined) return undefined;
  const unit = currentUnits[simulator.toLowerCase()];
  if (unit === undefined) {
    const message = `The simulator ${simulator.slice(0, 40)} is unknown; templates determine the units of currents.`;
    losses.add("setting", "target_simulator", message);
  }
  return unit;
}

const used = new Set([
  ...["run.tstop", "run.duration", "run.dt", "run.random_seed"],
  // Output paths are not part of the network: `readSonataOutputs` reads them.
  ...["output_dir", "spikes_file", "spikes_file_csv", "spikes_sort_order"].map(
    (name) => `output.${name}`,
  ),
]);

/** Report settings that are not imported, each part separately. */
function loseSettings(config: SonataConfig, losses: LossList): void {
  const parts = ["run", "conditions", "output"].filter((part) => config.names.includes(part));
  for (const part of parts) {
    const names = config.part(part)?.fields.names ?? [];
    const others = names.filter((name) => !used.has(`${part}.${name}`));
    if (others.length === 0) continue;
    losses.add("setting", part, `Not imported: ${others.join(", ")}.`);
  }
}

const knownAttributes = new Set([
  ...["node_id", "node_type_id", "population", "model_type", "model_template"],
  ...["dynamics_params", "x", "y", "z"],
]);

/** Report attributes of nodes that no neuron has. */
export function loseAttributes({ nodes: { name, names }, parts }: Parts, losses: LossList): void {
  const inTable = new Set(
    parts.flatMap(({ template, templateName }) =>
      template !== undefined && hasTableParameters(templateName)
        ? [...templateNames(template)]
        : [],
    ),
  );
  for (const attribute of names) {
    if (knownAttributes.has(attribute) || inTable.has(attribute)) continue;
    const message = `The node attribute ${attribute} has no equivalent.`;
    losses.add("attribute", `nodes.${name}.${attribute}`, message);
  }
}
