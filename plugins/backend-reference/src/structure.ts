import { structureSteps } from "@spikeloom/program";
import { stream, streamKey } from "@spikeloom/random";
import { evaluated } from "./expressions.ts";
import { inOrder, type Rule, scopeAt, stepsBehind, tracesAt, visit } from "./plasticity.ts";
import type { Synapse } from "./synapses.ts";

/** Remove the synapses whose condition holds in a step, and add new ones from free sources. */
export function restructure(rule: Rule, step: number): void {
  const { network, projection, dynamic, state } = rule;
  const { structure } = rule.program;
  if (structure === undefined) return;
  const every = structureSteps(structure, { dt: network.dt, place: dynamic.place });
  if (step === 0 || step % every !== 0) return;
  const { remove } = structure;
  const isRemoved = (synapse: Synapse): boolean => {
    const time = Math.max(0, step - stepsBehind(rule, synapse.delay));
    return remove !== undefined && evaluated(remove, visit(rule, synapse, { time }).scope) !== 0;
  };
  const removed = new Set(state.synapses.filter(isRemoved));
  const remaining = state.synapses.filter((synapse) => !removed.has(synapse));
  const added = state.targets.flatMap((_, target) => {
    if (projection.targets.index(target) < 0) return [];
    const lost = [...removed].filter((synapse) => synapse.target === target);
    // Delays of lost synapses are taken over in the order of their sources.
    const delays = lost.sort((a, b) => a.source - b.source).map(({ delay }) => delay);
    const own = remaining.filter((synapse) => synapse.target === target);
    const count = countOfNew(rule, { target, step, lost: lost.length });
    const sources = freeSources(rule, { target, step, count, own });
    const [only = 0] = state.sources.keys();
    return sources.map((source, k) =>
      newSynapse(rule, { source, target, delay: delays[k] ?? only, step }),
    );
  });
  state.synapses = inOrder([...remaining, ...added]);
}

interface Growth {
  readonly target: number;
  readonly step: number;
}

/** Compute how many synapses a target gets. */
function countOfNew(
  rule: Rule,
  { target, step, lost }: Growth & { readonly lost: number },
): number {
  const { add } = rule.program.structure ?? {};
  if (add === undefined) return 0;
  if (add === "replace") return lost;
  const [delay = 0] = rule.state.sources.keys();
  const known = [tracesAt(rule, target, step - 2 * stepsBehind(rule, delay))];
  return Math.max(0, Math.floor(evaluated(add, scopeAt(rule, { time: step, target, known }))));
}

/** Draw sources that do not reach a target yet: those that do are drawn again. */
function freeSources(
  { network: { seed, trial }, projection: { sources }, dynamic: { growth } }: Rule,
  {
    target,
    step,
    count,
    own,
  }: Growth & { readonly count: number; readonly own: readonly Synapse[] },
): readonly number[] {
  if (growth === undefined) return [];
  const draws = stream(streamKey(seed, growth.key, trial), target, step);
  const taken = new Set(own.map(({ source }) => source));
  const chosen: number[] = [];
  for (let tries = 0; chosen.length < count && tries < growth.tries * count; tries++) {
    const source = sources.neuron(draws.integer(sources.size));
    if (taken.has(source) || (!growth.autapses && source === target)) continue;
    taken.add(source);
    chosen.push(source);
  }
  return chosen;
}

function newSynapse(
  rule: Rule,
  { step, ...ends }: Growth & Pick<Synapse, "source" | "target" | "delay">,
): Synapse {
  const { firstNumber = 0, start = [] } = rule.dynamic.growth ?? {};
  const other = rule.projection.plan.by === "target" ? ends.source : ends.target;
  const values = new Map(start.map(([name, value]) => [name, evaluated(value, () => undefined)]));
  const last = Math.max(0, step - stepsBehind(rule, ends.delay));
  return { ...ends, number: firstNumber + (other % firstNumber), values, last };
}
