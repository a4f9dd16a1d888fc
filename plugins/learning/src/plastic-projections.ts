import type { LearningRequest } from "@spikeloom/kernel";
import {
  type DynamicSynapses,
  type NetworkProgram,
  namesReadBy,
  type OpenProjection,
  openProjections,
} from "@spikeloom/program";
import { NOT_TRAINED, synapsesOf, TRAINING_OPTION } from "@spikeloom/training";

/** A projection whose weights a plasticity rule changes. */
export interface PlasticProjection {
  readonly name: string;
  /** Third factors of the rule that the network does not provide, with their units. */
  readonly modulators: ReadonlyMap<string, string>;
  /** Named events of the rule that the network does not send. */
  readonly events: readonly string[];
  /** Index in the network's list of each synapse, ordered by sources, then targets. */
  readonly order: Uint32Array;
}

/** Find the trained projections; refuses those without a rule. */
export function plasticProjections({
  program,
  stack,
  trainable,
}: Pick<LearningRequest, "program" | "stack" | "trainable">): readonly PlasticProjection[] {
  const projections = openProjections(program as NetworkProgram, { stack });
  return trainable.map((one, k) => {
    const found = projections.find(({ name }) => "projection" in one && name === one.projection);
    const rule = found && ruleOf(found);
    if (
      found === undefined ||
      rule === undefined ||
      !("variable" in one && one.variable === "weight")
    ) {
      const known = projections.filter((other) => ruleOf(other) !== undefined);
      throw NOT_TRAINED({
        place: `trainable[${k}]`,
        message: "This algorithm trains only projections with a plasticity rule.",
        expected:
          known.map(({ name }) => `"weight" of "${name}"`).join(", ") || "a projection with a rule",
        got: JSON.stringify(one),
      });
    }
    const { factors: given, events, program: synapses } = found.dynamic as DynamicSynapses;
    const factors = [...rule.factors].filter(([name]) => !given.has(name));
    checkFactors(synapses, {
      place: `projection "${found.name}"`,
      factors: factors.map(([one]) => one),
    });
    return {
      name: found.name,
      modulators: new Map(factors),
      events: [...synapses.named.keys()].filter((name) => !events.has(name)),
      order: orderOf(found),
    };
  });
}

/** The plasticity rule of a projection. */
function ruleOf({ dynamic }: OpenProjection): DynamicSynapses["models"][number] | undefined {
  return dynamic?.models.find(({ kind }) => kind === "plasticity");
}

/** Sort synapses in the order of a simulation: by source, then by target. */
function orderOf(projection: OpenProjection): Uint32Array {
  const all = [...synapsesOf(projection)];
  if (new Set(all.map(({ entry }) => entry)).size < all.length) throw shared(projection);
  all.sort((left, right) => left.source - right.source || left.target - right.target);
  return Uint32Array.from(all, ({ entry }) => entry);
}

function shared({ name, plan }: OpenProjection): Error {
  return NOT_TRAINED({
    place: `projection "${name}"`,
    message: "Synapses share weights, but a rule changes each separately.",
    expected: "a weight for each synapse",
    got: `${plan.listed?.length} weights for all synapses`,
    next: "List the synapses individually, with the connector pairs.",
  });
}

/** Refuse third factors that are read only at spikes: a reward comes after a sample, when no spikes arrive. */
function checkFactors(
  { step, motion, named }: DynamicSynapses["program"],
  { place, factors }: { readonly place: string; readonly factors: readonly string[] },
): void {
  const continuous = [...(step?.synapse ?? []), ...(step?.source ?? [])].map(([, value]) => value);
  const moved = Object.values(motion).flatMap(({ own }) => own.map(({ next }) => next));
  const events = [...named.values()].flatMap(({ lets, sets, common }) => [
    ...lets.flatMap((one) => ("value" in one ? [one.value] : one.args)),
    ...[...sets, ...common].map(([, value]) => value),
  ]);
  const read = namesReadBy([...continuous, ...moved, ...events]);
  const unread = factors.find((name) => !read.has(name));
  if (unread === undefined) return;
  throw NOT_TRAINED({
    place,
    message: `The rule reads "${unread}" only at spikes, but a reward comes after those of a sample.`,
    expected: "a factor that acts continuously or at a named event",
    got: unread,
    next: "Use a rule with an eligibility trace, such as mstdpet or r-stdp, or let the network provide the factor.",
  });
}

/** Refuse options that do not apply to plasticity rules. */
export function checkPlastic({
  readout,
  values = [],
  dropout = [],
  normalise = [],
  costs = [],
  clip,
  workers = 1,
}: LearningRequest): void {
  const { variable, reduce, window } = readout;
  const isRead =
    variable === "spikes" ? (reduce ?? "sum") === "sum" : (reduce ?? "last") === "last";
  for (const [isOdd, place, expected, got] of [
    [!isRead, "readout.reduce", "a sum of spikes, or the last value of a variable", reduce],
    [window !== undefined, "readout.window", "none: a sample is read as a whole", "one"],
    [values.length > 0, "values", "none: only spikes are input", values.join(", ")],
    [dropout.length > 0, "dropout", "none: all neurons are active", `${dropout.length}`],
    [normalise.length > 0, "normalise", "none", `${normalise.length}`],
    [costs.length > 0, "costs", "none: rules have no costs", `${costs.length}`],
    [clip !== undefined, "clip", "none: rules have no gradients", clip],
    [workers > 1, "workers", "1: samples are processed one by one", `${workers}`],
  ] as const) {
    if (!isOdd) continue;
    const message = "Plasticity rules do not support this training option.";
    throw TRAINING_OPTION({ place, message, expected, got: String(got) });
  }
}
