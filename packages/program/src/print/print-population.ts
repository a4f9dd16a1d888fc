import { formatInternal } from "@spikeloom/units";
import { arrivesAtOnce, type NetworkProgram, type PopulationProgram } from "../network-program.ts";
import { type StepInput, stepInput } from "../neurons/step-input.ts";
import type { Slot, StepProgram } from "../neurons/step-program.ts";
import type { Phase } from "../schedule.ts";
import { discretisationOf } from "../step-request.ts";
import { name as nameNode } from "../tree.ts";
import { type Equation, equation, type Part, type Reading } from "./equation.ts";
import { integrationOf } from "./integration.ts";
import { sourcePart } from "./print-source.ts";
import { readableName, readableSlot } from "./readable-names.ts";
import { type PhasedEquation, stepEquations } from "./step-equations.ts";

/** A population as shown to a reader. */
export interface ReadablePopulation {
  readonly name: string;
  readonly model: string;
  readonly size: number;
  /** Integration method of its equations. */
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Contributions to its receptors and inputs, by name; those without any are omitted. */
  readonly fedBy: Readonly<Record<string, readonly string[]>>;
  /** Equations of a neuron, phase by phase. */
  readonly parts: readonly Part[];
}

/** Describe the neurons of a population in each phase of a step. */
export function readablePopulation(
  population: PopulationProgram,
  program: NetworkProgram,
  digits: number | undefined,
): ReadablePopulation {
  const { name, form, size, parameters } = population;
  const source = sourcePart(population, digits);
  const step = source === undefined ? stepOf(population, program, digits) : undefined;
  return {
    name,
    model: form.model,
    size,
    method: step?.method ?? "a point process",
    parameters: Object.fromEntries(
      [...parameters].map(([key, { value, dimension }]) => [
        key,
        typeof value === "number" ? formatInternal(value, dimension) : "one per neuron",
      ]),
    ),
    fedBy: fedBy(name, program),
    parts: source === undefined ? (step?.parts ?? []) : [source],
  };
}

function stepOf(
  population: PopulationProgram,
  program: NetworkProgram,
  digits: number | undefined,
): { readonly method: string; readonly parts: readonly Part[] } {
  const way = { zeroDelay: arrivesAtOnce(program) };
  const step = population.step(way);
  const input = stepInput(population.form, discretisationOf(population, program, way));
  const integration = integrationOf(input, { step, digits });
  const hidden = new Set(integration.isScheme ? ["integrate"] : []);
  const found = stepEquations(step, { digits, hidden });
  const notes: Partial<Record<Phase, readonly string[]>> = { integrate: integration.notes };
  const before: Partial<Record<Phase, readonly Equation[]>> = {
    input: drawn(step),
    sample: sampled(input, digits),
    integrate: integration.equations,
  };
  const parts = program.schedule.map((phase): Part => {
    const own = found.filter((one: PhasedEquation) => one.phase === phase);
    const equations = [...(before[phase] ?? []), ...own.map((one) => one.equation)];
    return { when: phase, notes: notes[phase] ?? [], equations };
  });
  const isDone = ({ notes, equations }: Part): boolean => notes.length + equations.length > 0;
  return { method: step.method, parts: parts.filter(isDone) };
}

/** The random numbers that a neuron draws in each step. */
function drawn({ draws, slots }: StepProgram): readonly Equation[] {
  return draws.map(({ slot, distribution, key }) => ({
    left: readableSlot(slots.get(slot) as Slot),
    sign: "~",
    right: distribution === "normal" ? "normal(0, 1)" : "uniform(0, 1)",
    key,
  }));
}

/** The expressions that are recorded or read by synapses. */
function sampled({ observed, form }: StepInput, digits: number | undefined): readonly Equation[] {
  const reading: Reading = { nameOf: readableName, digits };
  return observed.map((text) => {
    const { value, constantOverStep } = form.expressions.get(text) ?? {};
    const read = value === undefined || constantOverStep ? nameNode(text) : value;
    return equation(text, "=", read, reading);
  });
}

/** List the contributions to each receptor and input of a population. */
function fedBy(
  name: string,
  { projections, stimuli }: NetworkProgram,
): ReadablePopulation["fedBy"] {
  const found = new Map<string, string[]>();
  const add = (port: string, from: string): void => {
    found.set(port, [...(found.get(port) ?? []), from]);
  };
  for (const { name: own, to, receptor, dynamic } of projections) {
    if (to !== name) continue;
    if (receptor !== undefined) add(receptor, own);
    for (const { into } of dynamic?.program.coupling ?? []) add(into, own);
  }
  for (const stimulus of stimuli) {
    const { population, port, index } = stimulus;
    const kind = stimulus.kind === "drive" ? stimulus.law : stimulus.course.kind;
    if (population === name) add(port, `stimulus ${index} (${kind})`);
  }
  return Object.fromEntries(found);
}
