import type { LearningRequest, PlasticityRecord } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { NOT_TRAINED, synapsesOf, TRAINING_OPTION } from "@spikeloom/training";

/** A projection whose weights a rule moves. */
export interface PlasticProjection {
  readonly name: string;
  /** Third factors of the rule, each with its unit, that nothing in the network gives. */
  readonly modulators: ReadonlyMap<string, string>;
  /** Named events of the rule that nothing in the network sends. */
  readonly events: readonly string[];
  /** Which entry of the network's list each synapse is, in the order of sources, then targets. */
  readonly order: Uint32Array;
}

/** Find what is trained; refuses what no rule moves. */
export function plasticProjections({
  program,
  trainable,
}: Pick<LearningRequest, "program" | "trainable">): readonly PlasticProjection[] {
  const { projections, network } = program as NetworkProgram;
  return trainable.map((one, k) => {
    const at = projections.findIndex(({ name }) => "projection" in one && name === one.projection);
    const found = projections[at];
    const rule = found?.plasticity?.model as PlasticityRecord | undefined;
    if (
      found === undefined ||
      rule === undefined ||
      !("variable" in one && one.variable === "weight")
    ) {
      const known = projections.filter((other) => other.plasticity !== undefined);
      throw NOT_TRAINED({
        place: `trainable[${k}]`,
        message: "Rules of plasticity move the weights of projections that have one.",
        expected:
          known.map(({ name }) => `"weight" of "${name}"`).join(", ") || "a projection with a rule",
        got: JSON.stringify(one),
      });
    }
    const { modulators, events } = network.projections?.[at] ?? {};
    return {
      name: found.name,
      modulators: new Map(
        Object.entries(rule.modulators ?? {})
          .filter(([name]) => modulators?.[name] === undefined)
          .map(([name, { unit }]) => [name, unit]),
      ),
      events: Object.keys(rule.on).filter(
        (name) => name !== "pre" && name !== "post" && events?.[name] === undefined,
      ),
      order: orderOf(found),
    };
  });
}

/** Sort synapses as a simulation tells them: by source, then by target. */
function orderOf(projection: NetworkProgram["projections"][number]): Uint32Array {
  const all = [...synapsesOf(projection)].map(({ entry, source, target }, k) => {
    return { entry: entry ?? k, source, target };
  });
  all.sort((left, right) => left.source - right.source || left.target - right.target);
  return Uint32Array.from(all, ({ entry }) => entry);
}

/** Refuse what rules of plasticity have no use for. */
export function checkPlastic({
  readout,
  values = [],
  dropout = [],
  normalise = [],
  costs = [],
  workers = 1,
}: LearningRequest): void {
  const { variable, reduce, window } = readout;
  const isRead =
    variable === "spikes" ? (reduce ?? "sum") === "sum" : (reduce ?? "last") === "last";
  for (const [isOdd, place, expected, got] of [
    [!isRead, "readout.reduce", "a sum of spikes, or the last value of a variable", reduce],
    [window !== undefined, "readout.window", "none: a sample is read as a whole", "one"],
    [values.length > 0, "values", "none: spikes alone come in", values.join(", ")],
    [dropout.length > 0, "dropout", "none: all neurons take part", `${dropout.length}`],
    [normalise.length > 0, "normalise", "none", `${normalise.length}`],
    [costs.length > 0, "costs", "none: rules know no cost", `${costs.length}`],
    [workers > 1, "workers", "1: samples come one after another", `${workers}`],
  ] as const) {
    if (!isOdd) continue;
    const message = "Rules of plasticity do not learn like this.";
    throw TRAINING_OPTION({ place, message, expected, got: String(got) });
  }
}
