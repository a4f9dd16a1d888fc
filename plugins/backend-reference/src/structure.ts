import { structureSteps } from "@spikeloom/program";
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

/** Remove the synapses whose condition holds in a step, and add new ones from free sources. */
export function restructure(rule: Rule, step: number): void {
  const { structure } = rule.program;
  if (structure === undefined) return;
  const every = structureSteps(structure, { dt: rule.network.dt, place: rule.dynamic.place });
  if (step === 0 || step % every !== 0) return;
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
  { network: { seed, trial }, projection: { sources }, dynamic: { growth } }: Rule,
  { target, count, step, taken }: Wanted,
): readonly number[] {
  if (growth === undefined) return [];
  const draws = stream(streamKey(seed, growth.key, trial), target, step);
  const chosen: number[] = [];
  for (let tries = 0; chosen.length < count && tries < growth.tries * count; tries++) {
    const source = sources.neuron(draws.integer(sources.size));
    if (taken.has(source) || (!growth.autapses && source === target)) continue;
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
  const { firstNumber = 0, start = [] } = rule.dynamic.growth ?? {};
  const number = firstNumber + (other % firstNumber);
  const names: Names = new Map(
    start.map(([name, value]) => [name, evaluated(value, () => undefined)]),
  );
  return { target, number, names, last: Math.max(0, step - column.dendritic) };
}
