import { hostFunctions } from "@spikeloom/equations/functions";
import type { NetworkRecord } from "@spikeloom/kernel";
import { planProjection, projectionNames } from "@spikeloom/network";
import {
  givenStep,
  type NetworkProgram,
  type PopulationProgram,
  programOf,
} from "@spikeloom/program";
import {
  attempt,
  call,
  dictionary,
  drawConnections,
  EXPORT_NEURON,
  EXPORT_STIMULUS,
  EXPORT_SYNAPSE,
  EXPORT_VALUE,
  type ExportOptions,
  type ExportTask,
  exportScript,
  list,
  numberOf,
  type Python,
  pythonText,
  type ScriptExport,
  sayLags,
  sayPrecision,
} from "@spikeloom/simulate/scripts";
import { type LavaLoss, lavaLosses } from "./losses.ts";
import { type LavaProcess, lavaProcesses } from "./processes.ts";
import { writeScript } from "./script.ts";

type Task = ExportTask<LavaLoss> & { readonly program: NetworkProgram };

/**
 * Write a network in integers of Loihi as a script of Lava that reproduces the same states.
 *
 * Connections are those that a run with the same seed draws. Everything that Lava's fixed-point processes lack is refused at
 * once.
 */
export function exportLava(network: NetworkRecord, options: ExportOptions): ScriptExport<LavaLoss> {
  return exportScript<LavaLoss>(network, options, (task) => {
    const { stack, seed } = task;
    return write({ ...task, program: programOf(network, { stack, seed }) });
  });
}

function write(task: Task): string {
  const { network, program, steps } = task;
  sayPrecision(task, "Lava");
  sayLags(task);
  if ((network.stimuli ?? []).length > 0) {
    task.refuse(
      EXPORT_STIMULUS({
        place: "stimuli[0]",
        message: "The chip has no stimuli other than sources.",
        next: "Use a population of sources.",
      }),
    );
  }
  const populations = [...program.populations.values()].flatMap((population) => {
    const code = attempt(task, () => populationCode(task, population));
    return code === undefined ? [] : [[pythonText(population.name), code] as const];
  });
  const projections = program.projections.flatMap((_, index) => {
    return attempt(task, () => projectionCode(task, index)) ?? [];
  });
  return writeScript(
    dictionary([
      [pythonText("steps"), String(steps)],
      [pythonText("populations"), dictionary(populations)],
      [pythonText("projections"), list(projections)],
      [pythonText("record"), list(recordCode(task))],
    ]),
  );
}

function populationCode(task: Task, population: PopulationProgram): Python {
  const { name, size, source, form } = population;
  const sized = [pythonText("size"), String(size)] as const;
  if (source !== undefined) {
    return dictionary([sized, [pythonText("spikes"), sourceCode(task, population)]]);
  }
  const found = processOf(population);
  if (found === undefined) {
    throw EXPORT_NEURON({
      place: `populations.${name}.model`,
      message: `Lava has no process for "${form.model}".`,
      expected: [...lavaProcesses.keys()].map((model) => `"${model}"`).join(", "),
      got: `"${form.model}"`,
      next: "State the neurons in integers of the chip.",
    });
  }
  for (const [variable, { value }] of population.initial) {
    const isZero = typeof value === "number" ? value === 0 : value.every((one) => one === 0);
    if (isZero) continue;
    throw EXPORT_VALUE({
      place: `populations.${name}.initial.${variable}`,
      message: "Processes begin with states of 0.",
      expected: "0",
      next: "Omit the initial value.",
    });
  }
  for (const [parameter, expected] of Object.entries(found.fixed)) {
    const got = oneValue(population, parameter);
    if (got === expected) continue;
    throw EXPORT_VALUE({
      place: `populations.${name}.parameters.${parameter}`,
      message: `Lava's ${found.process} has no such parameter.`,
      expected: String(expected),
      got: String(got),
      next: "Omit it.",
    });
  }
  const parameters = Object.entries(found.parameters).map(([ours, theirs]) => {
    const { value } = population.parameters.get(ours) ?? { value: Number.NaN };
    const isEach = found.each.includes(ours) && typeof value !== "number";
    const code = isEach
      ? task.keep(`${name} ${ours}`, Float64Array.from(value))
      : String(oneValue(population, ours));
    return [pythonText(theirs), code] as const;
  });
  return dictionary([
    [pythonText("process"), pythonText(found.process)],
    sized,
    [pythonText("parameters"), dictionary(parameters)],
  ]);
}

function processOf({ form }: PopulationProgram): LavaProcess | undefined {
  return lavaProcesses.get(form.model);
}

/** Read a parameter that is the same for all neurons. */
function oneValue({ name, parameters }: PopulationProgram, parameter: string): number {
  const value = parameters.get(parameter)?.value ?? Number.NaN;
  const values = typeof value === "number" ? [value] : [...value];
  const [first = Number.NaN] = values;
  const other = values.find((one) => one !== first);
  if (other === undefined) return first;
  throw EXPORT_VALUE({
    place: `populations.${name}.parameters.${parameter}`,
    message: "Neurons of a process share this parameter.",
    expected: String(first),
    got: String(other),
    next: "Use one population for each value.",
  });
}

