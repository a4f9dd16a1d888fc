import type { Loss, PopulationRecord } from "@spikeloom/kernel";
import type { FlatGraph } from "./flat-graph.ts";
import type { NirNode } from "./graph.ts";
import type { NirLossCode } from "./losses.ts";
import { floats } from "./numbers.ts";
import type { NirProfileName } from "./rule-names.ts";
import type { Wiring } from "./wiring.ts";

/** A population, and what was not read for it. */
export interface MadePopulation {
  /** The node that it was made of. */
  readonly node: string;
  readonly name: string;
  readonly population: PopulationRecord;
  /** Parameters that the library of the profile does not read. */
  readonly unread: readonly string[];
}

interface Read {
  readonly node: NirNode;
  readonly graph: FlatGraph;
  readonly wiring: Wiring;
  readonly made: readonly MadePopulation[];
  readonly profile: NirProfileName;
  /** Length of a step. */
  readonly seconds: number;
}

/** List what a network does not keep of a graph. */
export function graphLosses({
  node,
  graph,
  wiring,
  made,
  profile,
  seconds,
}: Read): readonly Loss[] {
  const losses: Loss[] = [];
  const add = (code: NirLossCode, place: string, message: string): void => {
    losses.push({ code, place: `nodes.${place}`, message });
  };
  for (const one of made) {
    for (const name of one.unread) {
      const message = `The profile ${profile} takes no notice of ${name}, as its library does.`;
      add("profile", `${one.node}.${name}`, message);
    }
  }
  for (const name of wiring.naming.changed) {
    add("name", name, `Its population is called "${wiring.naming.of(name)}".`);
  }
  for (const names of wiring.stages.circles) {
    const message = `${names.join(", ")} feed each other, each a step later than the graph says.`;
    add("recurrence", names[0] ?? "", message);
  }
  for (const [name, { node: one }] of graph) {
    if (one.type === "Delay" && floats(one.delay).some((delay) => !isMultiple(delay, seconds))) {
      add("rounded", `${name}.delay`, `Delays are rounded to steps of ${seconds} s.`);
    }
  }
  const layers = [...graph].filter(([, flat]) => !isKept.has(flat.node.type));
  const [[first] = []] = layers;
  if (first !== undefined) {
    const names = layers.map(([name]) => name).join(", ");
    add("layers", first, `${names}: connections of the network, one for each pair.`);
  }
  if (hasMetadata(node)) {
    losses.push({ code: "metadata", place: "metadata", message: "Metadata is not kept." });
  }
  return losses;
}

/** Types that are in a network what they are in a graph. */
const isKept: ReadonlySet<string> = new Set([
  ...["Input", "Output", "Affine", "Linear", "Delay", "Threshold"],
  ...["I", "IF", "LI", "LIF", "CubaLI", "CubaLIF"],
]);

function isMultiple(delay: number, dt: number): boolean {
  const steps = delay / dt;
  // Seconds as 32-bit floats are off by less than this.
  return Math.abs(steps - Math.round(steps)) <= 1e-6 * Math.max(1, steps);
}

function hasMetadata(node: NirNode): boolean {
  // What was written here says how a graph is read.
  if ([...(node.metadata?.keys() ?? [])].some((name) => name !== "spikeloom")) return true;
  return node.type === "NIRGraph" && [...node.nodes.values()].some(hasMetadata);
}
