import type { SimulationSummary } from "@spikeloom/kernel";
import { proceduralProjections } from "../procedural/procedural.ts";
import type { SimulationParts } from "../simulation-parts.ts";
import { valueLayout } from "../workers/value-exchange.ts";

/** Describe the representation of a network, with reasons. */
export function summarise(parts: SimulationParts): SimulationSummary {
  const { plan, built, shards, size, decision } = parts;
  const [shard] = shards;
  const neurons = [...plan.populations.values()].reduce((sum, one) => sum + one.size, 0);
  const drawn = proceduralProjections(plan);
  const expected = drawn.reduce((sum, { projection }) => sum + projection.plan.expected, 0);
  const kept = built.reduce((sum, { synapses }) => sum + synapses, 0);
  const notes = [
    ...(shard?.populations ?? []).map(
      ({ name, resolved, program }) =>
        `${name}: ${resolved.size} × ${resolved.form.model}, advanced by ${program.method}`,
    ),
    ...decision.groups.map(({ source, count, delays, weight, kind }) => {
      const weights = weight === undefined ? `a weight each, ${plan.tier}` : "one constant weight";
      const how = kind === "ring" ? "through a ring of sums" : "segment by segment";
      return `synapses of ${source}: ${count}, ${delays} delays, ${weights}, delivered ${how}`;
    }),
    ...plan.ruled.map(({ projection: { name }, models: all, program, lazy }) => {
      const models = all.map((one) => one.name).join(" and ");
      if (program.post === undefined) return `synapses of ${name}: ${models}`;
      const when = lazy ? "when the synapse is next needed" : "at once";
      return `synapses of ${name}: ${models}, spikes of targets act ${when}: ${program.lazy.reason}`;
    }),
    ...drawn.map(
      ({ projection: { from, to, plan: rows }, delays: [least, longest] }) =>
        `synapses from ${from} to ${to}: about ${Math.round(rows.expected)}, ` +
        `delays of ${least} to ${longest} steps, redrawn at each spike`,
    ),
    `${plan.projections.length} projections; ${size.shards} shards on ${size.workers} workers, ` +
      `which meet ${meetings(parts)}`,
    // Printed by the command.
    `workers: ${size.workers}, ${size.reason}`,
  ];
  return {
    neurons,
    synapses: kept + Math.round(expected),
    bytes: built.reduce((sum, { bytes }) => sum + bytes, 0),
    notes,
  };
}

function meetings({ plan, decision, shape }: SimulationParts): string {
  if (decision.zeroDelay) return "within each step";
  // Couplings read neurons of other shards at the start of a step.
  if (shape.shards > 1 && valueLayout(plan).length > 0) return "in each step";
  return `every ${shape.interval} steps`;
}
