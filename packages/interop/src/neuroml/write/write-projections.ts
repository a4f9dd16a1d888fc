import { hostFunctions } from "@spikeloom/equations/functions";
import type { SynapseRecord } from "@spikeloom/kernel";
import {
  indexBuffer,
  type PlannedProjection,
  planProjection,
  projectionNames,
  type SynapseValue,
} from "@spikeloom/network";
import { type XmlOutput, xmlNumber } from "../../xml/write-xml.ts";
import { numberOut } from "./quantity-out.ts";
import { newId, type Writing, type WrittenPopulation } from "./writing.ts";

/** Write the projections of a network: every connection that a run with the same seed draws. */
export function writeProjections(writing: Writing): readonly XmlOutput[] {
  const { network, stack, seed } = writing;
  const names = projectionNames(network);
  const elements: XmlOutput[] = [];
  for (const index of (network.projections ?? []).keys()) {
    const planned = planProjection(network, index, {
      ...{ stack, seed, functions: hostFunctions, names },
    });
    const element = writeProjection(writing, index, planned);
    if (element !== undefined) elements.push(element);
  }
  return elements;
}

function writeProjection(
  writing: Writing,
  index: number,
  planned: PlannedProjection,
): XmlOutput | undefined {
  const { from, to, receptor, synapse, plasticity, name } = planned;
  const ends = [writing.populations.get(from), writing.populations.get(to)];
  const [source, target] = ends;
  const place = `projections[${index}]`;
  if (source === undefined || target === undefined) {
    const message = `An end of "${name}" is a population that is left out.`;
    writing.lose("synapse", place, message);
    return undefined;
  }
  const synapseOf = receptor === undefined ? undefined : target.synapses.get(receptor);
  if (synapseOf === undefined || plasticity !== undefined || !isStatic(synapse?.model)) {
    const message = `What the connections of "${name}" do is no synapse of NeuroML; LEMS can say it.`;
    writing.lose("synapse", place, message);
    return undefined;
  }
  const attributes = {
    id: newId(writing, name),
    presynapticPopulation: source.id,
    postsynapticPopulation: target.id,
    synapse: synapseOf.id,
  };
  return {
    name: "projection",
    attributes,
    children: connections(planned, { source, target, unit: synapseOf.unit }),
  };
}

/** Say whether a synapse does nothing but carry its weight. */
function isStatic(model: SynapseRecord | undefined): boolean {
  if (model === undefined) return true;
  const { state, dynamics, on, deliver, coupling } = model;
  return [state, dynamics, on, deliver, coupling].every((part) => part === undefined);
}

function* connections(
  { plan, sources, targets, weight, delay }: PlannedProjection,
  {
    source,
    target,
    unit,
  }: {
    readonly source: WrittenPopulation;
    readonly target: WrittenPopulation;
    readonly unit: string;
  },
): Generator<XmlOutput> {
  const partners = indexBuffer();
  const rows = plan.by === "target" ? targets.size : sources.size;
  let id = 0;
  for (let index = 0; index < rows; index++) {
    partners.clear();
    plan.partners(index, partners);
    const row = { index, partners: partners.view() };
    const [weights, delays] = [numbersOf(weight, row), numbersOf(delay, row)];
    for (const [k, partner] of row.partners.entries()) {
      const [pre, post] = plan.by === "target" ? [partner, index] : [index, partner];
      yield {
        name: "connectionWD",
        attributes: {
          id: id++,
          preCellId: pathOf(source, sources.neuron(pre)),
          postCellId: pathOf(target, targets.neuron(post)),
          weight: numberOut(weights[k] ?? 0, unit, "weight"),
          delay: `${xmlNumber(delays[k] ?? 0, "delay")}ms`,
        },
      };
    }
  }
}

function numbersOf(
  value: SynapseValue,
  row: { readonly index: number; readonly partners: Uint32Array },
): Float64Array {
  const out = new Float64Array(row.partners.length);
  if (value.constant !== undefined) return out.fill(value.constant);
  value.fill(row, out);
  return out;
}

/** The path of a neuron, as it is in a population with or without positions. */
export function pathOf({ id, path }: WrittenPopulation, neuron: number): string {
  return path === undefined ? `../${id}[${neuron}]` : `../${id}/${neuron}/${path}`;
}
