import {
  type Assignments,
  capabilities,
  type ExpressionRecord,
  isCapability,
  type NeuronRecord,
  type ParameterRecord,
  type PlasticityRecord,
  requirements,
  type StateRecord,
  type SynapseRecord,
} from "@spikeloom/kernel";
import type { Section } from "../print/sections.ts";

type Rows = readonly (readonly string[])[];
type AnyModel = NeuronRecord | SynapseRecord | PlasticityRecord;

/** Parameters with default, bounds and description. */
export function parameterRows(parameters: Readonly<Record<string, ParameterRecord>>): Rows {
  return Object.entries(parameters).map(([name, parameter]) => [
    name,
    String(parameter.default),
    parameter.about + boundsText(parameter),
  ]);
}

function boundsText({ min, max, exclusive }: ParameterRecord): string {
  const [least, most] = exclusive ? ["above", "below"] : ["at least", "at most"];
  const parts = [
    min === undefined ? undefined : `${least} ${min}`,
    max === undefined ? undefined : `${most} ${max}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** State variables with unit, initial value and description. */
export function stateRows(state: Readonly<Record<string, StateRecord>> = {}): Rows {
  return Object.entries(state).map(([name, { unit, initial, about, shared, bits }]) => {
    const marks = [shared ? "one for all" : "", bits === undefined ? "" : `${bits} bits`];
    const note = marks.filter((mark) => mark !== "").join(", ");
    return [name, unit, `starts at ${initial}`, note === "" ? about : `${about} (${note})`];
  });
}

/** Named expressions as equations. */
export function expressionRows(expressions: Readonly<Record<string, ExpressionRecord>> = {}): Rows {
  return Object.entries(expressions).map(([name, { value, unit, about, constantOverStep }]) => [
    `${name} = ${value}`,
    unit,
    constantOverStep ? `${about} (kept over a step)` : about,
  ]);
}

/** Format simultaneous assignments. */
export function assignmentText(assignments: Assignments | undefined): string {
  return Object.entries(assignments ?? {})
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ");
}

/** Required capabilities of a model, and the source of its equations. */
export function closingSections(model: AnyModel): readonly Section[] {
  const needs = requirements(model);
  return [
    {
      title: "Requires of a backend",
      rows: needs.map((name) => [name, isCapability(name) ? capabilities[name] : ""]),
    },
    { title: "Sources", rows: (model.cite ?? []).map((source) => [source]) },
  ];
}
