import type { NeuronRecord, RefractoryRecord, RegimeRecord, SourceRecord } from "@spikeloom/kernel";
import type { Section } from "../print/sections.ts";
import {
  assignmentText,
  closingSections,
  expressionRows,
  parameterRows,
  stateRows,
} from "./model-sections.ts";

type Rows = readonly (readonly string[])[];

/** Describe a neuron model; `method` states how a backend integrates it. */
export function neuronSections(model: NeuronRecord, method?: string): readonly Section[] {
  return [
    { title: "Parameters", rows: parameterRows(model.parameters) },
    { title: "State", rows: stateRows(model.state) },
    { title: "Equations", rows: equationRows(model) },
    { title: "Expressions", rows: expressionRows(model.expressions) },
    { title: "Spike", rows: spikeRows(model) },
    ...regimeSections(model.regimes),
    { title: "Receptors", rows: receptorRows(model) },
    { title: "Inputs", rows: describedRows(model.inputs) },
    { title: "Outputs", rows: outputRows(model) },
    { title: "Events", rows: eventRows(model) },
    { title: "Source", rows: model.source === undefined ? [] : sourceRows(model.source) },
    { title: "Integration", rows: integrationRows(model, method) },
    ...closingSections(model),
  ];
}

function equationRows({ dynamics, step }: NeuronRecord): Rows {
  const derivatives = Object.entries(dynamics ?? {}).map(([name, value]) => [
    `d${name}/dt = ${value}`,
  ]);
  const groups = (step ?? []).map((group, k) => [`${k + 1}. ${assignmentText(group)}`]);
  return [...derivatives, ...groups];
}

function spikeRows({ spike }: NeuronRecord): Rows {
  if (spike === undefined) return [];
  const { when, edge, rate, count, offset, reset, refractory } = spike;
  return [
    ...(when === undefined ? [] : [["when", edge === "rising" ? `${when} becomes true` : when]]),
    ...(rate === undefined ? [] : [["at the rate", rate]]),
    ...(count === undefined ? [] : [["how many", count]]),
    ...(offset === undefined ? [] : [["within the step at", offset]]),
    ...(reset === undefined ? [] : [["then", assignmentText(reset)]]),
    ...(refractory === undefined ? [] : refractoryRows(refractory)),
  ];
}

function refractoryRows(refractory: RefractoryRecord): Rows {
  const { steps, hold, clamp, subStep } = refractory;
  const duration = refractory.for ?? (steps === undefined ? undefined : `${steps} steps`);
  const condition = refractory.while === undefined ? undefined : `while ${refractory.while}`;
  return [
    ["refractory for", [duration, condition].filter((part) => part !== undefined).join(", ")],
    ...(hold === undefined ? [] : [["holding", hold.join(", ")]]),
    ...(clamp === undefined ? [] : [["clamping", assignmentText(clamp)]]),
    ...(subStep ? [["ending", "inside a step"]] : []),
  ];
}

function regimeSections(regimes: Readonly<Record<string, RegimeRecord>> = {}): readonly Section[] {
  return Object.entries(regimes).map(([name, { initial, dynamics, onEntry, transitions }]) => ({
    title: `Regime ${name}${initial ? " (first)" : ""}`,
    rows: [
      ...Object.entries(dynamics ?? {}).map(([key, value]) => [`d${key}/dt = ${value}`]),
      ...(onEntry === undefined ? [] : [["on entry", assignmentText(onEntry)]]),
      ...transitions.map((transition) => [
        transition.when === undefined ? `on ${transition.on ?? ""}` : `when ${transition.when}`,
        [
          assignmentText(transition.do),
          transition.emit === undefined ? "" : `send ${transition.emit.join(", ")}`,
          transition.to === undefined ? "" : `go to ${transition.to}`,
        ]
          .filter((part) => part !== "")
          .join("; "),
      ]),
    ],
  }));
}

function receptorRows({ receptors }: NeuronRecord): Rows {
  return Object.entries(receptors ?? {}).map(([name, { unit, about, on, sign }]) => [
    name,
    unit,
    assignmentText(on),
    sign === undefined ? about : `${about} (${sign} weights)`,
  ]);
}

function describedRows(
  records: Readonly<Record<string, { readonly unit: string; readonly about: string }>> = {},
): Rows {
  return Object.entries(records).map(([name, { unit, about }]) => [name, unit, about]);
}

function outputRows({ outputs }: NeuronRecord): Rows {
  return Object.entries(outputs ?? {}).map(([name, { value, unit, about }]) => [
    `${name} = ${value}`,
    unit,
    about,
  ]);
}

function eventRows({ events }: NeuronRecord): Rows {
  return Object.entries(events ?? {}).map(([name, event]) => [
    name,
    event.when === undefined ? "" : `when ${event.when}`,
    assignmentText(event.do),
    event.about,
  ]);
}

function sourceRows(source: SourceRecord): Rows {
  const { process, ...rest } = source;
  return [
    ["process", process],
    ...Object.entries(rest).map(([key, value]) => [key, [value].flat().join(", ")]),
  ];
}

function integrationRows({ integrator }: NeuronRecord, method: string | undefined): Rows {
  const { name, subSteps, dt } = integrator ?? {};
  return [
    ...(method === undefined
      ? []
      : [["method", name === undefined ? method : `${method}, as the model says`]]),
    ...(subSteps === undefined ? [] : [["sub-steps in a step", String(subSteps)]]),
    ...(dt === undefined ? [] : [["defined at a step of", dt]]),
  ];
}
