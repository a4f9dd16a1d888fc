import { slotName } from "@spikeloom/program";
import { type Accumulators, accumulatorOf, ownPart } from "../accumulators.ts";
import { SLOT_MISSING } from "../errors.ts";
import type { JobPlan, RuledProjection } from "../job-plan.ts";
import type { Part, Share } from "../share.ts";
import type { DrawnPartners } from "./drawn-partners.ts";
import type { GridProjection } from "./grid-projection.ts";
import { synapseBytes } from "./synapse-bytes.ts";

/** Projections of one source population that are delivered together. */
export interface SynapseGroup {
  readonly source: string;
  /** Neurons of the source population. */
  readonly sources: number;
  /** One weight for all synapses; undefined if each has its own. */
  readonly weight: number | undefined;
  /** Number of neurons in all populations that it reaches. */
  readonly targets: number;
  readonly projections: readonly GridProjection[];
  /** Plasticity of its synapses; a plastic projection is a separate group. */
  readonly ruled: RuledProjection | undefined;
}

/** Group stored projections: one group for each source population and constant weight. */
export function groupSynapses(plan: JobPlan): readonly SynapseGroup[] {
  const { projections, populations, ruled } = plan;
  const groups = new Map<string, GridProjection[]>();
  for (const projection of projections) {
    if (projection.receptor === undefined || projection.procedural) continue;
    if (projection.dynamic !== undefined) continue;
    const key = JSON.stringify([projection.from, projection.weight.constant ?? "own"]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(projection);
  }
  const sizeOf = (name: string): number => populations.get(name)?.size ?? 0;
  const ruledGroups = ruled.map((one): SynapseGroup => {
    const { from, to } = one.projection;
    const sizes = { sources: sizeOf(from), targets: sizeOf(to) };
    return { source: from, ...sizes, weight: undefined, projections: [one.projection], ruled: one };
  });
  const plain = [...groups.values()].map((group): SynapseGroup => {
    const [first] = group;
    const source = first?.from ?? "";
    const reached = new Set(group.map(({ to }) => to));
    const targets = [...reached].reduce((sum, name) => sum + sizeOf(name), 0);
    const sizes = { sources: sizeOf(source), targets };
    const weight = first?.weight.constant;
    return { source, ...sizes, weight, projections: group, ruled: undefined };
  });
  return [...plain, ...ruledGroups];
}

/** A projection as a shard sees it. */
export interface OwnProjection {
  readonly projection: GridProjection;
  /** The targets that the shard owns. */
  readonly part: Part;
  /** The accumulator of the first of them, relative to the group's first. */
  readonly first: number;
  readonly drawn: DrawnPartners;
}

/** A group as a shard sees it: indices of targets are relative to the first accumulator that it reaches. */
export interface OwnGroup {
  readonly group: SynapseGroup;
  readonly projections: readonly OwnProjection[];
  /** The accumulator with index 0, relative to all those of the shard. */
  readonly base: number;
  readonly format: IndexFormat;
}

/** How a target's index is stored. */
export interface IndexFormat {
  /** Bytes of an index; packed with its weight it takes 4. */
  readonly bytes: 2 | 4;
  /** Number of targets of one block of indices; further ones are in the next block. */
  readonly reach: number;
  readonly blocks: number;
}

/** Context in which a shard views a group. */
export interface OwnGroupOptions {
  readonly plan: JobPlan;
  readonly share: Share;
  readonly accumulators: Accumulators;
  /** Creates the storage for drawn rows of a projection. */
  readonly drawn: () => DrawnPartners;
}

/** Projections as a shard sees them, and the accumulators over which their targets are spread. */
export interface OwnedProjections {
  readonly owned: readonly Omit<OwnProjection, "drawn">[];
  /** The first of the accumulators, relative to all those of the shard, and their number. */
  readonly base: number;
  readonly span: number;
}

/** Find the targets of projections that a shard owns, and their accumulators. */
export function ownedProjections(
  projections: readonly GridProjection[],
  { plan, share, accumulators }: Omit<OwnGroupOptions, "drawn">,
): OwnedProjections {
  const owned = projections.map((projection) => {
    // A projection that only couples has no accumulators: its targets are numbered from 0.
    const first = projection.receptor === undefined ? 0 : accumulatorOf(accumulators, projection);
    if (first === undefined) {
      const slot = slotName("receptor", projection.receptor ?? "");
      throw SLOT_MISSING({ population: projection.to, slot });
    }
    return { projection, part: ownPart(plan, projection.to, share), first };
  });
  const base = owned.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY);
  const end = owned.reduce((most, { first, part }) => Math.max(most, first + part.size), 0);
  return { owned, base, span: end - base };
}

/** Compute the indices of a group's targets in a shard. */
export function ownGroup(
  group: SynapseGroup,
  { plan, share, accumulators, drawn }: OwnGroupOptions,
): OwnGroup {
  const { owned, base, span } = ownedProjections(group.projections, { plan, share, accumulators });
  const float = plan.precision === "f64" ? 8 : 4;
  const ownWeights = group.weight === undefined;
  const isRuled = group.ruled !== undefined;
  const { index, reach } = synapseBytes(span, { tier: plan.tier, float, ownWeights, isRuled });
  return {
    group,
    projections: owned.map(({ first, ...one }) => {
      return { ...one, first: isRuled ? 0 : first - base, drawn: drawn() };
    }),
    base,
    format: { bytes: index, reach, blocks: Math.max(1, Math.ceil(span / reach)) },
  };
}
