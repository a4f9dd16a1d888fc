import type { StimulusRecord } from "@spikeloom/kernel";
import { chooseNeurons, networkStep, resolveConvention } from "@spikeloom/network";
import { parseQuantity, parseUnit, sameDimension, toInternal } from "@spikeloom/units";
import { type XmlOutput, xmlNumber } from "../../xml/write-xml.ts";
import { rampText, sineText } from "../input-currents.ts";
import { namer } from "../model-name.ts";
import { pathOf } from "./connections-of.ts";
import { ownInput } from "./own/own-input.ts";
import { ownTypes } from "./own/own-types.ts";
import type { InputForm } from "./own/stimulus-value.ts";
import { numberOut, quantityOut } from "./quantity-out.ts";
import { synapseFor } from "./write-synapses.ts";
import { addComponent, newId, type Writing } from "./writing.ts";

type Stimulus<Kind extends StimulusRecord["kind"]> = Extract<StimulusRecord, { kind: Kind }>;

/** How an input is written; `lag` is how long after its own time one of NeuroML acts as it does here, in ms. */
type LaggedForm = InputForm & { readonly lag: number };

/** Write the stimuli of a network as lists of inputs. */
export function writeInputs(writing: Writing): readonly XmlOutput[] {
  const elements: XmlOutput[] = [];
  const lag = lagOf(writing);
  for (const [index, record] of (writing.network.stimuli ?? []).entries()) {
    const element = writeInput(writing, record, { index, lag });
    if (element !== undefined) elements.push(element);
  }
  return elements;
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
    const message = `No input of NeuroML does what this stimulus of the kind "${record.kind}" does.`;
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

interface MadeInput {
  readonly component: XmlOutput;
  readonly weight: number;
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
  const made = standardInput(writing, record, form);
  if (made !== undefined) return made;
  const component = ownInput(writing, record, form);
  return component && { component, weight: 1 };
}

/** The input of NeuroML that a stimulus is. */
function standardInput(
  writing: Writing,
  record: StimulusRecord,
  form: LaggedForm,
): MadeInput | undefined {
  if (record.kind === "steps") return pulses(writing, record, form);
  if (record.kind !== "sine" && record.kind !== "formula") return undefined;
  // Half a step would change the phase of a sine: it becomes a formula of the time.
  const own = form.lag > 0 ? ownInput(writing, record, form) : undefined;
  if (own !== undefined) return { component: own, weight: 1 };
  return record.kind === "sine" ? sine(writing, record, form) : formula(writing, record, form);
}

function amount(value: string | number, { injected }: InputForm): number {
  return injected * toInternal(parseQuantity(value));
}

function ms(value: string | number): number {
  return typeof value === "number" ? value : toInternal(parseQuantity(value));
}

/** A current that is held from step to step, as pulses one after the other. */
function pulses(
  writing: Writing,
  { times, values }: Stimulus<"steps">,
  form: LaggedForm,
): MadeInput | undefined {
  const { isPure, place, lag } = form;
  const name = isPure ? "pulseGeneratorDL" : "pulseGenerator";
  const unit = isPure ? "1" : "pA";
  const found: XmlOutput[] = [];
  for (const [k, value] of values.entries()) {
    const amplitude = amount(value, form);
    if (amplitude === 0) continue;
    const start = ms(times[k] ?? 0);
    const end = k + 1 < times.length ? ms(times[k + 1] ?? 0) : endless;
    found.push({
      name,
      attributes: {
        id: newId(writing, "pulse"),
        delay: quantityOut(start + lag, "ms", place),
        duration: quantityOut(end - start, "ms", place),
        amplitude: quantityOut(amplitude, unit, place),
      },
    });
  }
  const [first] = found;
  if (first === undefined) return undefined;
  if (found.length === 1) return { component: first, weight: 1 };
  const id = newId(writing, "compound");
  const compound = isPure ? "compoundInputDL" : "compoundInput";
  return { component: { name: compound, attributes: { id }, children: found }, weight: 1 };
}

/** A time that no simulation reaches, in ms. */
const endless = 1e9;

/**
 * How long after its own time an input of NeuroML acts as it does here, in ms.
 *
 * With types of LEMS beside it a network is run by what sees inputs at the end of a step. Half a step less, as sums
 * of steps round.
 */
function lagOf(writing: Writing): number {
  const { network } = writing;
  const { inputHold } = resolveConvention(network.convention);
  const lag = { start: 0.5, end: 0, previous: 1.5 }[inputHold] * networkStep(network);
  return lag > 0 && hasOwnTypes(writing) ? lag : 0;
}

/** Whether types of LEMS stand beside the network: those that it has, or one that any of its inputs needs. */
function hasOwnTypes(writing: Writing): boolean {
  if (writing.own.types.size > 0) return true;
  // An input says whether it needs a type once it is written: they are tried where nothing of it stays.
  const own = ownTypes();
  const aside = { ...writing, own, ids: namer("_"), components: new Map(), lose: () => undefined };
  return (writing.network.stimuli ?? []).some((record, index) => {
    writeInput(aside, record, { index, lag: 0 });
    return own.types.size > 0;
  });
}

function sine(writing: Writing, record: Stimulus<"sine">, form: InputForm): MadeInput | undefined {
  const { isPure, place } = form;
  if (record.offset !== undefined && amount(record.offset, form) !== 0) return undefined;
  const frequency = toInternal(parseQuantity(record.frequency));
  if (!(frequency > 0)) return undefined;
  const start = ms(record.start ?? 0);
  const stop = record.stop === undefined ? endless : ms(record.stop);
  const attributes = {
    id: newId(writing, "sine"),
    phase: xmlNumber(((record.phase ?? 0) * Math.PI) / 180, place),
    delay: quantityOut(start, "ms", place),
    duration: quantityOut(stop - start, "ms", place),
    amplitude: quantityOut(amount(record.amplitude, form), isPure ? "1" : "pA", place),
    period: quantityOut(1 / frequency, "ms", place),
  };
  return {
    component: { name: isPure ? "sineGeneratorDL" : "sineGenerator", attributes },
    weight: 1,
  };
}

/** Random spikes, where one number is the rate and one the weight. */
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
  // One that starts late and never ends has no element.
  if (stop === undefined && start !== undefined && ms(start) !== 0) return undefined;
  const population = writing.populations.get(record.into);
  const receptor = record.receptor ?? population?.component?.synapses[0]?.receptor;
  if (population === undefined || receptor === undefined) return undefined;
  const synapse = synapseFor(writing, population, { receptor });
  if (synapse === undefined) return undefined;
  if (counts === "binomial") {
    const message = "Its counts are drawn from Poisson's law instead of the binomial one.";
    writing.lose("stimulus", `${place}.counts`, message);
  }
  const attributes = {
    id: newId(writing, "poisson"),
    averageRate: quantityOut(count * toInternal(quantity), "Hz", "rate"),
    ...(stop !== undefined && {
      delay: quantityOut(ms(start ?? 0), "ms", "start"),
      duration: quantityOut(ms(stop) - ms(start ?? 0), "ms", "stop"),
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

/** Formulas that this package's reader makes of sines and ramps, back to what they were. */
function formula(
  writing: Writing,
  { value, parameters = {}, start, stop }: Stimulus<"formula">,
  form: InputForm,
): MadeInput | undefined {
  const { isPure, place } = form;
  const unit = isPure ? "1" : "pA";
  const time = (name: string) => quantityOut(ms(parameters[name] ?? 0), "ms", place);
  const current = (name: string) => quantityOut(amount(parameters[name] ?? 0, form), unit, place);
  const end = isPure ? "DL" : "";
  if (value === sineText && start !== undefined && stop !== undefined) {
    const attributes = {
      id: newId(writing, "sine"),
      phase: xmlNumber(Number(parameters["phase"]), place),
      delay: time("delay"),
      duration: quantityOut(ms(stop) - ms(start), "ms", place),
      amplitude: current("amplitude"),
      period: time("period"),
    };
    return { component: { name: `sineGenerator${end}`, attributes }, weight: 1 };
  }
  if (value !== rampText) return undefined;
  const attributes = {
    id: newId(writing, "ramp"),
    delay: time("delay"),
    duration: time("duration"),
    startAmplitude: current("begin"),
    finishAmplitude: current("finish"),
    baselineAmplitude: current("baseline"),
  };
  return { component: { name: `rampGenerator${end}`, attributes }, weight: 1 };
}
