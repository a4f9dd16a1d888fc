import { hostFunctions } from "@spikeloom/equations/functions";
import { isStatic, planProjection, projectionNames } from "@spikeloom/network";
import type { Hdf5File } from "../../hdf5/write/hdf5-file.ts";
import type { GroupNode } from "../../hdf5/write/tree.ts";
import type { TemplateWeight } from "../templates/template.ts";
import { type DrawnEdges, drawEdges } from "./drawn-edges.ts";
import { edgeIndex } from "./edge-index.ts";
import { groupOf, listOf, sonataFile, wide } from "./hdf5-tree.ts";
import {
  type NodesByName,
  type Numbers,
  oneIfAlike,
  typeTable,
  type WriteTask,
  type WrittenNodes,
} from "./write-task.ts";

/** Id of a file's only type. */
const typeId = 100;
/** Parameters of static synapses: none. */
export const staticFile = "static.json";

/** Write a projection as edges; returns the stem of its files if it can be written. */
export function writeEdges(task: WriteTask, index: number, nodes: NodesByName): string | undefined {
  const { network, stack, seed, losses } = task;
  const record = network.projections?.[index];
  const [source, target] = [nodes.get(record?.from ?? ""), nodes.get(record?.to ?? "")];
  if (record === undefined || source === undefined || target === undefined) return undefined;
  const place = `projections[${index}]`;
  const planned = planProjection(network, index, { stack, seed, functions: hostFunctions });
  const { receptor, synapse, plasticity } = planned;
  const kind = target.template?.weight;
  if (receptor === undefined || kind === undefined) {
    losses.add("plasticity", place, "Synapses that act without spikes are omitted.");
    return undefined;
  }
  const name = groupName(task, index, place);
  if (plasticity !== undefined) {
    losses.add("plasticity", place, `Weights are constant, without ${plasticity.model.name}.`);
  }
  if (synapse !== undefined && !isStatic(synapse.model)) {
    losses.add("plasticity", place, `Synapses are static instead of ${synapse.model.name}.`);
  }
  const drawn = drawEdges(planned, { ...task, place: `${place}.delay` });
  const weights = signed(drawn.weights, { kind, receptor });
  if (weights === undefined) {
    losses.add(
      "receptor",
      place,
      `Weights of a single sign cannot reach ${receptor}; the projection is omitted.`,
    );
    return undefined;
  }
  const edges = { ...drawn, weights, delays: oneIfAlike(drawn.delays) };
  return writeFiles(task, { name, edges, source, target });
}

/** A valid group name; a changed name is reported. */
function groupName({ network, losses }: WriteTask, index: number, place: string): string {
  const name = projectionNames(network)[index] ?? place;
  const own = name.replaceAll("/", "|").replace(/^\.+$/, "|");
  if (own !== name && network.projections?.[index]?.name !== undefined) {
    losses.add("name", `${place}.name`, `It is named ${own}.`);
  }
  return own;
}

/** Weights with the sign by which a template selects this receptor; undefined if a weight has the other sign. */
function signed(
  weights: Numbers,
  { kind, receptor }: { readonly kind: TemplateWeight; readonly receptor: string },
): Numbers | undefined {
  const { receptors, isMagnitude } = kind;
  const [positive, negative] = receptors;
  const map = (change: (weight: number) => number): Numbers =>
    typeof weights === "number" ? change(weights) : weights.map(change);
  if (receptors.length === 1) return receptor === positive ? oneIfAlike(weights) : undefined;
  if (receptor !== positive && receptor !== negative) return undefined;
  const isNegative = receptor === negative;
  const given = isMagnitude && isNegative ? map((weight) => -weight) : weights;
  const fits = (weight: number): boolean => (isNegative ? weight < 0 : weight >= 0);
  const fit = typeof given === "number" ? fits(given) : given.every(fits);
  return fit ? oneIfAlike(given) : undefined;
}

interface EdgeFile {
  readonly name: string;
  readonly edges: DrawnEdges;
  readonly source: WrittenNodes;
  readonly target: WrittenNodes;
}

function writeFiles(task: WriteTask, { name, edges, source, target }: EdgeFile): string {
  const { sources, targets, weights, delays } = edges;
  const count = sources.length;
  const stem = task.stem(name);
  const bytes = sonataFile((file) => {
    const own = groupOf({
      syn_weight: typeof weights === "number" ? undefined : listOf(file, weights),
      delay: typeof delays === "number" ? undefined : listOf(file, delays),
    });
    const ends = (list: Uint32Array, population: string) =>
      listOf(file, wide(list), { attributes: { node_population: population } });
    const group = groupOf({
      edge_type_id: listOf(file, new Uint32Array(count).fill(typeId)),
      source_node_id: ends(sources, source.name),
      target_node_id: ends(targets, target.name),
      edge_group_id: listOf(file, new Uint32Array(count)),
      edge_group_index: listOf(
        file,
        Uint32Array.from({ length: count }, (_, k) => k),
      ),
      indices: groupOf({
        source_to_target: indexGroup(file, sources, source.size),
        target_to_source: indexGroup(file, targets, target.size),
      }),
      "0": own,
    });
    return { edges: groupOf({ [name]: group }) };
  });
  task.keep(`network/${stem}_edges.h5`, bytes);
  task.keep(
    `network/${stem}_edge_types.csv`,
    typeTable([
      {
        edge_type_id: typeId,
        model_template: "static_synapse",
        dynamics_params: staticFile,
        syn_weight: typeof weights === "number" ? weights : undefined,
        delay: typeof delays === "number" ? delays : undefined,
      },
    ]),
  );
  return stem;
}

/** An index under both of its names, because tools differ in which they read. */
function indexGroup(file: Hdf5File, ends: Uint32Array, size: number): GroupNode {
  const { nodes, ranges } = edgeIndex(ends, size);
  const ofNodes = listOf(file, nodes, { columns: 2 });
  return groupOf({
    node_id_to_range: ofNodes,
    node_id_to_ranges: ofNodes,
    range_to_edge_id: listOf(file, ranges, { columns: 2 }),
  });
}
