import type { NeuronRecord, SpikeLoomError } from "@spikeloom/kernel";
import { dimensionless } from "@spikeloom/units";
import { readAssignments } from "./assignments.ts";
import { readDynamics } from "./dynamics.ts";
import { declareExpressions, readExpressions } from "./expressions.ts";
import { notBoth } from "./fields.ts";
import { readIntegrator } from "./integrator.ts";
import { readParameters } from "./parameters.ts";
import type { ParsedNeuron } from "./parsed.ts";
import { type Reading, startReading } from "./reading.ts";
import { readInputs, readOutputs, readReceptors } from "./receptors.ts";
import { readEvents, readRegimes } from "./regimes.ts";
import { readSource } from "./source.ts";
import { readSpike } from "./spike.ts";
import { declareStates, readStates } from "./state.ts";
import { type TypedReading, typedModels } from "./typed-models.ts";

const models = typedModels<NeuronRecord, ParsedNeuron>("neuron", readNeuron);

/**
 * Check a neuron model in full; returns all errors.
 *
 * Covers its shape, names, dimensions and references.
 */
export function checkNeuronModel(record: NeuronRecord, place?: string): readonly SpikeLoomError[] {
  return models.check(record, place);
}

/** Check a neuron model and return its typed form; all errors are thrown together. */
export function parseNeuronModel(record: NeuronRecord, place?: string): ParsedNeuron {
  return models.parse(record, place);
}

function readNeuron(record: NeuronRecord, place: string): TypedReading<ParsedNeuron> {
  const reading = startReading("neuron", { name: record.name, place });
  const { state = {}, expressions = {}, receptors = {}, outputs = {}, events = {} } = record;
  checkWays(reading, record);
  const parameters = readParameters(reading, record.parameters);
  declareStates(reading, state);
  const inputs = readInputs(reading, record.inputs ?? {});
  declareExpressions(reading, expressions);
  if (record.spike?.refractory !== undefined) declareRefractoriness(reading);
  const parsed: ParsedNeuron = {
    record,
    parameters,
    inputs,
    expressions: readExpressions(reading, expressions),
    state: readStates(reading, state),
    receptors: readReceptors(reading, receptors),
    outputs: readOutputs(reading, outputs),
    dynamics: readDynamics(reading, record.dynamics),
    step: (record.step ?? []).map((group, k) =>
      readAssignments(reading, group, { path: `step[${k}]`, shared: true }),
    ),
    spike: record.spike && readSpike(reading, record.spike),
    events: readEvents(reading, events),
    regimes: readRegimes(reading, record),
    source: record.source && readSource(reading, record.source),
    integrator: readIntegrator(reading, record),
  };
  return { parsed, errors: reading.errors.all() };
}

function checkWays(reading: Reading, record: NeuronRecord): void {
  const ways = [
    ["dynamics", "step", "a step is the whole update"],
    ["regimes", "step", "a regime has dynamics"],
    ["source", "dynamics", "a source does not depend on anything"],
    ["source", "step", "a source does not depend on anything"],
    ["source", "spike", "the source determines the spikes"],
    ["source", "regimes", "a source does not depend on anything"],
  ] as const;
  for (const [first, second, why] of ways) {
    notBoth(reading, record, { path: second, fields: [first, second], why });
  }
}

// Equations of Brian2 may read it: int(not_refractory).
function declareRefractoriness(reading: Reading): void {
  reading.names.set("not_refractory", {
    role: "refractoriness",
    dimension: dimensionless,
    boolean: true,
    shared: false,
  });
}
