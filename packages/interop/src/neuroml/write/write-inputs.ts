import type { StimulusRecord } from "@spikeloom/kernel";
import { chooseNeurons, networkStep, resolveConvention } from "@spikeloom/network";
import { parseQuantity, parseUnit, sameDimension, toInternal } from "@spikeloom/units";
import type { XmlOutput } from "../../xml/write-xml.ts";
import { pathOf } from "./connections-of.ts";
import { ownInput } from "./own/own-input.ts";
import { numberOut, quantityOut } from "./quantity-out.ts";
import {
  isStandardInput,
  type LaggedForm,
  type MadeInput,
  ms,
  standardInput,
  timeOut,
} from "./standard-inputs.ts";
import { synapseFor } from "./write-synapses.ts";
import { addComponent, newId, type Writing } from "./writing.ts";

type Stimulus<Kind extends StimulusRecord["kind"]> = Extract<StimulusRecord, { kind: Kind }>;

/** Write the stimuli of a network as input lists. */
export function writeInputs(writing: Writing): readonly XmlOutput[] {
  const stimuli = [...(writing.network.stimuli ?? []).entries()];
  const elements = new Map<number, XmlOutput>();
  const write = (isStandard: boolean, lag: number): void => {
    for (const [index, record] of stimuli) {
      if (isStandardInput(record) !== isStandard) continue;
      const element = writeInput(writing, record, { index, lag });
      if (element !== undefined) elements.set(index, element);
    }
  };
  // The timing of NeuroML inputs depends on whether LEMS types are used, so stimuli that may need one come first.
  write(false, 0);
  write(true, lagOf(writing));
  return stimuli.flatMap(([index]) => elements.get(index) ?? []);
}

function writeInput(
  writing: Writing,
  record: StimulusRecord,
  at: Pick<LaggedForm, "index" | "lag">,
): XmlOutput | undefined {
  const { index } = at;
  const place = `stimuli[${index}]`;
  const population = writing.populations.get(record.into);
  const size = writing.network.populations[record.into]?.size ?? 0;
  const isElsewhere =
    record.kind !== "poisson" &&
    record.input !== undefined &&
    record.input !== (population?.component?.input ?? record.input);
  const made = population && !isElsewhere ? componentFor(writing, record, at) : undefined;
  if (population === undefined || made === undefined) {
    const message = `NeuroML has no input equivalent to this stimulus of kind "${record.kind}".`;
    writing.lose("stimulus", place, message);
    return undefined;
  }
  addComponent(writing, made.component);
  const neurons = chooseNeurons(record.neurons, size, `${place}.neurons`);
  const children = function* (): Generator<XmlOutput> {
    for (let k = 0; k < neurons.size; k++) {
      const target = pathOf(population, neurons.neuron(k));
      const input = { id: k, target, destination: "synapses" };
      if (made.weight === 1) yield { name: "input", attributes: input };
      else yield { name: "inputW", attributes: { ...input, weight: made.weight } };
    }
  };
  const id = newId(writing, `${population.id}_${made.component.attributes?.["id"]}`);
  const component = made.component.attributes?.["id"];
  const attributes = { id, population: population.id, component };
  return { name: "inputList", attributes, children: children() };
}

function componentFor(
  writing: Writing,
  record: StimulusRecord,
  { index, lag }: Pick<LaggedForm, "index" | "lag">,
): MadeInput | undefined {
  const { attached, injected = 1 } = writing.populations.get(record.into)?.component ?? {};
  const place = `stimuli[${index}]`;
  if (record.kind === "poisson") return poisson(writing, record, place);
  if (attached === undefined) return undefined;
  const form: LaggedForm = { isPure: attached === "1", injected, place, index, lag };
  const isStandard = isStandardInput(record);
  if (isStandard && (record.kind === "steps" || lag === 0))
    return standardInput(writing, record, form);
  // Half a step would shift the phase of a sine, so it becomes a formula of time.
  const component = ownInput(writing, record, form);
  if (component !== undefined) return { component, weight: 1 };
  return isStandard ? standardInput(writing, record, form) : undefined;
}

/**
 * Time shift in ms with which a NeuroML input acts as here.
 *
 * With LEMS types, the network is run by simulators that read inputs at the end of a step. Half a step less, because
 * accumulated steps have rounding errors.
 */
function lagOf(writing: Writing): number {
  const { network } = writing;
  const { inputHold } = resolveConvention(network.convention);
  const lag = { start: 0.5, end: 0, previous: 1.5 }[inputHold] * networkStep(network);
  return lag > 0 && writing.own.types.size > 0 ? lag : 0;
}

/** Poisson spikes with a single rate and weight. */
function poisson(
  writing: Writing,
  record: Stimulus<"poisson">,
  place: string,
): MadeInput | undefined {
  const { rate, weight, count = 1, counts, start, stop } = record;
  const isOne = (value: unknown): value is string | number =>
    typeof value === "string" || typeof value === "number";
  if (!isOne(rate) || !isOne(weight)) return undefined;
  const quantity = parseQuantity(rate);
  if (!sameDimension(quantity.unit.dimension, parseUnit("Hz").dimension)) return undefined;
  // There is no element for one that starts late and never ends.
  if (stop === undefined && start !== undefined && ms(start) !== 0) return undefined;
  const population = writing.populations.get(record.into);
  const receptor = record.receptor ?? population?.component?.synapses[0]?.receptor;
  if (population === undefined || receptor === undefined) return undefined;
  const synapse = synapseFor(writing, population, { receptor });
  if (synapse === undefined) return undefined;
  if (counts === "binomial") {
    const message = "Its spike counts are Poisson-distributed instead of binomial.";
    writing.lose("stimulus", `${place}.counts`, message);
  }
  const attributes = {
    id: newId(writing, "poisson"),
    averageRate: quantityOut(count * toInternal(quantity), "Hz", "rate"),
    ...(stop !== undefined && {
      delay: timeOut(writing, ms(start ?? 0), "start"),
      duration: timeOut(writing, ms(stop) - ms(start ?? 0), "stop"),
    }),
    synapse: synapse.id,
    spikeTarget: `./${synapse.id}`,
  };
  const name = stop === undefined ? "poissonFiringSynapse" : "transientPoissonFiringSynapse";
  return {
    component: { name, attributes },
    weight: Number(numberOut(toInternal(parseQuantity(weight)), synapse.unit, "weight")),
  };
}
