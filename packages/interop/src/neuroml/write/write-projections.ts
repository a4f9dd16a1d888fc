import { hostFunctions } from "@spikeloom/equations/functions";
import { type PlannedProjection, planProjection, projectionNames } from "@spikeloom/network";
import { type XmlOutput, xmlNumber } from "../../xml/write-xml.ts";
import { betweenParts, type Ends } from "./between-parts.ts";
import { type Connection, connectionsOf } from "./connections-of.ts";
import { numberOut } from "./quantity-out.ts";
import { releaseOf } from "./release-of.ts";
import { backOf, writeCoupling } from "./write-couplings.ts";
import { type SynapseId, synapseFor } from "./write-synapses.ts";
import { newId, pathOf, type Writing, type WrittenPart } from "./writing.ts";

/** Write the projections of a network: every connection that a run with the same seed draws. */
export function writeProjections(writing: Writing): readonly XmlOutput[] {
  const { network, stack, seed } = writing;
  const names = projectionNames(network);
  const plan = (index: number) =>
    planProjection(network, index, { stack, seed, functions: hostFunctions, names });
  const elements: XmlOutput[] = [];
  // Both directions of a coupling form one element.
  const taken = new Set<number>();
  for (const index of (network.projections ?? []).keys()) {
    if (taken.has(index)) continue;
    const planned = plan(index);
    const isCoupling = planned.synapse?.model.coupling !== undefined;
    const other = isCoupling ? backOf(network, index, taken) : undefined;
    const back = other === undefined ? undefined : plan(other);
    const written = writeProjection(writing, planned, { index, back });
    if (written === undefined) continue;
    if (other !== undefined) taken.add(other);
    for (const element of written) elements.push(element);
  }
  return elements;
}

function writeProjection(
  writing: Writing,
  planned: PlannedProjection,
  { index, back }: { readonly index: number; readonly back: PlannedProjection | undefined },
): readonly XmlOutput[] | undefined {
  const { from, to, name } = planned;
  const [source, target] = [writing.populations.get(from), writing.populations.get(to)];
  const place = `projections[${index}]`;
  if (source === undefined || target === undefined) {
    const message = `A population of "${name}" is omitted.`;
    writing.lose("synapse", place, message);
    return undefined;
  }
  const isCoupling = planned.synapse?.model.coupling !== undefined;
  const elements = isCoupling
    ? writeCoupling(writing, planned, { source, target, back })
    : writeConnections(writing, planned, { source, target, place });
  if (elements === undefined) {
    const message = `The connections of "${name}" have no NeuroML synapse; LEMS can express them.`;
    writing.lose("synapse", place, message);
    return undefined;
  }
  // A split population says that its projections are.
  const isWhole = source.places === undefined && target.places === undefined;
  if (isWhole) loseNames(writing, planned, { index, id: elements[0]?.attributes?.["id"] });
  if (writing.network.projections?.[index]?.initial !== undefined) {
    const message = "The parameters of NeuroML synapses determine their initial state.";
    writing.lose("initial", `${place}.initial`, message);
  }
  return elements;
}

/** Report elements whose name differs from their projection's. */
function loseNames(
  { network, lose }: Writing,
  { name }: PlannedProjection,
  { index, id }: { readonly index: number; readonly id: unknown },
): void {
  if (id === name || network.projections?.[index]?.name === undefined) return;
  lose("name", `projections[${index}].name`, `It is named ${id}.`);
}

/** Write connections that transmit spikes; undefined if NeuroML has no equivalent synapse. */
function writeConnections(
  writing: Writing,
  planned: PlannedProjection,
  { source, target, place }: Ends & { readonly place: string },
): readonly XmlOutput[] | undefined {
  const { receptor, plasticity } = planned;
  const kept = releaseOf(planned, writing.stack);
  if (receptor === undefined || plasticity !== undefined || kept === undefined) return undefined;
  const release = kept === "nothing" ? undefined : kept;
  const synapses = new Map<WrittenPart, SynapseId>();
  for (const part of target.parts) {
    const synapse = synapseFor(writing, part, { receptor, release });
    if (synapse === undefined) return undefined;
    if (synapse.id !== receptor && target.places === undefined) {
      writing.lose("name", `${place}.receptor`, `Its receptor is named ${synapse.id}.`);
    }
    synapses.set(part, synapse);
  }
  return [...betweenParts(connectionsOf(planned), { source, target })].map(
    ({ from, to, connections }): XmlOutput => {
      const { id, unit } = synapses.get(to) ?? { id: receptor, unit: "1" };
      const attributes = {
        id: newId(writing, planned.name),
        presynapticPopulation: from.id,
        postsynapticPopulation: to.id,
        synapse: id,
      };
      return { name: "projection", attributes, children: written(connections, { from, to, unit }) };
    },
  );
}

function* written(
  connections: Iterable<Connection>,
  {
    from,
    to,
    unit,
  }: { readonly from: WrittenPart; readonly to: WrittenPart; readonly unit: string },
): Generator<XmlOutput> {
  for (const { id, pre, post, weight, delay } of connections) {
    yield {
      name: "connectionWD",
      attributes: {
        id,
        preCellId: `../${pathOf({ part: from, index: pre })}`,
        postCellId: `../${pathOf({ part: to, index: post })}`,
        weight: numberOut(weight, unit, "weight"),
        delay: `${xmlNumber(delay, "delay")}ms`,
      },
    };
  }
}
