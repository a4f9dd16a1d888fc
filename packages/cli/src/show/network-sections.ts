import type {
  NetworkRecord,
  NeuronRecord,
  ProjectionRecord,
  Stack,
  StimulusRecord,
} from "@spikeloom/kernel";
import {
  completeNetwork,
  findModel,
  networkStep,
  printBytes,
  readTime,
  resolveConvention,
  roundDelay,
} from "@spikeloom/network";
import { optionText, selectionText, valueText } from "@spikeloom/program";
import { formatCount } from "../print/numbers.ts";
import type { Section } from "../print/sections.ts";
import { type MemoryFit, memorySections } from "./memory-fit.ts";
import { methodOf } from "./method-of.ts";
import { ownModels } from "./own-models.ts";

type Rows = readonly (readonly string[])[];

/** Describe a valid network: rules, populations, projections, inputs, recorders, size. */
export function networkSections(
  network: NetworkRecord,
  { stack, fit }: { readonly stack: Stack; readonly fit: MemoryFit },
): readonly Section[] {
  const complete = completeNetwork(network, stack);
  const { projections } = fit.estimate;
  return [
    {
      title: "Run",
      rows: [
        ["duration", network.duration ?? "not stated"],
        ["step", complete.dt],
        ["convention", resolveConvention(complete.convention).name],
        ["seed", String(complete.seed)],
        ["precision", complete.precision],
        ["tier", complete.tier],
      ],
    },
    {
      title: "Populations",
      alignments: ["left", "left", "right"],
      rows: populationRows(network, stack),
    },
    { title: "Integration", rows: integrationRows(complete, stack) },
    { title: "Initial values", rows: initialRows(complete) },
    {
      title: "Projections",
      alignments: ["left", "left", "right"],
      rows: projectionRows(complete, projections),
    },
    { title: "Drive", rows: complete.stimuli.map(stimulusRow) },
    {
      title: "Recorders",
      rows: complete.record.map(({ population, variables, neurons: chosen, every }) => [
        population,
        variables.join(", "),
        selectionText(chosen),
        every === undefined ? "" : `every ${every}`,
      ]),
    },
    { title: "Models in the file", rows: modelRows(network, stack) },
    {
      title: "Delivery",
      alignments: ["left", "right"],
      rows: projections.map(({ name, bytes, reason }) => [name, printBytes(bytes), reason]),
    },
    ...memorySections(fit, complete),
  ];
}

function populationRows(network: NetworkRecord, stack: Stack): Rows {
  return Object.entries(network.populations).map(([name, population]) => {
    const place = `populations.${name}.model`;
    const found = findModel("neuron", population.model, { network, stack, place });
    const given = { ...found.parameters, ...population.parameters };
    const changes = Object.entries(given).map(([key, value]) => `${key} = ${valueText(value)}`);
    return [name, found.model.name, formatCount(population.size), changes.join(", ")];
  });
}

function integrationRows(complete: NetworkRecord, stack: Stack): Rows {
  const { dt = "0.1 ms" } = complete;
  return Object.entries(complete.populations).map(([name, { model, integrator }]) => {
    const method = methodOf({ model: model as NeuronRecord, stack, dt, integrator });
    return [name, method ?? "nothing to integrate"];
  });
}

function initialRows(complete: NetworkRecord): Rows {
  return Object.entries(complete.populations).flatMap(([name, { initial = {} }]) => {
    const values = Object.entries(initial).map(([key, value]) => `${key} = ${valueText(value)}`);
    return values.length === 0 ? [] : [[name, values.join(", ")]];
  });
}

function modelRows(network: NetworkRecord, stack: Stack): Rows {
  return [...ownModels(network, stack)].map(([name, { kind, about }]) => [name, kind, about]);
}

function projectionRows(
  complete: NetworkRecord,
  estimates: readonly { readonly synapses: number }[],
): Rows {
  return (complete.projections ?? []).map((projection, k) => {
    const { from, to, connector, receptor, weight, delay } = projection;
    const { kind, ...options } = connector;
    const settings = Object.entries(options).map(([key, value]) => `${key} ${optionText(value)}`);
    return [
      `${from} → ${to}`,
      settings.length === 0 ? kind : `${kind} (${settings.join(", ")})`,
      `about ${formatCount(estimates[k]?.synapses ?? 0)}`,
      receptor === undefined ? "" : `onto ${receptor}`,
      `weight ${valueText(weight)}`,
      `delay ${delayText(delay, complete)}`,
      ...rulesOf(projection),
    ];
  });
}

/** A delay with the value used, if the step changes it. */
function delayText(delay: ProjectionRecord["delay"], network: NetworkRecord): string {
  const text = valueText(delay);
  if (typeof delay !== "string") return text;
  const rules = { dt: networkStep(network), convention: resolveConvention(network.convention) };
  const given = readTime(delay, "delay");
  const used = roundDelay(given, rules, "delay") * rules.dt;
  const isKept = Math.abs(used - given) <= 1e-6 * rules.dt;
  return isKept ? text : `${text}, used ${Number(used.toPrecision(6))} ms`;
}

/** The models of the synapses of a projection. */
function rulesOf({ synapse, plasticity }: ProjectionRecord): readonly string[] {
  const nameOf = (model: ProjectionRecord["synapse"] | ProjectionRecord["plasticity"]): string => {
    if (model === undefined || typeof model === "string") return model ?? "";
    return "kind" in model ? model.name : nameOf(model.model);
  };
  const rules = [
    ...(synapse === undefined ? [] : [`through ${nameOf(synapse)}`]),
    ...(plasticity === undefined ? [] : [`learns by ${nameOf(plasticity)}`]),
  ];
  return rules.length === 0 ? [] : [rules.join(", ")];
}

function stimulusRow(stimulus: StimulusRecord): readonly string[] {
  if (stimulus.kind === "steps") {
    const { kind, into, neurons } = stimulus;
    return [kind, `into ${into}`, selectionText(neurons), stepsText(stimulus)];
  }
  const { kind, into, neurons, ...rest } = stimulus;
  const details = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${typeof value === "boolean" ? value : valueText(value)}`);
  return [kind, `into ${into}`, selectionText(neurons), details.join(", ")];
}

type Steps = Extract<StimulusRecord, { kind: "steps" }>;

/** The steps of a stimulus, change by change. */
function stepsText({ input, times, values }: Steps): string {
  const most = 6;
  const changes = times
    .slice(0, most)
    .map((time, k) => `${values[k] ?? "?"} from ${typeof time === "number" ? `${time} ms` : time}`);
  const more = times.length - changes.length;
  const rest = more > 0 ? [`${more} more changes`] : ["held to the end"];
  return `${input === undefined ? "" : `${input}: `}${["0 at first", ...changes, ...rest].join(", ")}`;
}
