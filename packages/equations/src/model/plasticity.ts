import type { PlasticityRecord, SpikeLoomError, StructureRecord } from "@spikeloom/kernel";
import { type Dimension, dimensionless } from "@spikeloom/units";
import { timeDimension } from "../builtin-names.ts";
import { readAssignments } from "./assignments.ts";
import { declareWeight, readEventActions, readReads, readSynapseDynamics } from "./ends.ts";
import { declareExpressions, readExpressions } from "./expressions.ts";
import { readParameters } from "./parameters.ts";
import type { ParsedPlasticity } from "./parsed.ts";
import { readExpression, readOptional } from "./read-expression.ts";
import type { Reading } from "./reading.ts";
import { readInputs } from "./receptors.ts";
import { declareStates, readStates } from "./state.ts";
import { checkTraceSides } from "./trace-sides.ts";
import { declareTraces, readTraces } from "./traces.ts";
import { typedModels } from "./typed-models.ts";
import { type Attempted, readWeighted } from "./weight.ts";

const models = typedModels<PlasticityRecord, ParsedPlasticity>("plasticity", (record, place) =>
  readWeighted(record, place, readWith),
);

/** Check a plasticity rule in full; returns all errors. */
export function checkPlasticityModel(
  record: PlasticityRecord,
  place?: string,
): readonly SpikeLoomError[] {
  return models.check(record, place);
}

/** Check a plasticity rule and return its typed form; all errors thrown together. */
export function parsePlasticityModel(record: PlasticityRecord, place?: string): ParsedPlasticity {
  return models.parse(record, place);
}

function readWith(
  reading: Reading,
  record: PlasticityRecord,
  weight: Dimension | undefined,
): Attempted<ParsedPlasticity> {
  const { traces = {}, state = {}, expressions = {}, structure } = record;
  declareWeight(reading, weight);
  const parameters = readParameters(reading, record.parameters);
  const reads = readReads(reading, record.reads ?? {});
  const modulators = readInputs(reading, record.modulators ?? {}, "modulator");
  declareTraces(reading, traces);
  declareStates(reading, state);
  declareExpressions(reading, expressions);
  const bound = (side: "min" | "max"): ReturnType<typeof readOptional> =>
    weight &&
    readOptional(reading, record.bounds?.weight?.[side], {
      needs: weight,
      path: `bounds.weight.${side}`,
      what: "A bound of the weight",
      quantity: true,
    });
  const parsed: ParsedPlasticity = {
    record,
    weightDimension: weight,
    parameters,
    reads,
    modulators,
    expressions: readExpressions(reading, expressions),
    traces: readTraces(reading, traces),
    state: readStates(reading, state),
    dynamics: readSynapseDynamics(reading, record.dynamics ?? {}),
    on: readEventActions(reading, record.on),
    bounds: { min: bound("min"), max: bound("max") },
    structure: structure && readStructure(reading, structure),
  };
  checkTraceSides(reading, parsed);
  return { parsed, reading };
}

function readStructure(reading: Reading, record: StructureRecord): ParsedPlasticity["structure"] {
  const every = readExpression(reading, record.every, {
    needs: timeDimension,
    path: "structure.every",
    what: "The time between two tests",
    constant: true,
    quantity: true,
  });
  const remove = readOptional(reading, record.remove, {
    needs: "condition",
    path: "structure.remove",
  });
  const add =
    record.add === "replace"
      ? "replace"
      : readOptional(reading, record.add, {
          needs: dimensionless,
          path: "structure.add",
          what: "The number of new synapses",
        });
  const initial = readAssignments(reading, record.initial, { path: "structure.initial" });
  return every && { every, remove, add, initial };
}
