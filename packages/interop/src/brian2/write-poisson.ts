import { parseExpression } from "@spikeloom/equations";
import type { NeuronRecord, StimulusRecord } from "@spikeloom/kernel";
import type { Chosen } from "@spikeloom/network";
import { lowerStimulus } from "@spikeloom/program";
import {
  allInUnit,
  behind,
  call,
  dictionary,
  keyword,
  type Numbers,
  numberOf,
  oneIfAlike,
  type Python,
  pythonFloat,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { isConstant, ratesByStep, type StepRates, stimulusRates } from "../scripts/step-rates.ts";
import { brian2Name, namesOf } from "./expression-code.ts";
import { groupCode } from "./group-code.ts";
import { heldLine } from "./held-line.ts";
import { statementsCode } from "./statements-code.ts";
import type { Brian2Task } from "./task.ts";
import { quantityCode, writtenUnit } from "./units.ts";
import type { WrittenPopulation } from "./write-population.ts";

type Poisson = Extract<StimulusRecord, { kind: "poisson" }>;

interface Driven {
  readonly name: string;
  readonly index: number;
  readonly model: NeuronRecord;
  readonly size: number;
  readonly port: string;
  readonly targets: Chosen;
  readonly rows: readonly StepRates[];
  /** Weight of each target in order, in the receptor's internal unit. */
  readonly weights: Numbers;
}

/**
 * Write a Poisson stimulus with independent spikes per neuron.
 *
 * Sources with at most one spike per step become a PoissonInput if it can express them; otherwise a count is drawn for
 * each neuron in each step, when spikes arrive.
 */
export function writePoisson(
  task: Brian2Task,
  index: number,
  populations: ReadonlyMap<string, WrittenPopulation>,
): readonly Python[] {
  const record = task.network.stimuli?.[index];
  if (record?.kind !== "poisson") return [];
  const place = `stimuli[${index}]`;
  const resolved = populations.get(record.into)?.resolved;
  if (resolved === undefined) return [];
  const { model, size } = resolved;
  const { dt, steps, seed } = task;
  const population = { name: record.into, model, size };
  const drive = lowerStimulus(record, { index, population, dt, seed });
  if (drive.kind !== "drive") return [];
  const { port, targets, weight } = drive;
  const driven: Driven = {
    name: record.into,
    index,
    model,
    size,
    port,
    targets,
    rows: stimulusRates(drive, { dt, steps }),
    weights: oneIfAlike(weight),
  };
  task.lose("drawn-anew", place, "Its spikes are redrawn: same distribution, different values.");
  if (record.counts !== "binomial") return drawnCounts(task, driven);
  const input = poissonInput(task, driven, record);
  if (input !== undefined) return [input];
  const message = "Spike counts per step are Poisson-distributed, with slightly larger variance.";
  task.lose("counts", `${place}.counts`, message);
  return drawnCounts(task, driven);
}

/** Brian2's PoissonInput, which has one rate and one weight, and adds to one variable of all neurons. */
function poissonInput(
  task: Brian2Task,
  { name, index, model, port, targets, rows, weights }: Driven,
  { count = 1 }: Poisson,
): Python | undefined {
  const added = Object.entries(model.receptors?.[port]?.on ?? {});
  const [[variable, text] = []] = added;
  const [row] = rows;
  if (variable === undefined || text === undefined || row === undefined) return undefined;
  const isSum = added.length === 1 && isSumOf(text, variable);
  const isOne = rows.length === 1 && isConstant(row) && typeof weights === "number";
  if (!isSum || !isOne || targets.isAll !== true || model.step !== undefined) return undefined;
  const unit = model.receptors?.[port]?.unit ?? "1";
  // Rates are those of all sources together, in kHz; the last bits differ because of divisions by the step.
  const rate = Number((((row.rates[0] ?? 0) * 1000) / count).toPrecision(14));
  return call(
    `synapses[${pythonText(`stimuli[${index}]`)}] = b.PoissonInput`,
    groupCode(name),
    pythonText(brian2Name(variable)),
    String(count),
    `${pythonFloat(rate)}*Hz`,
    quantityCode(task, `stimulus-${index}-weight`, { values: weights, unit }),
  );
}

function isSumOf(text: string, variable: string): boolean {
  const e = parseExpression(text);
  if (e.kind !== "add") return false;
  const names = [e.left, e.right].map((side) => (side.kind === "name" ? side.name : undefined));
  return names.includes(variable) && names.includes("weight");
}

/** Draw the number of spikes of each neuron in a step, and deliver them immediately. */
function drawnCounts(task: Brian2Task, driven: Driven): readonly Python[] {
  const { name, index, model, port } = driven;
  const unit = model.receptors?.[port]?.unit ?? "1";
  const own = namesOf(model);
  const [expected, weight, arriving] = ["expected", "weight", "arriving"].map(
    (what) => `${what}_of_${index}`,
  ) as [string, string, string];
  const naming = (one: string): string => (one === "weight" ? arriving : own(one));
  const held = new Set(model.spike?.refractory?.hold ?? []);
  const statements = statementsCode(
    model.receptors?.[port]?.on ?? {},
    naming,
    model.expressions,
  ).map((line) =>
    // Brian2 itself keeps arriving spikes from held variables.
    model.step === undefined ? line : heldLine(line, held),
  );
  const isOne = typeof driven.weights === "number";
  const read = isOne ? weight : `${weight}(t, i)`;
  const code = [`${arriving} = ${read}*poisson(${expected}(t, i))`, ...statements];
  return [
    call(
      `${groupCode(name)}.namespace.update`,
      dictionary([
        [pythonText(expected), call("b.TimedArray", expectedCounts(task, driven), "dt=DT")],
        [pythonText(weight), weightCode(task, driven, unit)],
      ]),
    ),
    call(
      `${groupCode(name)}.run_regularly`,
      pythonText(code.join("\n")),
      keyword("when", pythonText("synapses")),
    ),
  ];
}

/** A single weight, or a row of one per neuron for all steps. */
function weightCode(
  task: Brian2Task,
  { index, size, targets, weights }: Driven,
  unit: string,
): Python {
  const name = `stimulus-${index}-weight`;
  if (typeof weights === "number") return quantityCode(task, name, { values: weights, unit });
  const { ours, theirs } = writtenUnit(unit);
  const row = new Float64Array(size);
  for (let k = 0; k < targets.size; k++) row[targets.neuron(k)] = numberOf(weights, k);
  const kept = task.keep(name, allInUnit(row, ours) as Float64Array, size);
  const values = theirs === "1" ? kept : behind(kept, `*(${theirs})`);
  return call("b.TimedArray", values, "dt=DT");
}

/** Mean number of spikes of each neuron per step: one row for all steps, or one per step. */
function expectedCounts({ dt, steps, keep }: Brian2Task, { index, size, rows }: Driven): Python {
  const counts = ratesByStep(rows, { size, steps }).map((rate) => rate * dt);
  return keep(`stimulus-${index}-expected`, counts, size);
}
