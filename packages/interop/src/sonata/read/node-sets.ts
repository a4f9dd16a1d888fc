import { SONATA_CONFIG } from "../errors.ts";
import type { Fields } from "./json-fields.ts";
import type { NodePopulation } from "./nodes.ts";

/** Rows of populations, ascending. */
export type ChosenNodes = ReadonlyMap<NodePopulation, readonly number[]>;

/** Selects nodes by the name of a set, by ids, or by rules. */
export type NodeSets = (set: unknown, place: string) => ChosenNodes;

const modelTypes = new Set(["virtual", "point_neuron", "point_process"]);
const mostDepth = 32;

/** Create a node selector; sets may be unions of each other, without cycles. */
export function nodeSets(
  sets: Fields | undefined,
  populations: readonly NodePopulation[],
): NodeSets {
  const named = (name: string, place: string, open: readonly string[]): ChosenNodes => {
    const set = sets?.any(name);
    if (set !== undefined) {
      if (open.includes(name) || open.length >= mostDepth) {
        throw refuse(place, "sets without a cycle", [...open, name].join(" in "));
      }
      return choose(set, `${sets?.place}.${name}`, [...open, name]);
    }
    if (name === "all") return byRules([], populations);
    const population = populations.find((one) => one.name === name);
    if (population !== undefined) return byRules([], [population]);
    if (modelTypes.has(name)) return byRules([["model_type", new Set([name])]], populations);
    throw refuse(place, "a node set, a population, or all", JSON.stringify(name.slice(0, 80)));
  };
  const choose = (set: unknown, place: string, open: readonly string[]): ChosenNodes => {
    if (typeof set === "string") return named(set, place, open);
    if (Array.isArray(set)) {
      if (set.every((one) => typeof one === "number")) {
        return byRules([["node_id", new Set(set)]], populations);
      }
      return union(set.map((one) => choose(one, place, open)));
    }
    if (typeof set !== "object" || set === null) throw refuse(place, "rules or names", String(set));
    const { population, populations: several, ...rules } = set as Record<string, unknown>;
    const wanted = [population, several].flat().filter((one) => one !== undefined);
    const within = wanted.length === 0 ? populations : wanted.map((one) => found(one, place));
    const entries = Object.entries(rules).map(([name, value]) => rule(name, value, place));
    return byRules(entries, within);
  };
  const found = (name: unknown, place: string): NodePopulation => {
    const population = populations.find((one) => one.name === name);
    if (population !== undefined) return population;
    const names = populations.map((one) => one.name).join(", ");
    throw refuse(place, `a population: ${names}`.slice(0, 200), JSON.stringify(name).slice(0, 80));
  };
  return (set, place) => choose(set, place, []);
}

type Rule = readonly [attribute: string, values: ReadonlySet<unknown>];

function rule(name: string, value: unknown, place: string): Rule {
  const values = Array.isArray(value) ? value : [value];
  const isScalar = (one: unknown): boolean => ["string", "number", "boolean"].includes(typeof one);
  if (!values.every(isScalar)) {
    throw refuse(
      `${place}.${name}`,
      "a value or a list of values",
      JSON.stringify(value).slice(0, 80),
    );
  }
  return [name, new Set(values.map((one) => (typeof one === "boolean" ? Number(one) : one)))];
}

/** Nodes that match all rules; nodes without the attribute do not match. */
function byRules(rules: readonly Rule[], populations: readonly NodePopulation[]): ChosenNodes {
  const chosen = new Map<NodePopulation, readonly number[]>();
  for (const nodes of populations) {
    const tests = rules.map(([name, values]): ((row: number) => boolean) => {
      if (name === "node_id") return (row) => values.has(nodes.ids[row]);
      const attribute = nodes.attribute(name);
      return (row) => attribute !== undefined && values.has(attribute(row));
    });
    const rows: number[] = [];
    for (let row = 0; row < nodes.size; row++) if (tests.every((test) => test(row))) rows.push(row);
    if (rows.length > 0) chosen.set(nodes, rows);
  }
  return chosen;
}

function union(sets: readonly ChosenNodes[]): ChosenNodes {
  const all = new Map<NodePopulation, Set<number>>();
  for (const set of sets) {
    for (const [nodes, rows] of set) {
      const known = all.get(nodes) ?? new Set();
      for (const row of rows) known.add(row);
      all.set(nodes, known);
    }
  }
  return new Map([...all].map(([nodes, rows]) => [nodes, [...rows].sort((a, b) => a - b)]));
}

function refuse(place: string, expected: string, got: string): Error {
  const message = "The nodes cannot be selected.";
  return SONATA_CONFIG({ place, message, expected, got });
}
