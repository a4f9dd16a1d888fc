import { hostFunctions } from "@spikeloom/equations/functions";
import type { Loss, NetworkRecord, RecorderRecord, Stack } from "@spikeloom/kernel";
import { readTime, resolveConvention, resolvePopulation } from "@spikeloom/network";
import { impulseConvention, nirConvention } from "./convention.ts";
import type { NirPrimitive } from "./graph.ts";
import type { NirLossCode } from "./losses.ts";
import type { NodeOfModel } from "./nodes-of-models.ts";
import { aboutOf, nirProfileNames } from "./rule-names.ts";

/** Inputs for finding the losses of a network. */
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

/** List the information that a graph loses from a network, except that of its nodes and weights. */
export function networkLosses(network: NetworkRecord, graph: WrittenGraph): readonly Loss[] {
  const losses: Loss[] = [];
  const lose: Lose = (code, place, message) => void losses.push({ code, place, message });
  for (const name of settings) {
    if (network[name] !== undefined) lose("setting", name, `A graph cannot store "${name}".`);
  }
  loseAbout(network, lose);
  loseConvention(network, graph, lose);
  for (const name of Object.keys(network.populations)) losePopulation(network, name, graph, lose);
  for (const [k, { name }] of (network.projections ?? []).entries()) {
    if (name !== undefined)
      lose("name", `projections[${k}].name`, "Connections cannot have a name.");
  }
  for (const [k, { kind }] of (network.stimuli ?? []).entries()) {
    lose("stimulus", `stimuli[${k}]`, `A graph cannot store the stimulus ${kind}.`);
  }
  for (const [k, recorder] of (network.record ?? []).entries()) {
    if (isOutput(network, recorder, graph)) continue;
    lose(
      "recorder",
      `record[${k}]`,
      "An output of a graph contains everything that a population emits.",
    );
  }
  for (const k of (network.recordSynapses ?? []).keys()) {
    lose("recorder", `recordSynapses[${k}]`, "Weights of a graph are constant.");
  }
  return losses;
}

/** The reader generates an `about` for a graph, which is no loss. */
function loseAbout({ about }: NetworkRecord, lose: Lose): void {
  if (about === undefined || nirProfileNames.some((profile) => about === aboutOf(profile))) return;
  lose("setting", "about", 'A graph cannot store "about".');
}

/** Graphs are read under step conventions of their own. */
function loseConvention(network: NetworkRecord, { units }: WrittenGraph, lose: Lose): void {
  // If a library's steps are used, their order was already checked.
  if ([...units.values()].some(({ isStepped }) => isStepped === true)) return;
  const rules = [...units.values()].flatMap((unit) => unit.rules ?? [])[0];
  const read = rules?.spikes === "dirac" ? impulseConvention : nirConvention;
  const own = resolveConvention(network.convention);
  const isSame = Object.entries(read).every(
    ([key, value]) =>
      key === "name" || JSON.stringify(own[key as keyof typeof own]) === JSON.stringify(value),
  );
  if (isSame) return;
  const message = `A graph is read under the convention "${read.name}", not "${own.name}".`;
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
    lose("positions", `${place}.positions`, "Neurons of a graph have no positions.");
  }
  if (record?.integrator !== undefined) {
    lose("setting", `${place}.integrator`, "The profile determines how a graph is integrated.");
  }
  if (record?.lag !== undefined) {
    lose("setting", `${place}.lag`, "The option align of the reader restores the lags of a graph.");
  }
  for (const variable of Object.keys(record?.initial ?? {})) {
    lose(
      "initial",
      `${place}.initial.${variable}`,
      "The profile determines the initial values of a graph's neurons.",
    );
  }
  if (units.get(name)?.node?.type !== "Input") return;
  const seed = network.seed ?? 0;
  const found = resolvePopulation(network, name, { stack, seed, functions: hostFunctions });
  const isGiven = found.model.source?.process === "times";
  if (isGiven && (found.times ?? []).every((list) => list.length === 0)) return;
  const what = isGiven ? "times" : "model";
  lose("stimulus", `${place}.${what}`, "A graph cannot store the data of an input.");
}

/** Return whether an output of the graph is exactly what a recorder requests. */
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

/** Whether a node emits values; a population without a node only sums them. */
export function isGraded(node: NirPrimitive | undefined): boolean {
  return graded.has(node?.type ?? "Scale");
}
