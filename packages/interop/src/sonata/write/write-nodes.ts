import { hostFunctions } from "@spikeloom/equations/functions";
import {
  type NamedValue,
  type ResolvedPopulation,
  resolvePopulation,
  spikeStep,
} from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import { fromInternal, parseUnit, toInternal } from "@spikeloom/units";
import type { GroupNode, TreeNode } from "../../hdf5/write/tree.ts";
import { templateOf } from "../templates/find-template.ts";
import type { Template } from "../templates/template.ts";
import { groupOf, listOf, sonataFile, wide } from "./hdf5-tree.ts";
import {
  type Numbers,
  numberOf,
  oneIfAlike,
  typeTable,
  type WriteTask,
  type WrittenNodes,
} from "./write-task.ts";

/** Id of a file's first type, as in the Brain Modeling Toolkit. */
const firstType = 100;

/** Write a population as nodes; undefined if no template has its model. */
export function writeNodes(task: WriteTask, name: string): WrittenNodes | undefined {
  const { network, stack, seed, losses } = task;
  const resolved = resolvePopulation(network, name, { stack, seed, functions: hostFunctions });
  const { size, model } = resolved;
  if (network.populations[name]?.integrator !== undefined) {
    const message = "Each simulator uses its own integration method for a template.";
    losses.add("setting", `populations.${name}.integrator`, message);
  }
  if (network.populations[name]?.lag !== undefined) {
    losses.add("setting", `populations.${name}.lag`, "Recorded times include the lag.");
  }
  if (model.source?.process === "times") {
    writeFiles(task, name, { resolved, parameters: new Map() });
    return { name, size, template: undefined, spikes: writeSpikes(task, name, resolved) };
  }
  const found = templateOf(model, stack);
  if (found === undefined) {
    const message = `No template exists for the model ${model.name}: the population and its connections are omitted.`;
    losses.add("model", `populations.${name}`, message);
    return undefined;
  }
  const parameters = templateParameters(found.template, resolved);
  loseInitial(task, name, { resolved, template: found.template });
  writeFiles(task, name, { resolved, parameters, template: found.name });
  return { name, size, template: found.template };
}

/** Values of the template's parameters that differ from its defaults. */
function templateParameters(
  template: Template,
  { parameters, initial, size }: ResolvedPopulation,
): ReadonlyMap<string, Numbers> {
  const values = new Map<string, Numbers>();
  const add = (theirs: string, given: Numbers, own: number): void => {
    const value = oneIfAlike(given);
    if (value !== own) values.set(theirs, value);
  };
  for (const [theirs, ours, unit, own] of template.parameters) {
    add(theirs, inUnit(parameters.get(ours), unit), own);
  }
  for (const [theirs, ours, unit, own] of template.state)
    add(theirs, inUnit(initial.get(ours), unit), own);
  const { share } = template;
  if (share !== undefined) {
    const [theirs, ours, , own] = share.row;
    const whole = inUnit(parameters.get(share.of[1]), unitOf(template, share.of[0]));
    const part = inUnit(parameters.get(ours), share.unit);
    const both = [whole, part].every((one) => typeof one === "number");
    const count = both ? 1 : size;
    const given = Float64Array.from(
      { length: count },
      (_, k) => numberOf(whole, k) / numberOf(part, k),
    );
    add(theirs, given, own);
  }
  return values;
}

function unitOf(template: Template, name: string): string {
  return template.parameters.find(([theirs]) => theirs === name)?.[2] ?? "1";
}

function inUnit(value: NamedValue | undefined, unit: string): Numbers {
  if (value === undefined) return Number.NaN;
  const parsed = parseUnit(unit);
  // NEST uses the units of simulations.
  if (toInternal({ value: 1, unit: parsed }) === 1) return value.value;
  const convert = (one: number): number => fromInternal(one, parsed.dimension, unit).value;
  return typeof value.value === "number" ? convert(value.value) : value.value.map(convert);
}

/** Report initial values that the template cannot store. */
function loseInitial(
  { network, losses }: WriteTask,
  name: string,
  { resolved, template }: { readonly resolved: ResolvedPopulation; readonly template: Template },
): void {
  const named = new Set(template.state.map(([, ours]) => ours));
  for (const variable of Object.keys(network.populations[name]?.initial ?? {})) {
    if (named.has(variable)) continue;
    const message = `No template stores the initial ${variable} of ${resolved.model.name}.`;
    losses.add("initial", `populations.${name}.initial.${variable}`, message);
  }
}

interface NodeFile {
  readonly resolved: ResolvedPopulation;
  readonly parameters: ReadonlyMap<string, Numbers>;
  /** Template name; undefined for virtual nodes. */
  readonly template?: string;
}

