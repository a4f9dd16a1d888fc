import { hostFunctions } from "@spikeloom/equations/functions";
import type { Loss, NetworkRecord, RecorderRecord, Stack } from "@spikeloom/kernel";
import { readTime, resolveConvention, resolvePopulation } from "@spikeloom/network";
import { impulseConvention, nirConvention } from "./convention.ts";
import type { NirPrimitive } from "./graph.ts";
import type { NirLossCode } from "./losses.ts";
import type { NodeOfModel } from "./nodes-of-models.ts";
import { aboutOf, nirProfileNames } from "./rule-names.ts";

/** What the losses of a network are found with. */
export interface WrittenGraph {
  readonly stack: Stack;
  readonly units: ReadonlyMap<string, NodeOfModel>;
  /** ms. */
  readonly dt: number;
}

type Lose = (code: NirLossCode, place: string, message: string) => void;

const settings = [
  ...(["name", "cite", "duration", "seed", "trial", "precision", "tier", "space"] as const),
] as const;

/** List what a graph does not say of a network, apart from what its nodes and weights do not. */
export function networkLosses(network: NetworkRecord, graph: WrittenGraph): readonly Loss[] {
  const losses: Loss[] = [];
  const lose: Lose = (code, place, message) => void losses.push({ code, place, message });
  for (const name of settings) {
    if (network[name] !== undefined) lose("setting", name, `A graph has no "${name}".`);
  }
  loseAbout(network, lose);
  loseConvention(network, graph, lose);
  for (const name of Object.keys(network.populations)) losePopulation(network, name, graph, lose);
  for (const [k, { name }] of (network.projections ?? []).entries()) {
    if (name !== undefined) lose("name", `projections[${k}].name`, "Connections have no name.");
  }
  for (const [k, { kind }] of (network.stimuli ?? []).entries()) {
    lose("stimulus", `stimuli[${k}]`, `The stimulus ${kind} is no part of a graph.`);
  }
  for (const [k, recorder] of (network.record ?? []).entries()) {
    if (isOutput(network, recorder, graph)) continue;
    lose("recorder", `record[${k}]`, "An output of a graph gives all that a population sends.");
  }
  for (const k of (network.recordSynapses ?? []).keys()) {
    lose("recorder", `recordSynapses[${k}]`, "Weights of a graph do not change.");
  }
  return losses;
}

/** Its reader writes a sentence about a graph, which is no loss. */
function loseAbout({ about }: NetworkRecord, lose: Lose): void {
  if (about === undefined || nirProfileNames.some((profile) => about === aboutOf(profile))) return;
  lose("setting", "about", 'A graph has no "about".');
}

/** Graphs are read by rules of their own. */
function loseConvention(network: NetworkRecord, { units }: WrittenGraph, lose: Lose): void {
  // Where a library steps what the network steps, its order has been looked at.
  if ([...units.values()].some(({ isStepped }) => isStepped === true)) return;
  const rules = [...units.values()].flatMap((unit) => unit.rules ?? [])[0];
  const read = rules?.spikes === "dirac" ? impulseConvention : nirConvention;
  const own = resolveConvention(network.convention);
  const isSame = Object.entries(read).every(
    ([key, value]) =>
      key === "name" || JSON.stringify(own[key as keyof typeof own]) === JSON.stringify(value),
  );
  if (isSame) return;
  const message = `A graph is read by the rules "${read.name}", not by those of "${own.name}".`;
  lose("setting", "convention", message);
}

function losePopulation(
  network: NetworkRecord,
  name: string,
  { stack, units }: WrittenGraph,
  lose: Lose,
): void {
  const place = `populations.${name}`;
  const record = network.populations[name];
  if (record?.positions !== undefined) {
    lose("positions", `${place}.positions`, "Neurons of a graph are nowhere.");
  }
  if (record?.integrator !== undefined) {
    lose("setting", `${place}.integrator`, "A graph is integrated as its profile says.");
  }
  for (const variable of Object.keys(record?.initial ?? {})) {
    lose(
      "initial",
      `${place}.initial.${variable}`,
      "Neurons of a graph start as its profile says.",
    );
  }
  if (units.get(name)?.node?.type !== "Input") return;
  const seed = network.seed ?? 0;
  const found = resolvePopulation(network, name, { stack, seed, functions: hostFunctions });
  const isGiven = found.model.source?.process === "times";
  if (isGiven && (found.times ?? []).every((list) => list.length === 0)) return;
  const what = isGiven ? "times" : "model";
  lose("stimulus", `${place}.${what}`, "What an input gives is no part of a graph.");
}

/** Say whether an output of the graph gives what a recorder asks for, and no more. */
function isOutput(
  { populations }: NetworkRecord,
  { population, variables, neurons, every, from, until }: RecorderRecord,
  { units, dt }: WrittenGraph,
): boolean {
  const unit = units.get(population);
  if (unit === undefined || unit.node?.type === "Input" || populations[population] === undefined)
    return false;
  if ([neurons, every, until].some((one) => one !== undefined)) return false;
  const givesValues = isGraded(unit.node);
  if (variables.some((variable) => variable !== (givesValues ? "v" : "spikes"))) return false;
  const first = givesValues ? (unit.begin ?? 0) + dt : 0;
  return Math.abs((from === undefined ? first : readTime(from, "from")) - first) < dt / 2;
}

const graded: ReadonlySet<string> = new Set(["LI", "I", "CubaLI", "Scale"]);

/** Say whether a node gives values; a population without one only adds them up. */
export function isGraded(node: NirPrimitive | undefined): boolean {
  return graded.has(node?.type ?? "Scale");
}
