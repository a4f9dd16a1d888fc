import type { SpikeLoomError, SynapseRecord } from "@spikeloom/kernel";
import type { Dimension } from "@spikeloom/units";
import type { Expression } from "../expression.ts";
import { freeNames } from "../names.ts";
import { declareWeight, readEventActions, readReads, readSynapseDynamics } from "./ends.ts";
import { MODEL_FIELDS, MODEL_SCOPE } from "./errors.ts";
import { declareExpressions, readExpressions } from "./expressions.ts";
import { readParameters } from "./parameters.ts";
import type { ParsedSynapse } from "./parsed.ts";
import { readExpression, readOptional } from "./read-expression.ts";
import { placeIn, type Reading } from "./reading.ts";
import { declareStates, readStates } from "./state.ts";
import { typedModels } from "./typed-models.ts";
import { readUnit } from "./units.ts";
import { type Attempted, readWeighted } from "./weight.ts";

const models = typedModels<SynapseRecord, ParsedSynapse>("synapse", (record, place) =>
  readWeighted(record, place, readWith),
);

/** Check a synapse model in full; returns all errors. */
export function checkSynapseModel(
  record: SynapseRecord,
  place?: string,
): readonly SpikeLoomError[] {
  return models.check(record, place);
}

/** Check a synapse model and return its typed form; all errors are thrown together. */
export function parseSynapseModel(record: SynapseRecord, place?: string): ParsedSynapse {
  return models.parse(record, place);
}

function readWith(
  reading: Reading,
  record: SynapseRecord,
  weight: Dimension | undefined,
): Attempted<ParsedSynapse> {
  const { state = {}, expressions = {}, dynamics = {}, on = {}, per = "synapse" } = record;
  declareWeight(reading, weight);
  const parameters = readParameters(reading, record.parameters);
  const reads = readReads(reading, record.reads ?? {});
  declareStates(reading, state);
  declareExpressions(reading, expressions);
  const parsed: ParsedSynapse = {
    record,
    weightDimension: weight,
    parameters,
    reads,
    expressions: readExpressions(reading, expressions),
    state: readStates(reading, state),
    dynamics: readSynapseDynamics(reading, dynamics),
    on: readEventActions(reading, on),
    deliver:
      weight &&
      readOptional(reading, record.deliver, {
        needs: weight,
        path: "deliver",
        what: `What "${reading.name}" delivers`,
      }),
    per,
    coupling: readCoupling(reading, record),
  };
  if (per === "source") checkPerSource(reading, parsed);
  return { parsed, reading };
}

function readCoupling(reading: Reading, record: SynapseRecord): ParsedSynapse["coupling"] {
  return (record.coupling ?? []).flatMap(({ into, value: text, unit }, k) => {
    const dimension = readUnit(reading, unit, `coupling[${k}].unit`);
    if (dimension === undefined) return [];
    const value = readExpression(reading, text, {
      needs: dimension,
      path: `coupling[${k}].value`,
      what: `The coupling into "${into}"`,
    });
    return value === undefined ? [] : [{ into, value, dimension }];
  });
}

// All synapses of a source share one state, so it must not depend on a target.
function checkPerSource(reading: Reading, { on, dynamics, reads }: ParsedSynapse): void {
  for (const event of on.keys()) {
    if (event === "pre") continue;
    const place = placeIn(reading, `on.${event}`);
    const message = "A state per source changes only at presynaptic spikes.";
    reading.errors.push(MODEL_FIELDS({ place, message, next: 'Set "per" to "synapse".' }));
  }
  const moved = [
    ...[...dynamics].map(([name, { derivative }]) => [`dynamics.${name}`, derivative] as const),
    ...[...(on.get("pre") ?? [])].map(([name, value]) => [`on.pre.${name}`, value] as const),
  ];
  for (const one of moved) checkSourceOnly(reading, reads, one);
}

function checkSourceOnly(
  reading: Reading,
  reads: ParsedSynapse["reads"],
  [path, value]: readonly [path: string, value: Expression],
): void {
  for (const name of freeNames(value)) {
    const { role } = reading.names.get(name) ?? {};
    const isOfTarget = role === "weight" || (role === "read" && reads.get(name)?.of === "post");
    if (!isOfTarget) continue;
    const message = `A state per source cannot depend on "${name}", which differs between synapses.`;
    reading.errors.push(MODEL_SCOPE({ place: placeIn(reading, path), message }));
  }
}
