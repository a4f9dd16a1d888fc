import { RULE } from "@spikeloom/program";
import { stream, streamKey } from "@spikeloom/random";
import { evaluated, type Names } from "./expressions.ts";
import {
  type Column,
  eachSynapse,
  type Rule,
  type Synapse,
  scopeAt,
  tracesAt,
} from "./plasticity.ts";

/** Draws of a free source for each that is wanted. */
const mostTries = 200;
/** Numbers of new synapses begin above all places in rows. */
const firstNew = 2 ** 20;

/** Steps from one test of a rule's structure to the next; undefined if its synapses stay. */
function structureSteps({ program: { structure }, dynamic, network }: Rule): number | undefined {
  if (structure === undefined) return undefined;
  const every = Math.round(structure.every / network.dt);
  if (every >= 1) return every;
  const message = "Its structure is tested more often than once a step.";
  throw RULE({ place: `${dynamic.place}.plasticity`, message });
}

/** Remove the synapses whose condition holds in a step, and add new ones from free sources. */
export function restructure(rule: Rule, step: number): void {
  const every = structureSteps(rule);
  if (every === undefined || step === 0 || step % every !== 0) return;
  const { state, projection } = rule;
  const removed = removedSynapses(rule, step);
  const wanted = wantedSynapses(rule, step);
  const { columns } = state;
  // Delays of the synapses that each target has lost, and the sources that still reach it.
  const gone = state.histories.map((): Column[] => []);
  const taken = state.histories.map(() => new Set<number>());
  for (const source of columns[0]?.rows.keys() ?? []) {
    for (const column of columns) {
      const row = column.rows[source] as Column["rows"][number];
      for (const synapse of row.synapses) {
        if (removed.has(synapse)) gone[synapse.target]?.push(column);
        else taken[synapse.target]?.add(source);
      }
      row.synapses = row.synapses.filter((synapse) => !removed.has(synapse));
    }
  }
  for (const target of state.histories.keys()) {
    if (projection.targets.index(target) < 0) continue;
    const lost = gone[target] ?? [];
    const count = wanted(target, lost.length);
    const sources = freeSources(rule, { target, count, step, taken: taken[target] ?? new Set() });
    for (const [k, source] of sources.entries()) {
      const column = lost[k] ?? (columns[0] as Column);
      column.rows[source]?.synapses.push(newSynapse(rule, { source, target, column, step }));
    }
  }
}

function removedSynapses(rule: Rule, step: number): ReadonlySet<Synapse> {
  const removed = new Set<Synapse>();
  const { remove } = rule.program.structure ?? {};
  if (remove === undefined) return removed;
  for (const column of rule.state.columns) {
    const time = Math.max(0, step - column.dendritic);
    eachSynapse(rule, column, { time }, ({ synapse, scope }) => {
      if (evaluated(remove, scope) !== 0) removed.add(synapse);
    });
  }
  return removed;
}

/** Create what says how many synapses a target gets, given how many it has lost. */
function wantedSynapses(rule: Rule, step: number): (target: number, lost: number) => number {
  const { add } = rule.program.structure ?? {};
  if (add === undefined) return () => 0;
  if (add === "replace") return (_, lost) => lost;
  const dendritic = rule.state.columns[0]?.dendritic ?? 0;
  return (target) => {
    const known = [tracesAt(rule, target, step - 2 * dendritic)];
    const count = evaluated(add, scopeAt(rule, { time: step, target, known }));
    return Math.max(0, Math.floor(count));
  };
}

interface Wanted {
  readonly target: number;
  readonly count: number;
  readonly step: number;
  readonly taken: Set<number>;
}

/** Draw sources that do not reach a target yet: those that do are drawn again. */
function freeSources(
  { network: { seed, trial }, projection: { name, sources, from, to } }: Rule,
  { target, count, step, taken }: Wanted,
): readonly number[] {
  const draws = stream(streamKey(seed, `structure/${name}`, trial), target, step);
  const chosen: number[] = [];
  for (let tries = 0; chosen.length < count && tries < mostTries * count; tries++) {
    const source = sources.neuron(draws.integer(sources.size));
    if (taken.has(source) || (from === to && source === target)) continue;
    taken.add(source);
    chosen.push(source);
  }
  return chosen;
}

interface NewSynapse {
  readonly source: number;
  readonly target: number;
  readonly column: Column;
  readonly step: number;
}

function newSynapse(rule: Rule, { source, target, column, step }: NewSynapse): Synapse {
  const other = rule.projection.plan.by === "target" ? source : target;
  const number = firstNew + (other % firstNew);
  const names: Names = new Map(rule.program.synapse.map((name) => [name, startOfNew(rule, name)]));
  return { target, number, names, last: Math.max(0, step - column.dendritic) };
}

/** Compute what a variable of a new synapse starts with. */
function startOfNew({ program, projection, dynamic }: Rule, name: string): number {
  const given = program.structure?.initial.find(([variable]) => variable === name);
  if (given !== undefined) return evaluated(given[1], () => undefined);
  const start = name === "weight" ? projection.weight : dynamic.values.get(name);
  if (start?.constant !== undefined) return start.constant;
  throw RULE({
    place: `${dynamic.place}.plasticity`,
    message: `A new synapse needs one number for "${name}" to start with.`,
    next: 'Set it in "structure.initial".',
  });
}
