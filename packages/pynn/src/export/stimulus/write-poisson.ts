import { formatExpression } from "@spikeloom/equations";
import { activeSteps, type DriveProgram } from "@spikeloom/program";
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
import type { PynnTask } from "../task.ts";
import { weightUnitOf } from "../weight-unit.ts";

/** A Poisson stimulus as a population of sources and their projection. */
export interface WrittenPoisson {
  readonly population: Python;
  readonly projections: readonly Python[];
}

/** Target of a Poisson stimulus. */
export interface PoissonTarget {
  readonly task: PynnTask;
  readonly place: string;
  readonly target: WrittenPopulation;
  /** Label of the sources. */
  readonly label: string;
  /** Targets as the network selects them. */
  readonly selection: Parameters<typeof selectionCode>[1];
}

/** Write a Poisson stimulus: one source per target, with its total rate. */
export function writePoisson(drive: DriveProgram, given: PoissonTarget): WrittenPoisson {
  const { task, place, target, label } = given;
  const { port: receptor, targets } = drive;
  task.lose(
    "drawn-anew",
    place,
    "Its spikes are redrawn, and arrive one step later: same distribution, different values.",
  );
  if (drive.law === "binomial") {
    task.lose(
      "counts",
      `${place}.counts`,
      "Spike counts of PyNN's sources are Poisson-distributed, with slightly larger variance.",
    );
  }
  const unit = weightUnitOf(target.found.model, receptor);
  const weight = allInUnit(oneIfAlike(drive.weight), unit);
  const shares = shareReceptors(weight, targets.size, { target, receptor, unit, place });
  const population = call(
    `${populationCode(label)} = sim.Population`,
    String(targets.size),
    call("sim.SpikeSourcePoisson", ...sourceParameters(drive, given)),
    keyword("label", pythonText(label)),
  );
  const projections = shares.map((share) => {
    const name = shares.length > 1 ? `${label} (${share.receptor})` : label;
    return projectionCode(drive, given, { share, weight, name });
  });
  return { population, projections };
}

function sourceParameters(
  drive: DriveProgram,
  { task, place, label }: PoissonTarget,
): readonly Python[] {
  const { dt } = task;
  const single = allInUnit(ratesOf(drive, place), "Hz");
  const { sources: count } = drive;
  const rate =
    typeof single === "number" ? count * single : oneIfAlike(single.map((one) => count * one));
  const [start, stop] = activeSteps(drive, dt);
  return [
    ...(rate === 1 ? [] : [keyword("rate", numbersCode(task, `${label}-rate`, rate))]),
    ...(start === 0 ? [] : [keyword("start", pythonFloat(timeOfStep(start, dt)))]),
    ...(stop === Number.POSITIVE_INFINITY
      ? []
      : [keyword("duration", pythonFloat(timeOfStep(Math.max(0, stop - start), dt)))]),
  ];
}

/** Return the rate of one source: one number, or one per target. */
function ratesOf({ rate }: DriveProgram, place: string): Numbers {
  if (rate.kind !== "changing") return rate.kind === "one" ? rate.rate : rate.rates;
  throw EXPORT_STIMULUS({
    place: `${place}.rate`,
    message: "PyNN's Poisson sources have a constant rate.",
    got: formatExpression(rate.value),
    next: "Use a rate that does not depend on t, or several stimuli with start and stop.",
  });
}

function projectionCode(
  { targets }: DriveProgram,
  { task, label, selection }: PoissonTarget,
  given: { readonly share: ReceptorShare; readonly weight: Numbers; readonly name: string },
): Python {
  const { share, weight, name } = given;
  const delay = keyword("delay", pythonFloat(task.dt));
  const isPlain = typeof weight === "number" && selection.selection?.indices === undefined;
  const ends = isPlain
    ? [populationCode(label), selectionCode(task, selection)]
    : [populationCode(label), populationCode(selection.population)];
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
  task: PynnTask,
  given: {
    readonly targets: DriveProgram["targets"];
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
