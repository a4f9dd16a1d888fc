import { checkOptionNames } from "@spikeloom/kernel";
import type { NetworkProgram } from "../network-program.ts";
import { pairsText, partText, wrapped } from "./lay-out.ts";
import type { ReadablePopulation } from "./print-population.ts";
import type { ReadableProjection } from "./print-projection.ts";
import type { ReadableRecorder, ReadableStimulus } from "./print-stimulus.ts";
import {
  type ReadableProgram,
  type ReadingOptions,
  readableProgram,
  readingOptionNames,
} from "./readable-program.ts";

const roundedTo = 6;

/**
 * Print a program in the form of a methods section.
 *
 * Lines have at most 100 columns. The phases of a step come first, then each population and projection in equations,
 * then stimuli and recorders. An outline is sufficient, and prints immediately for a network of any size.
 */
export function printProgram(program: NetworkProgram, options: ReadingOptions = {}): string {
  checkOptionNames(options, readingOptionNames, "printProgram");
  const { digits = roundedTo } = options;
  const read = readableProgram(program, { ...options, digits });
  const blocks = [
    headText(read, digits),
    scheduleText(read),
    ...read.populations.map(populationText),
    ...read.projections.map(projectionText),
    listText("Stimuli", read.stimuli.map(stimulusText)),
    listText("Recorders", read.recorders.map(recorderText)),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function headText({ name, dt, convention, seed, trial }: ReadableProgram, digits: number): string {
  const chance = trial === 0 ? `seed ${seed}` : `seed ${seed}, trial ${trial}`;
  return [
    wrapped(
      `Program of ${name ?? "a network"}: step ${dt} ms, convention ${convention}, ${chance}`,
      0,
    ),
    wrapped(
      `Numbers of equations are in ms, mV, pA, nS, pF and Gohm, to ${digits} digits. "←" assigns a variable ` +
        "its new value, in the order of the lines.",
      0,
    ),
  ].join("\n");
}

function scheduleText({ dt, schedule }: ReadableProgram): string {
  const width = Math.max(...schedule.map(({ phase }) => phase.length));
  const rows = schedule.map(({ phase, does }, k) =>
    wrapped(`${k + 1}. ${phase.padEnd(width)} ${does}`, 2),
  );
  return [`A step from t to t + ${dt} ms, each phase for all populations`, ...rows].join("\n");
}

function populationText(population: ReadablePopulation): string {
  const { name, model, size, method, parameters, fedBy, parts } = population;
  const fed = Object.entries(fedBy).map(([port, from]) =>
    wrapped(`${port} from ${from.join(", ")}`, 2),
  );
  const how = method === "none" ? "nothing to integrate" : method;
  return [
    wrapped(`Population ${name}: ${size} × ${model}, ${how}`, 0),
    ...pairsText("parameters", parameters),
    ...fed,
    ...parts.map(partText),
  ].join("\n");
}

function projectionText(projection: ReadableProjection): string {
  const { name, from, to, connector, synapses, weight, delay, receptor } = projection;
  const { synapse, plasticity, bounds, keeps = {}, parts } = projection;
  const { parameters = {}, drivenBy = {} } = projection;
  const about = synapses === undefined ? "" : `, about ${Math.round(synapses)} synapses`;
  const kept = Object.entries(keeps).map(
    ([of, names]) => `${keptTexts[of] ?? of} ${names.join(", ")}`,
  );
  const acts = [
    ...(synapse === undefined ? [] : [`synapse ${synapse}`]),
    ...(plasticity === undefined ? [] : [`plasticity ${plasticity}`]),
    ...(bounds === undefined ? [] : [bounds]),
  ];
  const onto = receptor === undefined ? "couples" : `onto receptor ${receptor}`;
  return [
    wrapped(`Projection ${name}: ${from} → ${to}, ${connector}${about}`, 0),
    wrapped(`${onto}; weight ${weight}; delay ${delay}`, 2),
    ...(acts.length === 0 ? [] : [wrapped(acts.join("; "), 2)]),
    ...pairsText("parameters", parameters),
    ...pairsText("driven by", drivenBy),
    ...(kept.length === 0 ? [] : [wrapped(`kept ${kept.join("; ")}`, 2)]),
    ...(parts.length === 0 ? [] : ["  values set by one event are computed from those before it"]),
    ...parts.map(partText),
  ].join("\n");
}

const keptTexts: Readonly<Record<string, string>> = {
  synapse: "for each synapse:",
  source: "for each source:",
  target: "for each target:",
  once: "once:",
  modulators: "third factors:",
};

function stimulusText({ kind, into, port, options }: ReadableStimulus): string {
  const all = Object.entries(options).map(([key, value]) => `${key} ${value}`);
  return `${kind} into ${port} of ${into}: ${all.join(", ")}`;
}

function recorderText({ of, variables, every, from, until }: ReadableRecorder): string {
  const when = [
    ...(every === undefined ? [] : [`every ${every}`]),
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(until === undefined ? [] : [`until ${until}`]),
  ];
  return [`${variables.join(", ")} of ${of}`, ...when].join(", ");
}

function listText(title: string, rows: readonly string[]): string {
  return rows.length === 0 ? "" : [title, ...rows.map((row) => wrapped(row, 2))].join("\n");
}
