import type { Loss, PopulationRecord } from "@spikeloom/kernel";
import type { FlatGraph } from "./flat-graph.ts";
import type { NirNode } from "./graph.ts";
import type { NirLossCode } from "./losses.ts";
import { floats } from "./numbers.ts";
import type { NirProfileName } from "./rule-names.ts";
import type { Wiring } from "./wiring.ts";

/** A population, and parameters that were not read for it. */
export interface MadePopulation {
  /** Node that it was created from. */
  readonly node: string;
  readonly name: string;
  readonly population: PopulationRecord;
  /** Parameters that the profile's library does not read. */
  readonly unread: readonly string[];
}

interface Read {
  readonly node: NirNode;
  readonly graph: FlatGraph;
  readonly wiring: Wiring;
  readonly made: readonly MadePopulation[];
  readonly profile: NirProfileName;
  /** Time step. */
  readonly seconds: number;
}

/** List the information that a network loses from a graph. */
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
      const message = `The profile ${profile} ignores ${name}, as its library does.`;
      add("profile", `${one.node}.${name}`, message);
    }
  }
  for (const name of wiring.naming.changed) {
    add("name", name, `Its population is named "${wiring.naming.of(name)}".`);
  }
  for (const names of wiring.stages.circles) {
    const message = `${names.join(", ")} form a cycle, in which each signal is one step later than in the graph.`;
    add("recurrence", names[0] ?? "", message);
  }
  for (const [name, { node: one }] of graph) {
    if (one.type === "Delay" && floats(one.delay).some((delay) => !isMultiple(delay, seconds))) {
      add("rounded", `${name}.delay`, `Delays are rounded to multiples of the step, ${seconds} s.`);
    }
  }
  const layers = [...graph].filter(([, flat]) => !isKept.has(flat.node.type));
  const [[first] = []] = layers;
  if (first !== undefined) {
    const names = layers.map(([name]) => name).join(", ");
    add("layers", first, `${names}: expanded into individual connections.`);
  }
  if (hasMetadata(node)) {
    losses.push({ code: "metadata", place: "metadata", message: "Metadata is not stored." });
  }
  return losses;
}

/** Node types that keep their meaning in a network. */
const isKept: ReadonlySet<string> = new Set([
  ...["Input", "Output", "Affine", "Linear", "Delay", "Threshold"],
  ...["I", "IF", "LI", "LIF", "CubaLI", "CubaLIF"],
]);

function isMultiple(delay: number, dt: number): boolean {
  const steps = delay / dt;
  // Smaller than the rounding of seconds to 32-bit floats.
  return Math.abs(steps - Math.round(steps)) <= 1e-6 * Math.max(1, steps);
}

function hasMetadata(node: NirNode): boolean {
  // Metadata written by SpikeLoom states how to read the graph.
  if ([...(node.metadata?.keys() ?? [])].some((name) => name !== "spikeloom")) return true;
  return node.type === "NIRGraph" && [...node.nodes.values()].some(hasMetadata);
}
