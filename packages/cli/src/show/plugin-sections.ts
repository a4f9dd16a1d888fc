import {
  type BackendRecord,
  type ConnectorRecord,
  capabilities,
  type EncoderRecord,
  type FormatRecord,
  type HardwareRecord,
  type IntegratorRecord,
  isCapability,
  type LeadingScheme,
  type LearningRecord,
  type PlasticityRecord,
  type PluginOption,
  type SynapseDynamics,
  type SynapseRecord,
} from "@spikeloom/kernel";
import type { Section } from "../print/sections.ts";
import {
  assignmentText,
  closingSections,
  expressionRows,
  parameterRows,
  stateRows,
} from "./model-sections.ts";

/** Describe a synapse model. */
export function synapseSections(model: SynapseRecord): readonly Section[] {
  return [
    { title: "Parameters", rows: parameterRows(model.parameters) },
    { title: "State", rows: stateRows(model.state) },
    { title: "Equations", rows: dynamicsRows(model.dynamics) },
    { title: "Expressions", rows: expressionRows(model.expressions) },
    { title: "Events", rows: onRows(model.on) },
    { title: "Delivers", rows: model.deliver === undefined ? [] : [[model.deliver]] },
    {
      title: "Coupling",
      rows: (model.coupling ?? []).map(({ into, value, unit }) => [`${into} += ${value}`, unit]),
    },
    ...closingSections(model),
  ];
}

/** Describe a plasticity rule. */
export function plasticitySections(model: PlasticityRecord): readonly Section[] {
  return [
    { title: "Parameters", rows: parameterRows(model.parameters) },
    {
      title: "Traces",
      rows: Object.entries(model.traces ?? {}).map(([name, { of, decay, about }]) => [
        name,
        `of ${of}`,
        `decays with ${decay}`,
        about ?? "",
      ]),
    },
    { title: "State", rows: stateRows(model.state) },
    { title: "Equations", rows: dynamicsRows(model.dynamics) },
    { title: "Expressions", rows: expressionRows(model.expressions) },
    { title: "Events", rows: onRows(model.on) },
    ...closingSections(model),
  ];
}

/** Describe a connector. */
export function connectorSections({ options, cite }: ConnectorRecord): readonly Section[] {
  return [
    { title: "Options", rows: optionRows(options) },
    { title: "Sources", rows: sourceRows(cite) },
  ];
}

/** Describe a file format. */
export function formatSections(format: FormatRecord): readonly Section[] {
  const { holds, extensions, options, losses, cite } = format;
  const ways = (["read", "write"] as const).filter((way) => format[way] !== undefined);
  return [
    {
      title: "Files",
      rows: [
        ["hold", holds.join(", ")],
        ["can be", ways.map((way) => (way === "read" ? "read" : "written")).join(", ")],
        ...(extensions.length === 0 ? [] : [["ends of names", extensions.join(", ")]]),
      ],
    },
    { title: "Options", rows: optionRows(options) },
    { title: "Possible losses", rows: Object.entries(losses) },
    { title: "Sources", rows: sourceRows(cite) },
  ];
}

function optionRows(
  options: Readonly<Record<string, PluginOption<string>>>,
): readonly (readonly string[])[] {
  return Object.entries(options).map(([name, option]) => [
    name,
    option.type,
    option.required ? "required" : option.default === undefined ? "" : `default ${option.default}`,
    option.about,
  ]);
}

/** Describe an integrator. */
export function integratorSections(record: IntegratorRecord): readonly Section[] {
  const { stages, update, leading, guard, linear, handles, noise, order, strongOrder } = record;
  return [
    {
      title: "Scheme",
      rows: [
        ...leadingRows(leading),
        ...(linear === undefined ? [] : [["exactly what is linear and reads no other variable"]]),
        ...Object.entries(stages ?? {}).map(([name, value]) => [`${name} = ${value}`]),
        ...(update === undefined ? [] : [[`x(t + dt) = ${update}`]]),
        ...(guard === undefined ? [] : [[`in sub-steps instead where ${guard}`]]),
      ],
    },
    {
      title: "Properties",
      rows: [
        ["equations", handles],
        ["noise", noise],
        ["order", String(order)],
        ...(strongOrder === undefined ? [] : [["strong order", String(strongOrder)]]),
      ],
    },
    { title: "Sources", rows: sourceRows(record.cite) },
  ];
}

function leadingRows(leading: LeadingScheme | undefined): readonly (readonly string[])[] {
  if (leading === undefined) return [];
  const { variables, stages, update, others } = leading;
  const names = variables.join(", ");
  return [
    [`first ${names}, with the others at the ${others} of the step:`],
    ...Object.entries(stages ?? {}).map(([name, value]) => [`${name} = ${value}`]),
    [`x(t + dt) = ${update}`],
    [`then exactly what is linear and reads no ${names}, and the rest by`],
  ];
}

/** Describe an encoder. */
export function encoderSections({ parameters, decode, cite }: EncoderRecord): readonly Section[] {
  return [
    { title: "Parameters", rows: parameterRows(parameters) },
    { title: "Decodes", rows: [[decode === undefined ? "no" : "yes"]] },
    { title: "Sources", rows: sourceRows(cite) },
  ];
}

/** Describe a learning algorithm. */
export function learningSections(record: LearningRecord): readonly Section[] {
  const { parameters, requires, cite } = record;
  return [
    { title: "Parameters", rows: parameterRows(parameters) },
    { title: "Requires of a backend", rows: capabilityRows(requires ?? []) },
    { title: "Sources", rows: sourceRows(cite) },
  ];
}

/** Describe a backend. */
export function backendSections({ provides }: BackendRecord): readonly Section[] {
  return [{ title: "Provides", rows: capabilityRows(provides) }];
}

/** Describe a chip. */
export function hardwareSections(hardware: HardwareRecord): readonly Section[] {
  const { limits, losses, provides, cite } = hardware;
  const limitRows = Object.entries(limits).map(([name, { value, unit, about, source }]) => [
    ...[name, unit === "1" ? String(value) : `${value} ${unit}`, about, source],
  ]);
  return [
    { title: "Limits", rows: limitRows },
    { title: "Possible losses", rows: Object.entries(losses) },
    { title: "Provides", rows: capabilityRows(provides) },
    { title: "Sources", rows: sourceRows(cite) },
  ];
}

function capabilityRows(names: readonly string[]): readonly (readonly string[])[] {
  return names.map((name) => [name, isCapability(name) ? capabilities[name] : ""]);
}

function sourceRows(cite: readonly string[] = []): readonly (readonly string[])[] {
  return cite.map((source) => [source]);
}

function dynamicsRows(
  dynamics: Readonly<Record<string, SynapseDynamics>> = {},
): readonly (readonly string[])[] {
  return Object.entries(dynamics).map(([name, { derivative, when }]) => [
    `d${name}/dt = ${derivative}`,
    when === "event" ? "from event to event" : "at each step",
  ]);
}

function onRows(
  on: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): readonly (readonly string[])[] {
  return Object.entries(on).map(([event, assignments]) => [event, assignmentText(assignments)]);
}