function writeFiles(task: WriteTask, name: string, node: NodeFile): void {
  const { resolved, parameters, template } = node;
  const { size, coordinates } = resolved;
  const types = typesOf(parameters, { size, most: task.mostTypes });
  const own =
    types === undefined ? [...parameters].filter(([, value]) => typeof value !== "number") : [];
  if (types === undefined) {
    const message =
      "It has so many different parameter sets that they are stored per node, where neither NEST nor BMTK reads them.";
    task.losses.add("tools", `populations.${name}.parameters`, message);
  }
  const typeIds = types?.typeOf ?? new Uint32Array(size);
  const bytes = sonataFile((file) => {
    const places = (coordinates ?? []).map(
      (axis, k) => ["xyz"[k] ?? "", listOf(file, axis)] as const,
    );
    const lists = own.map(
      ([theirs, value]) => [theirs, listOf(file, value as Float64Array)] as const,
    );
    const links: Record<string, TreeNode> = Object.fromEntries(places);
    if (lists.length > 0) links["dynamics_params"] = groupOf(Object.fromEntries(lists));
    const numbers = wide(Uint32Array.from({ length: size }, (_, k) => k));
    const group: GroupNode = groupOf({
      node_id: listOf(file, numbers),
      node_type_id: listOf(file, wide(typeIds.map((type) => firstType + type))),
      node_group_id: listOf(file, new Uint32Array(size)),
      node_group_index: listOf(file, numbers),
      "0": groupOf(links),
    });
    return { nodes: groupOf({ [name]: group }) };
  });
  task.keep(`network/${name}_nodes.h5`, bytes);
  const shared = Object.fromEntries(
    [...parameters].filter(([, value]) => typeof value === "number"),
  );
  const rows = (types?.sets ?? [shared]).map((set, k, sets) => {
    const file = sets.length === 1 ? `${name}.json` : `${name}_${k}.json`;
    if (template !== undefined) task.keep(`components/neurons/${file}`, set);
    return {
      node_type_id: firstType + k,
      model_type: template === undefined ? "virtual" : "point_neuron",
      model_template: template,
      dynamics_params: template === undefined ? undefined : file,
    };
  });
  task.keep(`network/${name}_node_types.csv`, typeTable(rows));
}

interface NodeTypes {
  /** Parameters of each type. */
  readonly sets: readonly Readonly<Record<string, number>>[];
  /** Type of each node. */
  readonly typeOf: Uint32Array;
}

/** Create a type for all nodes with equal parameters; undefined if there would be too many. */
function typesOf(
  parameters: ReadonlyMap<string, Numbers>,
  { size, most }: { readonly size: number; readonly most: number },
): NodeTypes | undefined {
  const numbers = new Map<string, number>();
  const sets: Record<string, number>[] = [];
  const typeOf = new Uint32Array(size);
  for (let node = 0; node < size; node++) {
    const values = [...parameters].map(([name, value]) => [name, numberOf(value, node)] as const);
    const key = values.map(([, value]) => value).join(" ");
    const known = numbers.get(key);
    if (known === undefined && sets.length === most) return undefined;
    typeOf[node] = known ?? sets.length;
    if (known !== undefined) continue;
    numbers.set(key, sets.length);
    sets.push(Object.fromEntries(values));
  }
  return { sets, typeOf };
}

/** Write the spikes of virtual nodes, sorted by time. */
function writeSpikes(
  task: WriteTask,
  name: string,
  { times = [] }: ResolvedPopulation,
): string | undefined {
  const { dt } = task;
  const spikes = times.flatMap((list, node) =>
    Array.from(list, (time) => ({ step: spikeStep(time, task), node })),
  );
  spikes.sort((a, b) => a.step - b.step || a.node - b.node);
  if (spikes.length === 0) return undefined;
  const stamps = Float64Array.from(spikes, ({ step }) => timeOfStep(step, dt));
  const nodes = Uint32Array.from(spikes, ({ node }) => node);
  task.keep(`inputs/${name}_spikes.h5`, spikesFile([{ name, stamps, nodes }]));
  return `${name}_spikes.h5`;
}

/** Spikes of one population. */
export interface SpikeColumns {
  readonly name: string;
  /** ms. */
  readonly stamps: Float64Array;
  /** Numbers of nodes. */
  readonly nodes: ArrayLike<number>;
}

/** Write a file of spikes. */
export function spikesFile(populations: readonly SpikeColumns[]): Uint8Array {
  return sonataFile((file) => {
    const groups = populations.map(({ name, stamps, nodes }) => {
      const timestamps = listOf(file, stamps, { attributes: { units: "ms" } });
      return [name, groupOf({ timestamps, node_ids: listOf(file, wide(nodes)) })] as const;
    });
    return { spikes: groupOf(Object.fromEntries(groups)) };
  });
}
