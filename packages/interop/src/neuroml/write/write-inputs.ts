import type { StimulusRecord } from "@spikeloom/kernel";
import { chooseNeurons, networkStep, resolveConvention } from "@spikeloom/network";
import { parseQuantity, parseUnit, sameDimension, toInternal } from "@spikeloom/units";
import type { XmlOutput } from "../../xml/write-xml.ts";
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
import {
  addComponent,
  neuronIn,
  newId,
  pathOf,
  type Writing,
  type WrittenPart,
  type WrittenPopulation,
} from "./writing.ts";

type Stimulus<Kind extends StimulusRecord["kind"]> = Extract<StimulusRecord, { kind: Kind }>;

/** Write the stimuli of a network as input lists. */
export function writeInputs(writing: Writing): readonly XmlOutput[] {
  const stimuli = [...(writing.network.stimuli ?? []).entries()];
  const elements = new Map<number, readonly XmlOutput[]>();
  const write = (isStandard: boolean, lag: number): void => {
    for (const [index, record] of stimuli) {
      if (isStandardInput(record) !== isStandard) continue;
      elements.set(index, writeInput(writing, record, { index, lag }));
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
): readonly XmlOutput[] {
  const place = `stimuli[${at.index}]`;
  const population = writing.populations.get(record.into);
  const targets = population === undefined ? [] : targetsIn(writing, population, { record, place });
  // Parts of a population differ in their cells, but rarely in how an input acts on them.
  const known = new Map<string, MadeInput | undefined>();
  const made = targets.map(({ part }) => {
    const key = JSON.stringify([part.component?.attached, part.component?.injected]);
    // A Poisson input contains the id of its synapse.
    if (record.kind !== "poisson" && known.has(key)) return known.get(key);
    const one = inputFor(writing, record, { part, ...at });
    known.set(key, one);
    return one;
  });
  if (population === undefined || made.some((one) => one === undefined)) {
    const message = `NeuroML has no input equivalent to this stimulus of kind "${record.kind}".`;
    writing.lose("stimulus", place, message);
    return [];
  }
  const components = new Set(made.flatMap((one) => one?.component ?? []));
  for (const component of components) addComponent(writing, component);
  return targets.flatMap(({ part, neurons }, k) => {
    const { component, weight } = made[k] ?? {};
    const own = component?.attributes?.["id"];
    const id = newId(writing, `${part.id}_${own}`);
    const attributes = { id, population: part.id, component: own };
    return [{ name: "inputList", attributes, children: inputs({ part, neurons }, weight) }];
  });
}

/** Neurons of a part that a stimulus acts on, by their indices there. */
interface Targets {
  readonly part: WrittenPart;
  readonly neurons: readonly number[];
}

function targetsIn(
  { network }: Writing,
  population: WrittenPopulation,
  { record, place }: { readonly record: StimulusRecord; readonly place: string },
): readonly Targets[] {
  const size = network.populations[record.into]?.size ?? 0;
  const chosen = chooseNeurons(record.neurons, size, `${place}.neurons`);
  const found = new Map<WrittenPart, number[]>();
  for (let k = 0; k < chosen.size; k++) {
    const { part, index } = neuronIn(population, chosen.neuron(k));
    const neurons = found.get(part);
    if (neurons === undefined) found.set(part, [index]);
    else neurons.push(index);
  }
  return [...found].map(([part, neurons]) => ({ part, neurons }));
}

function* inputs({ part, neurons }: Targets, weight: number | undefined): Generator<XmlOutput> {
  for (const [id, index] of neurons.entries()) {
    const target = `../${pathOf({ part, index })}`;
    const input = { id, target, destination: "synapses" };
    if (weight === 1) yield { name: "input", attributes: input };
    else yield { name: "inputW", attributes: { ...input, weight } };
  }
}

/** Part of a population that a stimulus acts on. */
type Aimed = Pick<LaggedForm, "index" | "lag"> & { readonly part: WrittenPart };

function inputFor(
  writing: Writing,
  record: StimulusRecord,
  { part, index, lag }: Aimed,
): MadeInput | undefined {
  const { attached, injected = 1, input } = part.component ?? {};
  const place = `stimuli[${index}]`;
  if (record.kind === "poisson") return poisson(writing, record, { part, place });
  if (record.input !== undefined && record.input !== (input ?? record.input)) return undefined;
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
  { part, place }: { readonly part: WrittenPart; readonly place: string },
): MadeInput | undefined {
  const { rate, weight, count = 1, counts, start, stop } = record;
  const isOne = (value: unknown): value is string | number =>
    typeof value === "string" || typeof value === "number";
  if (!isOne(rate) || !isOne(weight)) return undefined;
  const quantity = parseQuantity(rate);
  if (!sameDimension(quantity.unit.dimension, parseUnit("Hz").dimension)) return undefined;
  // There is no element for one that starts late and never ends.
  if (stop === undefined && start !== undefined && ms(start) !== 0) return undefined;
  const receptor = record.receptor ?? part.component?.synapses[0]?.receptor;
  if (receptor === undefined) return undefined;
  const synapse = synapseFor(writing, part, { receptor });
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
