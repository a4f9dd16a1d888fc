import { freeNames, parseExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { StimulusRecord, Value } from "@spikeloom/kernel";
import { chooseReceptor, resolveValue } from "@spikeloom/network";
import { stream, streamKey } from "@spikeloom/random";
import { timeOfStep } from "@spikeloom/simulate";
import {
  allInUnit,
  call,
  EXPORT_STIMULUS,
  keyword,
  list,
  type Numbers,
  numberOf,
  numbersCode,
  oneIfAlike,
  type Python,
  pythonFloat,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { populationCode, type WrittenPopulation } from "../population/write-population.ts";
import { type ReceptorShare, shareReceptors } from "../projection/receptors.ts";
import { selectionCode } from "../selection-code.ts";
import { weightUnitOf } from "../weight-unit.ts";
import { type CurrentRequest, stepOf } from "./current-samples.ts";

type PoissonStimulus = Extract<StimulusRecord, { kind: "poisson" }>;

/** A Poisson stimulus as a population of sources and their projection. */
export interface WrittenPoisson {
  readonly population: Python;
  readonly projections: readonly Python[];
}

/** Write a Poisson stimulus: one source per target, with its total rate. */
export function writePoisson(
  record: PoissonStimulus,
  request: CurrentRequest,
  { target, label }: { readonly target: WrittenPopulation; readonly label: string },
): WrittenPoisson {
  const { task, place, targets } = request;
  task.lose(
    "drawn-anew",
    place,
    "Its spikes are drawn anew, and arrive one step later: same distribution, different values.",
  );
  if (record.counts === "binomial") {
    task.lose(
      "counts",
      `${place}.counts`,
      "Spike counts of PyNN's sources are Poisson-distributed, with slightly larger variance.",
    );
  }
  const receptor = chooseReceptor(target.found.model, record.receptor, place);
  const unit = weightUnitOf(target.found.model, receptor);
  const weight = allInUnit(oneIfAlike(values(record.weight, "weight", { ...request, unit })), unit);
  const shares = shareReceptors(weight, targets.size, { target, receptor, unit, place });
  const population = call(
    `${populationCode(label)} = sim.Population`,
    String(targets.size),
    call("sim.SpikeSourcePoisson", ...sourceParameters(record, request, label)),
    keyword("label", pythonText(label)),
  );
  const projections = shares.map((share) => {
    const name = shares.length > 1 ? `${label} (${share.receptor})` : label;
    return projectionCode(record, request, { share, weight, label, name });
  });
  return { population, projections };
}

function sourceParameters(
  record: PoissonStimulus,
  request: CurrentRequest,
  label: string,
): readonly Python[] {
  const { task, place } = request;
  const { dt } = task;
  const count = record.count ?? 1;
  const single = allInUnit(values(record.rate, "rate", { ...request, unit: "Hz" }), "Hz");
  const rate =
    typeof single === "number" ? count * single : oneIfAlike(single.map((one) => count * one));
  const start = record.start === undefined ? 0 : stepOf(record.start, `${place}.start`, dt);
  const stop = record.stop === undefined ? undefined : stepOf(record.stop, `${place}.stop`, dt);
  return [
    ...(rate === 1 ? [] : [keyword("rate", numbersCode(task, `${label}-rate`, rate))]),
    ...(start === 0 ? [] : [keyword("start", pythonFloat(timeOfStep(start, dt)))]),
    ...(stop === undefined
      ? []
      : [keyword("duration", pythonFloat(timeOfStep(Math.max(0, stop - start), dt)))]),
  ];
}

/** Compute one number, or one per target, as a run draws them. */
function values(value: Value, field: string, request: CurrentRequest): Numbers {
  const { task, index, place, targets, size, unit } = request;
  const where = `${place}.${field}`;
  const isFormula = typeof value === "object" && "formula" in value;
  if (isFormula && freeNames(parseExpression(value.formula, { place: where })).has("t")) {
    throw EXPORT_STIMULUS({
      place: where,
      message: "PyNN's Poisson sources have a constant rate.",
      got: value.formula,
      next: "Use a rate that does not depend on t, or several stimuli with start and stop.",
    });
  }
  const key = streamKey(task.seed, `stimulus/${index}/${field}`);
  const resolved = resolveValue(value, {
    // Formulas count neurons within the population.
    size: isFormula ? size : targets.size,
    unit,
    place: where,
    stream: (neuron) => stream(key, neuron),
    functions: hostFunctions,
  });
  if (!isFormula || typeof resolved === "number") return resolved;
  return Float64Array.from({ length: targets.size }, (_, k) =>
    numberOf(resolved, targets.neuron(k)),
  );
}

function projectionCode(
  record: PoissonStimulus,
  { task, targets }: CurrentRequest,
  given: {
    readonly share: ReceptorShare;
    readonly weight: Numbers;
    readonly label: string;
    readonly name: string;
  },
): Python {
  const { share, weight, label, name } = given;
  const { neurons } = record;
  const delay = keyword("delay", pythonFloat(task.dt));
  const isPlain = typeof weight === "number" && neurons?.indices === undefined;
  const ends = isPlain
    ? [populationCode(label), selectionCode(task, { population: record.into, selection: neurons })]
    : [populationCode(label), populationCode(record.into)];
  const own = targets.size === 1 ? "sim.AllToAllConnector()" : "sim.OneToOneConnector()";
  const alike = typeof weight === "number" ? [keyword("weight", pythonFloat(weight))] : [];
  return call(
    `projections[${pythonText(name)}] = sim.Projection`,
    ...ends,
    isPlain ? own : listCode(task, { targets, share, weight, name }),
    call("sim.StaticSynapse", ...alike, delay),
    keyword("receptor_type", pythonText(share.receptor)),
    keyword("label", pythonText(name)),
  );
}

function listCode(
  task: CurrentRequest["task"],
  given: {
    readonly targets: CurrentRequest["targets"];
    readonly share: ReceptorShare;
    readonly weight: Numbers;
    readonly name: string;
  },
): Python {
  const { targets, share, weight, name } = given;
  const chosen = share.chosen ?? Array.from({ length: targets.size }, (_, k) => k);
  const isOne = typeof weight === "number";
  const rows = chosen.map((k) => [k, targets.neuron(k), ...(isOne ? [] : [numberOf(weight, k)])]);
  const table = task.keep(name, Float64Array.from(rows.flat()), isOne ? 2 : 3);
  const names = isOne ? [] : [keyword("column_names", list([pythonText("weight")]))];
  return call("sim.FromListConnector", table, ...names);
}
