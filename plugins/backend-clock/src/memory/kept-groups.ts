import { type ExpectedConnections, expectedConnections } from "@spikeloom/network";
import { meanSegment, type ProjectionProgram } from "@spikeloom/program";
import type { JobPlan, RuledProjection } from "../job-plan.ts";
import { type DeliveryKind, deliveryKind } from "../synapses/delivery-kind.ts";
import { type GridProjection, nearestSteps } from "../synapses/grid-projection.ts";
import { groupSynapses } from "../synapses/synapse-groups.ts";

/** Expected size of a projection, without drawing it. */
export interface ExpectedProjection extends ExpectedConnections {
  readonly name: string;
  /** Index among the projections. */
  readonly index: number;
  readonly from: string;
  readonly to: string;
  /** Undefined if the synapse delivers nothing. */
  readonly receptor: string | undefined;
}

/** A projection in terms of its memory. */
export interface KeptProjection extends ExpectedProjection {
  /** Delays in steps, ascending, after the shift of the convention. */
  readonly steps: readonly number[];
  /** Neurons of the target population. */
  readonly targets: number;
}

/** Projections of one source population and kind of weight, which are delivered together. */
export interface KeptGroup {
  readonly sources: number;
  readonly synapses: number;
  readonly delays: number;
  /** In steps. */
  readonly longest: number;
  readonly kind: DeliveryKind | "procedural";
  /** Number of synapses per source and delay. */
  readonly segment: number;
  readonly ownWeights: boolean;
  /** Plasticity of its synapses. */
  readonly ruled: RuledProjection | undefined;
  readonly projections: readonly KeptProjection[];
}

const known = new WeakMap<readonly ProjectionProgram[], readonly ExpectedProjection[]>();

/** Inspect the projections of a program once, because it is checked before it is estimated. */
export function expectedOf({
  program,
  stack,
}: Pick<JobPlan, "program" | "stack">): readonly ExpectedProjection[] {
  const { projections } = program;
  const found =
    known.get(projections) ??
    projections.map((one, index): ExpectedProjection => {
      const { name, from, to, receptor } = one;
      return {
        name,
        index,
        from,
        to,
        receptor,
        ...expectedConnections(one, { ...program, stack }),
      };
    });
  known.set(projections, found);
  return found;
}

/** Group the projections of a job that are delivered together, as in preparation, without drawing any. */
export function keptGroups(plan: JobPlan): readonly KeptGroup[] {
  const expected = expectedOf(plan);
  const kept = new Map(
    plan.projections.map((one, k) => [one, keptOf(plan, one, expected[k] as ExpectedProjection)]),
  );
  const { populations, projections, revisable } = plan;
  const all = [
    ...groupSynapses(plan).map((group) => ({ ...group, isDrawn: false })),
    ...projections
      .filter(({ procedural }) => procedural)
      .map((one) => ({
        sources: populations.get(one.from)?.size ?? 0,
        targets: populations.get(one.to)?.size ?? 0,
        weight: 0,
        ruled: undefined,
        projections: [one],
        isDrawn: true,
      })),
  ];
  return all.map(({ sources, targets, weight, ruled, isDrawn, projections: grouped }) => {
    const group = grouped.map((one) => kept.get(one) as KeptProjection);
    const steps = new Set(group.flatMap((one) => one.steps));
    const synapses = group.reduce((sum, one) => sum + one.synapses, 0);
    const longest = group.reduce((most, one) => Math.max(most, one.steps.at(-1) ?? 0), 0);
    const delivered = { synapses, sources, targets, delays: steps.size };
    const asked = { ...delivered, longest: longest - plan.shift };
    const isRuled = ruled !== undefined;
    return {
      ...delivered,
      longest,
      ruled,
      projections: group,
      segment: meanSegment(delivered),
      kind: isDrawn ? "procedural" : deliveryKind(asked, { isRuled, revisable }),
      ownWeights: isRuled || weight === undefined,
    };
  });
}

function keptOf(
  { populations, dt, convention, shift }: JobPlan,
  { gridDelay, to }: GridProjection,
  expected: ExpectedProjection,
): KeptProjection {
  const steps =
    gridDelay.constant === undefined
      ? nearestSteps(expected.delays, { dt, convention })
      : [gridDelay.constant];
  const targets = populations.get(to)?.size ?? 0;
  return { ...expected, targets, steps: steps.map((one) => one + shift) };
}
