import type {
  NetworkRecord,
  PlasticityRecord,
  ProjectionRecord,
  SynapseRecord,
} from "@spikeloom/kernel";
import { type FoundModel, resolveConvention } from "@spikeloom/network";
import { powerAbove } from "../power-above.ts";

/** Models of a projection whose synapses do more than carry a weight. */
export interface RuleModels {
  readonly synapse: FoundModel<SynapseRecord> | undefined;
  readonly plasticity: FoundModel<PlasticityRecord> | undefined;
}

/** What a rule keeps beside the variables of its synapses, in numbers. */
export interface RuleMemory {
  /** Of each source and delay. */
  readonly perSegment: number;
  /** Of each source, and of each target: what is read of neurons or follows them. */
  readonly perSource: number;
  readonly perTarget: number;
  /** Traces of the target after each of its spikes, and those before it that its own event reads. */
  readonly after: number;
  readonly before: number;
  /** Whether spikes of the target wait until a synapse is needed, or reach all synapses at once. */
  readonly evaluation: "lazy" | "eager" | "none";
  /** The share of a delay that lies between synapse and target. */
  readonly dendritic: number;
}

/** Find what the rules of a projection keep; undefined where it has none. */
export function ruleMemory(
  network: NetworkRecord,
  record: ProjectionRecord,
  { synapse, plasticity }: RuleModels,
): RuleMemory | undefined {
  if (synapse === undefined && plasticity === undefined) return undefined;
  const traces = Object.entries(plasticity?.model.traces ?? {});
  const own = (of: "pre" | "post"): string[] =>
    traces.filter(([, one]) => one.of === of && one.input === undefined).map(([name]) => name);
  const read = [
    ...Object.values(plasticity?.model.reads ?? {}),
    ...traces.map(([, one]) => one).filter(({ input }) => input !== undefined),
  ];
  const bySource = synapse?.model.per === "source" ? Object.keys(synapse.model.state ?? {}) : [];
  const post = plasticity?.model.on["post"];
  // Traces follow their own spikes; what the event does beside reads them as they were before.
  const sets = Object.entries(post ?? {}).filter(([name]) => !own("post").includes(name));
  const text = sets.map(([, value]) => value).join(" ");
  const isRead = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);
  const moves = Object.values(plasticity?.model.dynamics ?? {}).some(({ when }) => when === "step");
  const others = [plasticity?.model.reads, plasticity?.model.modulators];
  const waits = !moves && !others.some((some) => Object.keys(some ?? {}).some(isRead));
  const { plasticity: rules } = resolveConvention(network.convention);
  return {
    perSegment: own("pre").length + bySource.length,
    perSource: read.filter(({ of }) => of === "pre").length,
    perTarget: read.filter(({ of }) => of === "post").length,
    after: own("post").length,
    before: own("post").filter(isRead).length,
    evaluation: sets.length === 0 ? "none" : waits ? "lazy" : "eager",
    dendritic: record.dendritic ?? rules?.dendritic ?? 0,
  };
}

/** Let spikes of the target reach all synapses at once, where they would wait. */
export function ruleAtOnce(rule: RuleMemory): RuleMemory {
  return rule.evaluation === "lazy" ? { ...rule, evaluation: "eager" } : rule;
}

/** The projection that a rule is of, in numbers. */
export interface RuleSize {
  readonly sources: number;
  readonly targets: number;
  readonly synapses: number;
  readonly delays: number;
  /** In steps. */
  readonly longest: number;
  readonly float: number;
}

/** Steps and spikes that are marked in a segment, spikes kept of a target, and what of them is side by side. */
const segmentHead = 8;
const leastKept = 32;
const recent = { steps: 5, after: 2, before: 4 };

/** Bytes that a rule takes beside its synapses: in all shards together, and in each again. */
export function ruleBytes(
  rule: RuleMemory,
  { sources, targets, synapses, delays, longest, float }: RuleSize,
): { readonly shared: number; readonly perShard: number } {
  const { after, before, evaluation } = rule;
  const kept = powerAbove(Math.max(leastKept, 2 * Math.round(longest * rule.dendritic) + 4));
  const entry = powerAbove(float * (1 + after + before));
  const near = 8 * Math.ceil((4 * recent.steps) / 8);
  const values = (after * recent.after + before * recent.before) * float;
  const side = evaluation === "lazy" ? near + values : 0;
  const each = 4 + kept * entry + side + rule.perTarget * float;
  const sorted = evaluation === "eager" ? 8 * synapses + 4 * targets * delays : 0;
  return {
    shared: targets * each + sorted,
    perShard: sources * (delays * (segmentHead + rule.perSegment * float) + rule.perSource * float),
  };
}
