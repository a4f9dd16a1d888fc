import { hostFunctions } from "@spikeloom/equations/functions";
import { type PlannedProjection, planProjection, projectionNames } from "@spikeloom/network";
import { type XmlOutput, xmlNumber } from "../../xml/write-xml.ts";
import { connectionsOf, pathOf } from "./connections-of.ts";
import { numberOut } from "./quantity-out.ts";
import { releaseOf } from "./release-of.ts";
import { backOf, writeCoupling } from "./write-couplings.ts";
import { synapseFor } from "./write-synapses.ts";
import { newId, type Writing, type WrittenPopulation } from "./writing.ts";

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
    const element = writeProjection(writing, planned, { index, back });
    if (element === undefined) continue;
    if (other !== undefined) taken.add(other);
    elements.push(element);
  }
  return elements;
}

function writeProjection(
  writing: Writing,
  planned: PlannedProjection,
  { index, back }: { readonly index: number; readonly back: PlannedProjection | undefined },
): XmlOutput | undefined {
  const { from, to, name } = planned;
  const [source, target] = [writing.populations.get(from), writing.populations.get(to)];
  const place = `projections[${index}]`;
  if (source === undefined || target === undefined) {
    const message = `A population of "${name}" is omitted.`;
    writing.lose("synapse", place, message);
    return undefined;
  }
  const isCoupling = planned.synapse?.model.coupling !== undefined;
  const element = isCoupling
    ? writeCoupling(writing, planned, { source, target, back })
    : writeConnections(writing, planned, { source, target, place });
  if (element === undefined) {
    const message = `The connections of "${name}" have no NeuroML synapse; LEMS can express them.`;
    writing.lose("synapse", place, message);
    return undefined;
  }
  loseNames(writing, planned, { index, id: element.attributes?.["id"] });
  if (writing.network.projections?.[index]?.initial !== undefined) {
    const message = "The parameters of NeuroML synapses determine their initial state.";
    writing.lose("initial", `${place}.initial`, message);
  }
  return element;
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

interface Ends {
  readonly source: WrittenPopulation;
  readonly target: WrittenPopulation;
}

/** Write connections that transmit spikes; undefined if NeuroML has no equivalent synapse. */
function writeConnections(
  writing: Writing,
  planned: PlannedProjection,
  { source, target, place }: Ends & { readonly place: string },
): XmlOutput | undefined {
  const { receptor, plasticity } = planned;
  const kept = releaseOf(planned, writing.stack);
  if (receptor === undefined || plasticity !== undefined || kept === undefined) return undefined;
  const release = kept === "nothing" ? undefined : kept;
  const synapse = synapseFor(writing, target, { receptor, release });
  if (synapse === undefined) return undefined;
  if (synapse.id !== receptor) {
    writing.lose("name", `${place}.receptor`, `Its receptor is named ${synapse.id}.`);
  }
  const attributes = {
    id: newId(writing, planned.name),
    presynapticPopulation: source.id,
    postsynapticPopulation: target.id,
    synapse: synapse.id,
  };
  return {
    name: "projection",
    attributes,
    children: connections(planned, { source, target, unit: synapse.unit }),
  };
}

function* connections(
  planned: PlannedProjection,
  { source, target, unit }: Ends & { readonly unit: string },
): Generator<XmlOutput> {
  for (const { id, pre, post, weight, delay } of connectionsOf(planned)) {
    yield {
      name: "connectionWD",
      attributes: {
        id,
        preCellId: pathOf(source, pre),
        postCellId: pathOf(target, post),
        weight: numberOut(weight, unit, "weight"),
        delay: `${xmlNumber(delay, "delay")}ms`,
      },
    };
  }
}
