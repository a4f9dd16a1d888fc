import type { StimulusRecord } from "@spikeloom/kernel";
import { checkFormula, readTime } from "@spikeloom/network";
import { dimensionless, parseUnit } from "@spikeloom/units";
import { STIMULUS_VALUE } from "../errors.ts";
import { closedFormula } from "./closed-formula.ts";
import { cutOff, driveAmount } from "./drive-amount.ts";
import type { DriveProgram, DriveRate } from "./stimulus-program.ts";
import type { StimulusTask } from "./stimulus-task.ts";
import { targetValues } from "./target-values.ts";

type DriveRecord = Extract<StimulusRecord, { kind: "poisson" }>;

const { dimension } = parseUnit("Hz");
const time = parseUnit("ms").dimension;

/** Lower a Poisson stimulus. */
export function lowerDrive(record: DriveRecord, task: StimulusTask): DriveProgram {
  const { index, place, population, targets, port } = task;
  const law = record.counts === "binomial" ? "binomial" : "poisson";
  const { count = 1 } = record;
  if (law === "binomial" && !(Number.isInteger(count) && count >= 1)) {
    const message = "The number of sources must be a whole number.";
    const where = `${place}.count`;
    throw STIMULUS_VALUE({ place: where, message, expected: "1, 2, ...", got: String(count) });
  }
  const drive = { index, law, sources: count } as const;
  const rate = lowerRate(record, { ...task, drive });
  return {
    ...drive,
    kind: "drive",
    population: population.name,
    targets,
    port,
    start: record.start === undefined ? 0 : readTime(record.start, `${place}.start`),
    stop:
      record.stop === undefined ? Number.POSITIVE_INFINITY : readTime(record.stop, `${place}.stop`),
    rate,
    weight: lowerWeight(record, task),
    keys: { counts: `stimulus/${index}`, gaps: `stimulus/${index}/gaps` },
  };
}

function lowerRate(
  record: DriveRecord,
  {
    drive,
    ...task
  }: StimulusTask & { readonly drive: Pick<DriveProgram, "law" | "sources" | "index"> },
): DriveRate {
  const { index, targets, population, seed, first, dt } = task;
  const { rate } = record;
  const place = `${task.place}.rate`;
  const isFormula = typeof rate === "object" && "formula" in rate;
  if (isFormula) {
    const changing = changingRate(rate.formula, { place, size: population.size });
    if (changing !== undefined) return changing;
  }
  const purpose = `stimulus/${index}/rate`;
  const { size } = population;
  const rates = targetValues(rate, { place, purpose, targets, size, unit: "Hz", seed, first });
  const amount = driveAmount(drive, { dt, next: isFormula ? cutOff : undefined });
  if (typeof rates === "number") {
    amount(rates);
    return { kind: "one", rate: rates };
  }
  for (const [k, each] of rates.entries()) {
    amount(each, () => ` for neuron ${targets.neuron(k)}`);
  }
  const [one] = rates;
  if (one !== undefined && rates.every((each) => each === one)) return { kind: "one", rate: one };
  return { kind: "each", rates };
}

/** Lower a formula of `t`; undefined if it does not read the time. */
function changingRate(
  text: string,
  { place, size }: { readonly place: string; readonly size: number },
): DriveRate | undefined {
  const names = new Map([
    ["t", time],
    ["i", dimensionless],
    ["N", dimensionless],
  ]);
  const checked = checkFormula(text, names, { dimension, place: `${place}.formula` });
  const { value, reads } = closedFormula(checked, {
    names: ["t", "i"],
    values: new Map([["N", size]]),
    place: `${place}.formula`,
    text,
  });
  if (!reads.has("t")) return undefined;
  return { kind: "changing", value, perNeuron: reads.has("i") };
}

/** Read the weight: one number, or one per target. */
function lowerWeight(
  { weight: value }: DriveRecord,
  { index, targets, port, population, seed, first, ...task }: StimulusTask,
): number | Float64Array {
  const { size, model } = population;
  const unit = model.receptors?.[port]?.unit ?? "1";
  const place = `${task.place}.weight`;
  const purpose = `stimulus/${index}/weight`;
  const weight = targetValues(value, { place, purpose, targets, size, unit, seed, first });
  const infinite =
    typeof weight === "number" ? (Number.isFinite(weight) ? -1 : 0) : weight.findIndex(isInfinite);
  if (infinite < 0) return weight;
  const got = `inf for neuron ${targets.neuron(infinite)}`;
  const message = "The weight of a Poisson stimulus must be finite.";
  throw STIMULUS_VALUE({ place, message, expected: "a finite weight", got });
}

function isInfinite(value: number): boolean {
  return !Number.isFinite(value);
}
