import type { NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";
import type { PlannedProjection } from "@spikeloom/network";
import type { XmlOutput } from "../../xml/write-xml.ts";
import { type CouplingStandard, couplingStandards } from "../synapses/couplings.ts";
import { betweenParts, type Ends } from "./between-parts.ts";
import { connectionsOf } from "./connections-of.ts";
import { numberOut } from "./quantity-out.ts";
import { isModel, synapseAttributes } from "./synapse-rows.ts";
import { addComponent, newId, pathOf, type Writing } from "./writing.ts";

/** NeuroML coupling of a projection. */
interface FoundCoupling {
  readonly standard: CouplingStandard;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Written parts of a coupling: both directions, if the network has them. */
export interface CoupledEnds extends Ends {
  /** Projection of the opposite direction over the same connections. */
  readonly back: PlannedProjection | undefined;
}

/**
 * Write a projection that transmits potentials; undefined if NeuroML has no such synapse.
 *
 * A gap junction acts in both directions. A one-way coupling has a silent synapse at the other end.
 */
export function writeCoupling(
  writing: Writing,
  planned: PlannedProjection,
  { source, target, back }: CoupledEnds,
): readonly XmlOutput[] | undefined {
  const found = couplingOf(planned);
  const other = back && couplingOf(back);
  if (found === undefined || (back !== undefined && other === undefined)) return undefined;
  const { unit } = found.standard;
  const isGap = other?.standard.element === "linearGradedSynapse" && sameCoupling(found, other);
  const ends: Readonly<Record<string, string>> = isGap
    ? { synapse: componentId(writing, found, "gapJunction") }
    : {
        preComponent: other === undefined ? silent(writing) : componentId(writing, other),
        postComponent: componentId(writing, found),
      };
  const kind = isGap ? "electrical" : "continuous";
  const weighted = (value: number) => Number(numberOut(value, unit, "weight"));
  return [...betweenParts(connectionsOf(planned), { source, target })].map(
    ({ from, to, connections }): XmlOutput => {
      const list = [...connections].map((one) => ({ ...one, weight: weighted(one.weight) }));
      // In the schema, those without a weight come first.
      const sorted = [
        ...list.filter((one) => one.weight === 1),
        ...list.filter((one) => one.weight !== 1),
      ];
      const children = sorted.map(({ pre, post, weight }, id) => ({
        name: `${kind}Connection${weight === 1 ? "Instance" : "InstanceW"}`,
        attributes: {
          id,
          preCell: `../${pathOf({ part: from, index: pre })}`,
          postCell: `../${pathOf({ part: to, index: post })}`,
          ...ends,
          ...(weight !== 1 && { weight }),
        },
      }));
      const id = newId(writing, planned.name);
      const attributes = { id, presynapticPopulation: from.id, postsynapticPopulation: to.id };
      return { name: `${kind}Projection`, attributes, children };
    },
  );
}

/** Find the NeuroML coupling of a projection; undefined if it is not one. */
function couplingOf(planned: PlannedProjection): FoundCoupling | undefined {
  const model = planned.synapse?.model;
  if (model?.coupling === undefined) return undefined;
  for (const standard of couplingStandards()) {
    if (!isModel(model, standard.model)) continue;
    const own = standard.rows.filter(([, name]) => Object.hasOwn(standard.model.parameters, name));
    const given = synapseAttributes(planned, own);
    // If weights are conductances, the component has a conductance of one unit.
    if (given !== undefined) return { standard, attributes: { conductance: "1uS", ...given } };
  }
  return undefined;
}

function sameCoupling(one: FoundCoupling, other: FoundCoupling): boolean {
  return JSON.stringify(one.attributes) === JSON.stringify(other.attributes);
}

function componentId(
  writing: Writing,
  { standard, attributes }: FoundCoupling,
  element: string = standard.element,
): string {
  for (const { attributes: known = {} } of writing.components.get(element) ?? []) {
    const { id, ...others } = known;
    if (JSON.stringify(others) === JSON.stringify(attributes)) return String(id);
  }
  const id = newId(writing, element);
  addComponent(writing, { name: element, attributes: { id, ...attributes } });
  return id;
}

function silent(writing: Writing): string {
  const [known] = writing.components.get("silentSynapse") ?? [];
  if (known !== undefined) return String(known.attributes?.["id"]);
  const id = newId(writing, "silent");
  addComponent(writing, { name: "silentSynapse", attributes: { id } });
  return id;
}

/** Find the projection of the opposite direction over the same connections; undefined if there is none. */
export function backOf(
  { projections = [] }: NetworkRecord,
  index: number,
  taken: ReadonlySet<number>,
): number | undefined {
  const one = projections[index];
  if (one === undefined) return undefined;
  const found = projections.findIndex(
    (other, k) => k > index && !taken.has(k) && isBack(one, other),
  );
  return found < 0 ? undefined : found;
}

function isBack(one: ProjectionRecord, other: ProjectionRecord): boolean {
  if (one.from !== other.to || one.to !== other.from) return false;
  const isPlain = [one, other].every(
    ({ fromNeurons, toNeurons }) => fromNeurons === undefined && toNeurons === undefined,
  );
  const [pairs, back] = [pairsOf(one), pairsOf(other)];
  if (!isPlain || pairs === undefined || back?.length !== pairs.length) return false;
  if (!pairs.every((end, k) => back[k % 2 === 0 ? k + 1 : k - 1] === end)) return false;
  return JSON.stringify(one.weight) === JSON.stringify(other.weight);
}

function pairsOf({ connector }: ProjectionRecord):
  | (ArrayLike<number> &
      Iterable<number> & {
        every(test: (end: number, k: number) => boolean): boolean;
      })
  | undefined {
  const pairs = connector.kind === "pairs" ? connector["pairs"] : undefined;
  return pairs instanceof Uint32Array ? pairs : undefined;
}
