import type { StimulusRecord } from "@spikeloom/kernel";
import { networkStep } from "@spikeloom/network";
import { parseQuantity, toInternal } from "@spikeloom/units";
import { type XmlOutput, xmlNumber } from "../../xml/write-xml.ts";
import { rampText, sineText } from "../input-currents.ts";
import type { InputForm } from "./own/stimulus-value.ts";
import { quantityOut } from "./quantity-out.ts";
import { newId, type Writing } from "./writing.ts";

type Stimulus<Kind extends StimulusRecord["kind"]> = Extract<StimulusRecord, { kind: Kind }>;

/** How an input is written; `lag` is how long after its own time one of NeuroML acts as it does here, in ms. */
export type LaggedForm = InputForm & { readonly lag: number };

/** An input, and what times its current goes in. */
export interface MadeInput {
  readonly component: XmlOutput;
  readonly weight: number;
}

interface StandardInput<Kind extends StimulusRecord["kind"]> {
  /** Whether NeuroML has an input that does the same. */
  is(record: Stimulus<Kind>): boolean;
  write(writing: Writing, record: Stimulus<Kind>, form: LaggedForm): MadeInput;
}

/** Kinds of stimuli that inputs of NeuroML can be. */
const standard: { readonly [Kind in "steps" | "sine" | "formula"]: StandardInput<Kind> } = {
  steps: { is: ({ values }) => values.some((value) => internal(value) !== 0), write: pulses },
  sine: {
    is: ({ offset = 0, frequency }) => internal(offset) === 0 && internal(frequency) > 0,
    write: sine,
  },
  formula: {
    is: ({ value, start, stop }) =>
      value === rampText || (value === sineText && start !== undefined && stop !== undefined),
    write: formula,
  },
};

function standardOf({ kind }: StimulusRecord): StandardInput<StimulusRecord["kind"]> | undefined {
  return Object.hasOwn(standard, kind)
    ? (standard[kind as keyof typeof standard] as StandardInput<StimulusRecord["kind"]>)
    : undefined;
}

/** Whether a stimulus is an input of NeuroML, whatever stands beside it. */
export function isStandardInput(record: StimulusRecord): boolean {
  return standardOf(record)?.is(record) === true;
}

/** Write the input of NeuroML that a stimulus is. */
export function standardInput(
  writing: Writing,
  record: StimulusRecord,
  form: LaggedForm,
): MadeInput | undefined {
  return standardOf(record)?.write(writing, record, form);
}

function internal(value: string | number): number {
  return toInternal(parseQuantity(value));
}

function amount(value: string | number, { injected }: InputForm): number {
  return injected * internal(value);
}

/** Give a time in ms. */
export function ms(value: string | number): number {
  return typeof value === "number" ? value : internal(value);
}

/** Half steps that times are told in, of which this share is rounding. */
const slack = 1e-9;

/**
 * Write a time: a whole number of half steps as the shortest decimals that mean it.
 *
 * Sums and differences of times carry rounding, as 1.2 ms - 0.4 ms does.
 */
export function timeOut({ network }: Writing, time: number, place: string): string {
  const half = networkStep(network) / 2;
  const count = Math.round(time / half);
  const isMeant = Math.abs(time / half - count) <= slack;
  return quantityOut(isMeant ? Number((count * half).toPrecision(15)) : time, "ms", place);
}

/** A current that is held from step to step, as pulses one after the other. */
function pulses(
  writing: Writing,
  { times, values }: Stimulus<"steps">,
  form: LaggedForm,
): MadeInput {
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
        delay: timeOut(writing, start + lag, place),
        duration: timeOut(writing, end - start, place),
        amplitude: quantityOut(amplitude, unit, place),
      },
    });
  }
  const [first] = found;
  if (first !== undefined && found.length === 1) return { component: first, weight: 1 };
  const id = newId(writing, "compound");
  const compound = isPure ? "compoundInputDL" : "compoundInput";
  return { component: { name: compound, attributes: { id }, children: found }, weight: 1 };
}

/** A time that no simulation reaches, in ms. */
const endless = 1e9;

function sine(writing: Writing, record: Stimulus<"sine">, form: InputForm): MadeInput {
  const { isPure, place } = form;
  const frequency = internal(record.frequency);
  const start = ms(record.start ?? 0);
  const stop = record.stop === undefined ? endless : ms(record.stop);
  const attributes = {
    id: newId(writing, "sine"),
    phase: xmlNumber(((record.phase ?? 0) * Math.PI) / 180, place),
    delay: timeOut(writing, start, place),
    duration: timeOut(writing, stop - start, place),
    amplitude: quantityOut(amount(record.amplitude, form), isPure ? "1" : "pA", place),
    period: quantityOut(1 / frequency, "ms", place),
  };
  return {
    component: { name: isPure ? "sineGeneratorDL" : "sineGenerator", attributes },
    weight: 1,
  };
}

/** Formulas that this package's reader makes of sines and ramps, back to what they were. */
function formula(
  writing: Writing,
  { value, parameters = {}, start, stop }: Stimulus<"formula">,
  form: InputForm,
): MadeInput {
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
      duration: timeOut(writing, ms(stop) - ms(start), place),
      amplitude: current("amplitude"),
      period: time("period"),
    };
    return { component: { name: `sineGenerator${end}`, attributes }, weight: 1 };
  }
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
