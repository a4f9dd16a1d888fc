import { type Loss, type NetworkRecord, type Stack, throwAll } from "@spikeloom/kernel";
import { checkNetwork, networkStep, readTime, resolveConvention } from "@spikeloom/network";
import { SONATA_WRITE } from "../errors.ts";
import { type LossList, lossList } from "../losses.ts";
import { staticFile, writeEdges } from "./write-edges.ts";
import { writeNodes } from "./write-nodes.ts";
import { writeSimulation } from "./write-simulation.ts";
import type { WriteTask, WrittenNodes } from "./write-task.ts";

/** Options for writing a network. */
export interface SonataOptions {
  readonly stack: Stack;
  /**
   * Maximum number of node types per population, each with a parameter file.
   *
   * If more neurons differ, parameters are stored per node, which NEST and BMTK ignore.
   */
  readonly types?: number | undefined;
}

const usualTypes = 1000;

/** A network as SONATA files. */
export interface WrittenSonata {
  /** Contents by name; the first file is the one to read. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly losses: readonly Loss[];
}

/**
 * Write a network as a SONATA circuit, with the configuration of its simulation in NEST.
 *
 * Connections and values are those that a run draws.
 */
export function writeSonata(
  network: NetworkRecord,
  { stack, types = usualTypes }: SonataOptions,
): WrittenSonata {
  throwAll(checkNetwork(network, { stack }));
  const list = lossList();
  const kept = new Map<string, Uint8Array>();
  const task = writeTask(network, { stack, losses: list, kept, types });
  loseSettings(task, list);
  const nodes = new Map<string, WrittenNodes>();
  for (const name of Object.keys(network.populations)) {
    const written = writeNodes(task, name);
    if (written !== undefined) nodes.set(name, written);
  }
  if (nodes.size === 0) throw emptyCircuit(network);
  const edges = (network.projections ?? []).flatMap((_, k) => writeEdges(task, k, nodes) ?? []);
  task.keep(`components/synapses/${staticFile}`, {});
  const { inputs, reports, sets } = writeSimulation(task, nodes);
  const own = new Map<string, Uint8Array>();
  const top = writeTask(network, { stack, losses: list, kept: own, types });
  top.keep("config.json", {
    network: "./circuit_config.json",
    simulation: "./simulation_config.json",
  });
  top.keep("circuit_config.json", circuit([...nodes.keys()], edges));
  top.keep("node_sets.json", sets);
  top.keep("simulation_config.json", simulation(task, { inputs, reports }));
  return { files: new Map([...own, ...kept]), losses: list.losses };
}

function emptyCircuit({ populations }: NetworkRecord): Error {
  return SONATA_WRITE({
    place: "populations",
    message: "The SONATA circuit would be empty: no population has a neuron with a template.",
    expected: "a population of such neurons, or of given spike times",
    got: Object.keys(populations).join(", ") || "none",
  });
}

interface Kept {
  readonly stack: Stack;
  readonly losses: LossList;
  readonly kept: Map<string, Uint8Array>;
  readonly types: number;
}

function writeTask(network: NetworkRecord, { stack, losses, kept, types }: Kept): WriteTask {
  const stems = new Set<string>();
  const encoder = new TextEncoder();
  const { duration } = network;
  return {
    network,
    stack,
    losses,
    mostTypes: types,
    seed: network.seed ?? 0,
    dt: networkStep(network),
    duration: duration === undefined ? undefined : readTime(duration, "duration"),
    convention: resolveConvention(network.convention),
    stem(name) {
      const plain = name.replace(/\W+/g, "_");
      let stem = plain;
      for (let number = 2; stems.has(stem); number++) stem = `${plain}_${number}`;
      stems.add(stem);
      return stem;
    },
    keep(name, content) {
      if (content instanceof Uint8Array) kept.set(name, content);
      else if (typeof content === "string") kept.set(name, encoder.encode(content));
      else kept.set(name, encoder.encode(`${JSON.stringify(content, null, 2)}\n`));
    },
  };
}

function circuit(nodes: readonly string[], edges: readonly string[]): object {
  const files = (kind: "node" | "edge") => (stem: string) => ({
    [`${kind}s_file`]: `$NETWORK/${stem}_${kind}s.h5`,
    [`${kind}_types_file`]: `$NETWORK/${stem}_${kind}_types.csv`,
  });
  return {
    manifest: { $BASE: ".", $NETWORK: "$BASE/network", $COMPONENTS: "$BASE/components" },
    target_simulator: "NEST",
    components: {
      point_neuron_models_dir: "$COMPONENTS/neurons",
      synaptic_models_dir: "$COMPONENTS/synapses",
    },
    networks: { nodes: nodes.map(files("node")), edges: edges.map(files("edge")) },
  };
}

function simulation(
  { dt, duration, seed }: WriteTask,
  { inputs, reports }: { readonly inputs: object; readonly reports: object },
): object {
  return {
    manifest: { $BASE: ".", $INPUTS: "$BASE/inputs", $OUTPUT: "$BASE/output" },
    network: "$BASE/circuit_config.json",
    target_simulator: "NEST",
    run: { tstop: duration, dt, random_seed: seed },
    node_sets_file: "$BASE/node_sets.json",
    inputs,
    reports,
    output: { output_dir: "$OUTPUT", log_file: "log.txt", spikes_file: "spikes.h5" },
  };
}

/** Report settings of the whole network that a configuration cannot store. */
function loseSettings({ network, convention }: WriteTask, losses: LossList): void {
  if (convention.name !== "nest") {
    const message = `NEST templates run under the convention of NEST, not "${convention.name}".`;
    losses.add("convention", "convention", message);
  }
  for (const field of ["name", "about", "cite", "trial", "precision", "tier", "space"] as const) {
    if (network[field] === undefined) continue;
    losses.add("setting", field, `A configuration cannot store "${field}".`);
  }
}