/** Write the spikes of sources as rows of neuron and step. */
function sourceCode(task: Task, { name, source }: PopulationProgram): Python {
  const { dt, convention, steps } = task;
  if (source?.kind !== "times") {
    throw EXPORT_STIMULUS({
      place: `populations.${name}.model`,
      message: "The script needs the times of spikes.",
      expected: '"spike-array"',
      next: "Record the spikes of the sources, and use these as their times.",
    });
  }
  const rows: number[] = [];
  source.times.forEach((times, neuron) => {
    for (const time of times) {
      const step = givenStep(time, { dt, convention });
      if (step >= 0 && step < steps) rows.push(neuron, step);
    }
  });
  return task.keep(`${name} spikes`, Float64Array.from(rows), 2);
}

/** Models of synapses, which state the format of weights. */
const formats: ReadonlySet<string> = new Set(["loihi-synapse", "loihi-graded-synapse"]);

/** Largest number of weights of a process, which stores all pairs. */
const mostWeights = 2 ** 26;
const longestDelay = 62;

function projectionCode(task: Task, index: number): readonly Python[] {
  const { network, program, stack, seed, dt, convention } = task;
  const projection = program.projections[index];
  const place = `projections[${index}]`;
  if (projection === undefined) return [];
  const { from, to, dynamic } = projection;
  const [source, target] = [program.populations.get(from), program.populations.get(to)];
  if (source === undefined || target === undefined) return [];
  const [model, second] = dynamic?.models ?? [];
  if (model !== undefined && (!formats.has(model.name) || second !== undefined)) {
    throw EXPORT_SYNAPSE({
      place,
      message: "Lava's Dense carries weights only.",
      expected: [...formats].map((name) => `"${name}"`).join(" or "),
      got: `"${(second ?? model).name}"`,
      next: "Remove the synapse model and the plasticity rule.",
    });
  }
  if (source.size * target.size > mostWeights) {
    throw EXPORT_VALUE({
      place,
      message: "Lava's Dense stores the weights of all pairs.",
      expected: `at most ${mostWeights} pairs`,
      got: `${source.size} × ${target.size}`,
      next: "Split the populations.",
    });
  }
  const planned = planProjection(network, index, { stack, seed, functions: hostFunctions });
  const rules = { dt, convention, place: `${place}.delay` };
  const { sources, targets, weight, delay } = drawConnections(planned, new Map(), rules);
  const pairs = new Set<number>();
  const rows = new Float64Array(4 * sources.length);
  let [least, greatest] = [0, 0];
  for (let k = 0; k < sources.length; k++) {
    const [pre, post, own] = [sources[k] as number, targets[k] as number, numberOf(weight, k)];
    const steps = Math.round(numberOf(delay, k) / dt);
    const fault = (message: string, expected: string, got: string): Error =>
      EXPORT_VALUE({ place, message, expected, got, next: "Change the connections." });
    if (pairs.has(pre * target.size + post)) {
      throw fault("Lava's Dense has one synapse of a pair.", "one", `two from ${pre} to ${post}`);
    }
    if (steps > longestDelay) {
      throw fault("The delay is too long.", `at most ${longestDelay} steps`, String(steps));
    }
    pairs.add(pre * target.size + post);
    rows.set([pre, post, own, steps], 4 * k);
    least = Math.min(least, own);
    greatest = Math.max(greatest, own);
  }
  const stated = (parameter: string, usual: number): number => {
    const given = model?.parameters.get(parameter)?.source;
    return given?.kind === "number" ? given.value : usual;
  };
  const isMixed = model === undefined ? least < 0 && greatest > 0 : stated("mixed", 0) === 1;
  let exponent = stated("exponent", 0);
  if (model === undefined) {
    // Mantissas have 8 bits, so larger weights are multiples of a power of two.
    const most = Math.max(-least, greatest);
    while (most > (isMixed ? 254 : 255) * 2 ** exponent) exponent++;
    for (let k = 2; k < rows.length; k += 4) rows[k] = (rows[k] as number) / 2 ** exponent;
    const wrong = rows.find((value, k) => k % 4 === 2 && !Number.isInteger(value));
    if (wrong !== undefined) {
      throw EXPORT_VALUE({
        place: `${place}.weight`,
        message: "The chip cannot store these weights.",
        expected: `multiples of ${2 ** exponent}, as weights reach ${most}`,
        got: String(wrong * 2 ** exponent),
        next: "Round the weights.",
      });
    }
  }
  const sign = isMixed ? "MIXED" : least < 0 ? "INHIBITORY" : "EXCITATORY";
  const name = projectionNames(network)[index] ?? place;
  return [
    dictionary([
      [pythonText("from"), pythonText(from)],
      [pythonText("to"), pythonText(to)],
      [pythonText("shape"), call("", String(target.size), String(source.size))],
      [pythonText("synapses"), task.keep(name, rows, 4)],
      [pythonText("exponent"), String(exponent)],
      [pythonText("bits"), String(stated("bits", 8))],
      [pythonText("sign"), pythonText(sign)],
      [pythonText("message_bits"), processOf(source)?.isGraded ? "24" : "0"],
    ]),
  ];
}

/** Write what is recorded: of all neurons, in all steps. */
function recordCode({ network, program, lose }: Task): readonly Python[] {
  return (network.record ?? []).flatMap((recorder, index) => {
    const { population, variables } = recorder;
    const place = `record[${index}]`;
    const given = program.populations.get(population);
    const states = (given && processOf(given)?.states) ?? [];
    const isPart = ["neurons", "from", "until", "every"].some((key) => key in recorder);
    if (isPart) lose("recording", place, "All neurons are recorded in all steps.");
    return variables.flatMap((variable) => {
      if (["spikes", "payload", ...states].includes(variable)) {
        return [call("", pythonText(population), pythonText(variable))];
      }
      lose("recording", place, `Lava's process has no variable "${variable}".`);
      return [];
    });
  });
}
