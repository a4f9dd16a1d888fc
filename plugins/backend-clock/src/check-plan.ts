import { spikeTrain } from "@spikeloom/code";
import { errorList, throwAll } from "@spikeloom/kernel";
import {
  comesBefore,
  fewNeurons,
  findObserved,
  forEach,
  lowerCheck,
  NOT_RECORDED,
  type Pieces,
  type PopulationProgram,
  type ProjectionProgram,
  type RecorderProgram,
  RULE,
  type StimulusProgram,
  slotName,
  stepsBehind,
} from "@spikeloom/program";
import { INTEGER_PRECISION, SLOT_MISSING, ZERO_DELAY } from "./errors.ts";
import type { JobPlan, RuledProjection } from "./job-plan.ts";
import { historyCapacity } from "./rules/history-layout.ts";
import { checkLongest, type GridProjection } from "./synapses/grid-projection.ts";

/**
 * Reject errors that are known before layout: of compilation, rules, stimuli and recorders.
 *
 * Both checks (with the outline of a job) and runs (with the complete job) use it; parts that need memory per neuron
 * are only checked for a few neurons. All errors of one kind are thrown at once.
 */
export function* checkPlan(plan: JobPlan): Pieces<void> {
  checkRecorded(plan);
  const canLower = lowerCheck();
  yield* forEach(plan.populations.values(), (population) => {
    canLower(population, plan);
    checkIntegers(plan, population);
    checkTrain(plan, population);
  });
  yield* forEach(plan.projections.keys(), (index) => checkArrival(plan, index));
  yield* forEach(plan.ruled, (ruled) => checkRule(plan, ruled));
  yield* forEach(plan.stimuli, (target) => checkStimulus(plan, target));
  yield* forEach(plan.recorders, (recorded) => checkRecorder(plan, recorded));
}

/** Reject recorders of synapses that are not stored individually. */
function checkRecorded({ synapseRecorders, projections }: JobPlan): void {
  const kept = new Set(projections.flatMap(({ name, dynamic }) => (dynamic ? [name] : [])));
  const errors = errorList("the network");
  synapseRecorders.forEach(({ projection: name }, k) => {
    if (kept.has(name)) return;
    errors.push(() =>
      RULE({
        place: `recordSynapses[${k}].projection`,
        message: `The synapses of "${name}" never change and are not stored individually.`,
        next: 'Set "synapse": "static" on the projection, or give it a plasticity rule.',
      }),
    );
  });
  throwAll(errors.all());
}

/** Reject integers of stated width whose products would be rounded. */
function checkIntegers({ precision }: JobPlan, { name, form }: PopulationProgram): void {
  if (precision === "f64") return;
  for (const [variable, { width }] of form.states) {
    if (width === undefined) continue;
    throw INTEGER_PRECISION({ population: name, variable, bits: width.bits });
  }
}

/** Reject sources without a valid first spike. */
function checkTrain(plan: JobPlan, population: PopulationProgram): void {
  const { name, source, size } = population;
  if (source === undefined) return;
  const part = { start: 0, every: 1, size: Math.min(size, fewNeurons) };
  spikeTrain(source, { ...plan, name, size, part });
}

/** Reject delays that are too long, and spikes that would arrive before they are sent. */
function checkArrival(plan: JobPlan, index: number): void {
  const { projections, program, convention, dt, shift } = plan;
  const projection = projections[index] as GridProjection;
  const stated = program.projections[index] as ProjectionProgram;
  checkLongest(projection, stated, { index, dt, convention });
  const { gridDelay, receptor } = projection;
  if (receptor === undefined || gridDelay.constant === undefined) return;
  if (gridDelay.constant + shift > 0 || comesBefore(plan, "threshold", "arrive")) return;
  throw ZERO_DELAY({ convention: convention.name });
}

function checkRule(plan: JobPlan, ruled: RuledProjection): void {
  const { place, projection, dendritic } = ruled;
  const { constant, extent } = projection.gridDelay;
  const longest = constant ?? extent?.[1] ?? 0;
  historyCapacity(stepsBehind(longest, dendritic), place);
  checkReads(plan, ruled);
}

function slotsOf({ populations }: JobPlan, name: string): ReadonlyMap<string, unknown> {
  return populations.get(name)?.step({ zeroDelay: false }).slots ?? new Map();
}

/** Reject rules that read variables of neurons without a value in each step. */
function checkReads(plan: JobPlan, { program, projection, place }: RuledProjection): void {
  for (const { of, variable } of program.reads) {
    const end = of === "pre" ? projection.from : projection.to;
    const slots = slotsOf(plan, end);
    if (findObserved(slots, variable) !== undefined) continue;
    throw RULE({
      place,
      message: `The rule reads "${variable}" of the population "${end}", which has none.`,
      expected: [...slots.keys()].join(", "),
      got: variable,
    });
  }
}

function checkStimulus(plan: JobPlan, { kind, population, port }: StimulusProgram): void {
  const slot = slotName(kind === "drive" ? "receptor" : "input", port);
  if (!slotsOf(plan, population).has(slot)) {
    throw SLOT_MISSING({ population, slot });
  }
}

function checkRecorder(plan: JobPlan, { place, population, variables }: RecorderProgram): void {
  const slots = slotsOf(plan, population);
  for (const variable of variables) {
    if (findObserved(slots, variable) !== undefined) continue;
    throw NOT_RECORDED({
      place: `${place}.variables`,
      message: `The population "${population}" has no variable "${variable}".`,
      expected: [...slots.keys()].join(", "),
      got: variable,
    });
  }
}
