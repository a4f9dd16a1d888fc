import type { StimulusRecord } from "@spikeloom/kernel";
import { networkStep } from "@spikeloom/network";
import { parseQuantity, toInternal } from "@spikeloom/units";
import { type XmlOutput, xmlNumber } from "../../xml/write-xml.ts";
import { rampText, sineText } from "../input-currents.ts";
import type { InputForm } from "./own/stimulus-value.ts";
import { quantityOut } from "./quantity-out.ts";
import { newId, type Writing } from "./writing.ts";

type Stimulus<Kind extends StimulusRecord["kind"]> = Extract<StimulusRecord, { kind: Kind }>;

/** Options for writing an input; `lag` is the time in ms by which a NeuroML input must be shifted to act as here. */
export type LaggedForm = InputForm & { readonly lag: number };

/** An input, and the factor of its current. */
export interface MadeInput {
  readonly component: XmlOutput;
  readonly weight: number;
}

interface StandardInput<Kind extends StimulusRecord["kind"]> {
  /** Whether NeuroML has an equivalent input. */
  is(record: Stimulus<Kind>): boolean;
  write(writing: Writing, record: Stimulus<Kind>, form: LaggedForm): MadeInput;
}

/** Kinds of stimuli with a NeuroML input. */
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

/** Whether a stimulus is a NeuroML input, independent of other content. */
export function isStandardInput(record: StimulusRecord): boolean {
  return standardOf(record)?.is(record) === true;
}

/** Write the NeuroML input of a stimulus. */
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

/** Return a time in ms. */
export function ms(value: string | number): number {
  return typeof value === "number" ? value : internal(value);
}

/** Times are multiples of half steps, with this relative tolerance for rounding. */
const slack = 1e-9;

/**
 * Write a time that is a multiple of half steps as the shortest decimal.
 *
 * Sums and differences of times contain rounding errors, for example 1.2 ms - 0.4 ms.
 */
export function timeOut({ network }: Writing, time: number, place: string): string {
  const half = networkStep(network) / 2;
  const count = Math.round(time / half);
  const isMeant = Math.abs(time / half - count) <= slack;
  return quantityOut(isMeant ? Number((count * half).toPrecision(15)) : time, "ms", place);
}

/** A step-wise constant current, as consecutive pulses. */
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

/** A time in ms that no simulation reaches. */
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

/** Convert formulas that the reader creates for sines and ramps back to these inputs. */
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
