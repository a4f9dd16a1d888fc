import { hostFunctions } from "@spikeloom/equations/functions";
import { resolvePopulation } from "@spikeloom/network";
import { type DriveProgram, lowerStimulus } from "@spikeloom/program";
import {
  allInUnit,
  dictionary,
  numberOf,
  numbersCode,
  oneIfAlike,
  type Python,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { stimulusRates } from "../scripts/step-rates.ts";
import { drawCode } from "./draw-code.ts";
import type { NestTask } from "./task.ts";
import type { WrittenPopulation } from "./write-population.ts";
import { checkSign, portOf, scaled, timesEach } from "./write-projection.ts";

/** Write the Poisson processes of a stimulus, independent for each neuron. */
export function writePoisson(
  task: NestTask,
  index: number,
  populations: ReadonlyMap<string, WrittenPopulation>,
): readonly Python[] {
  const { network, stack, seed, dt, steps } = task;
  const record = network.stimuli?.[index];
  const place = `stimuli[${index}]`;
  if (record?.kind !== "poisson") return [];
  const found = populations.get(record.into)?.found;
  if (found === undefined) return [];
  const options = { stack, seed, functions: hostFunctions, first: 1 };
  const population = { ...resolvePopulation(network, record.into, options), name: record.into };
  const drive = lowerStimulus(record, { index, population, dt, seed });
  if (drive.kind !== "drive") return [];
  const { port, targets, weight: given } = drive;
  sayChance(task, drive, place);
  const nestPort = portOf(found, port);
  const chosen = Array.from({ length: targets.size }, (_, k) => targets.neuron(k));
  const internal = timesEach(given, found.weightFactor(port), chosen);
  checkSign(internal, nestPort, `${place}.weight`);
  const weights = scaled(allInUnit(internal, found.row.weightUnit), nestPort.factor);
  const weightOf = new Map(chosen.map((neuron, k) => [neuron, numberOf(weights, k)] as const));
  const rows = stimulusRates(drive, { dt, steps });
  return rows.flatMap((row, k): readonly Python[] => {
    const own = oneIfAlike(Float64Array.from(row.neurons, (neuron) => weightOf.get(neuron) ?? 0));
    const label = `stimulus-${index}-${k}`;
    const synapse = dictionary([
      [pythonText("weight"), numbersCode(task, `${label}-weight`, own)],
      [pythonText("delay"), "DT"],
      ...(nestPort.port === undefined
        ? []
        : [[pythonText("receptor_type"), String(nestPort.port)] as const]),
    ]);
    return drawCode(task, row, { name: record.into, label, synapse });
  });
}

function sayChance(task: NestTask, { law }: DriveProgram, place: string): void {
  task.lose("drawn-anew", place, "Its spikes are redrawn: same distribution, different values.");
  if (law !== "binomial") return;
  const message =
    "Spike counts of NEST's generators are Poisson-distributed, with slightly larger variance.";
  task.lose("counts", `${place}.counts`, message);
}
