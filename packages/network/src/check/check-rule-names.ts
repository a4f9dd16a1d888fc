import {
  type CouplingRecord,
  type NeuronRecord,
  ownValue,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { parseUnit, sameDimension } from "@spikeloom/units";
import { UNKNOWN_NAME, VALUE_DIMENSION } from "../errors.ts";
import { unitOfParameter } from "../plan/model-values.ts";
import type { ProjectionModels, ProjectionTask } from "../plan/plan-projection.ts";
import { describeDimension } from "../values/describe-dimension.ts";
import { pairNames } from "../values/pair-frame.ts";
import { checkNamed } from "./check-population.ts";
import { checkValue } from "./check-value.ts";
import type { Collector } from "./collect.ts";

/** Context for checking names: the models of the valid populations. */
interface Context {
  readonly known: ReadonlyMap<string, NeuronRecord>;
  readonly into: Collector;
}

/**
 * Check the names shared by a projection and its models.
 *
 * The projection's states, events and third factors must belong to its models, and the variables that these read to the neurons
 * at its ends.
 */
export function checkRuleNames(task: ProjectionTask, models: ProjectionModels, to: Context): void {
  const { record, place } = task;
  const { synapse, plasticity } = models;
  const { into } = to;
  const model = plasticity?.model.name ?? synapse?.model.name ?? "static";
  const state = { ...synapse?.model.state, ...plasticity?.model.state };
  const { initial = {}, events = {}, modulators = {} } = record;
  const where = (field: string) => ({ model, place: `${place}.${field}`, into });
  const ofModels = eventNames(synapse?.model.on, plasticity?.model.on);
  const factors = Object.keys(plasticity?.model.modulators ?? {});
  checkNamed(initial, Object.keys(state), { what: "state variable", ...where("initial") });
  checkNamed(events, ofModels, { what: "named event", ...where("events") });
  checkNamed(modulators, factors, { what: "modulator", ...where("modulators") });
  for (const [name, value] of Object.entries(initial)) {
    const unit = Object.hasOwn(state, name) ? state[name]?.unit : undefined;
    if (unit === undefined) continue;
    checkValue(value, { unit, place: `${place}.initial.${name}`, names: pairNames }, into);
  }
  const target = to.known.get(record.to);
  synapse?.model.coupling?.forEach((coupling, k) => {
    if (target === undefined) return;
    const at = `${place}.synapse.coupling[${k}].into`;
    into.attempt(() => checkCoupling(coupling, target, at));
  });
  for (const kind of ["synapse", "plasticity"] as const) {
    const reads = models[kind]?.model.reads ?? {};
    for (const [name, read] of Object.entries(reads)) {
      const end = to.known.get(read.of === "pre" ? record.from : record.to);
      const path = `${place}.${kind}.reads.${name}`;
      if (end !== undefined) into.attempt(() => checkRead(read, end, path));
    }
  }
}

/** Check that a coupling adds to an input of the target. */
function checkCoupling(
  { into: name, unit }: CouplingRecord,
  target: NeuronRecord,
  place: string,
): void {
  const inputs = target.inputs ?? {};
  const input = ownValue(inputs, name);
  if (input === undefined) {
    const known = Object.keys(inputs);
    throw UNKNOWN_NAME({ place, name, what: "input", model: target.name, known });
  }
  const [wanted, got] = [parseUnit(unit).dimension, parseUnit(input.unit).dimension];
  if (sameDimension(wanted, got)) return;
  throw VALUE_DIMENSION({
    place,
    expected: describeDimension(wanted, unit),
    got: `the input "${name}" of "${target.name}", in ${input.unit}`,
    next: "Couple into another input, or use a synapse model for this one.",
  });
}

/** List the events of the models other than pre- and postsynaptic spikes. */
function eventNames(...on: readonly (SynapseRecord["on"] | undefined)[]): readonly string[] {
  const names = on.flatMap((events) => Object.keys(events ?? {}));
  return names.filter((name) => name !== "pre" && name !== "post");
}

function checkRead(
  { variable, unit }: { readonly variable: string; readonly unit: string },
  neuron: NeuronRecord,
  place: string,
): void {
  const units = unitsOf(neuron);
  const found = units.get(variable);
  if (found === undefined) {
    const known = [...units.keys()];
    throw UNKNOWN_NAME({ place, name: variable, what: "variable", model: neuron.name, known });
  }
  const [wanted, got] = [parseUnit(unit).dimension, parseUnit(found).dimension];
  if (sameDimension(wanted, got)) return;
  throw VALUE_DIMENSION({
    place,
    expected: describeDimension(wanted, unit),
    got: `"${variable}" of "${neuron.name}", in ${found}`,
    next: "Read another variable, or use a synapse model for this one.",
  });
}

/** List the neuron's quantities that have a value in each step, with their units. */
function unitsOf(neuron: NeuronRecord): ReadonlyMap<string, string> {
  const { state = {}, expressions = {}, inputs = {}, outputs = {}, parameters } = neuron;
  return new Map([
    ...Object.entries(parameters).map(([name, one]) => [name, unitOfParameter(one)] as const),
    ...[inputs, outputs, expressions, state].flatMap((part) =>
      Object.entries(part).map(([name, one]) => [name, one.unit] as const),
    ),
  ]);
}
