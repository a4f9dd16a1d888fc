import type { Expression } from "@spikeloom/equations";
import type { DynamicSynapses } from "../synapses/dynamic-synapses.ts";
import type { GrowthProgram } from "../synapses/growth.ts";
import type {
  Assignments,
  EventProgram,
  Let,
  Motion,
  SynapseProgram,
} from "../synapses/synapse-program.ts";
import { type Equation, equation, type Part, type Reading, readableText } from "./equation.ts";
import { readableName } from "./readable-names.ts";

type PrintedSynapses = Pick<DynamicSynapses, "program" | "growth">;

/** Describe the synapses of a projection, event by event and in between. */
export function synapseParts(
  synapses: PrintedSynapses,
  digits: number | undefined,
): readonly Part[] {
  const { program } = synapses;
  const reading: Reading = { nameOf: readableName, digits };
  const { pre, post, deliver, raise, named } = program;
  const delivered = deliver === undefined ? [] : [equation("delivered", "=", deliver, reading)];
  const parts = [
    part("on a spike of the source", [...eventEquations(pre, reading), ...delivered]),
    part("to what its source keeps, then", sets(raise.source, reading)),
    part("on a spike of the target", post === undefined ? [] : eventEquations(post, reading)),
    part("to what its target keeps, then", sets(raise.target, reading)),
    ...[...named].map(([event, one]) =>
      part(`on the event ${event}`, [
        ...eventEquations(one, reading),
        ...sets(one.common, reading),
      ]),
    ),
    part("between events", motionEquations(program, reading)),
    part("in each step", stepEquations(program, reading)),
    structurePart(synapses, reading),
  ];
  return parts.filter(({ notes, equations }) => notes.length + equations.length > 0);
}

function part(when: string, equations: readonly Equation[], notes: readonly string[] = []): Part {
  return { when, notes, equations };
}

function eventEquations({ lets, sets: changes }: EventProgram, reading: Reading): Equation[] {
  return [...lets.map((one) => letEquation(one, reading)), ...sets(changes, reading)];
}

function letEquation(one: Let, reading: Reading): Equation {
  const left = readableName(one.name);
  if ("value" in one) return equation(left, "=", one.value, reading);
  const call: Expression = { kind: "call", name: one.draw, args: one.args };
  return { ...equation(left, "~", call, reading), key: one.key };
}

function sets(changes: Assignments, reading: Reading): Equation[] {
  return changes.map(([variable, value]) => equation(readableName(variable), "←", value, reading));
}

function motionEquations({ motion }: SynapseProgram, reading: Reading): readonly Equation[] {
  return [motion.synapse, motion.source, motion.target, motion.common].flatMap((one) => [
    ...one.systems.flatMap((system) => systemEquations(system, reading)),
    ...one.own.map(({ state, next }) => equation(readableName(state), "←", next, reading)),
  ]);
}

/** Print the rows of dx/dt = A x + B u. */
function systemEquations(
  { states, numeric }: Motion["systems"][number],
  reading: Reading,
): readonly Equation[] {
  const { a, b, inputs } = numeric;
  const count = states.length;
  return states.map((state, row): Equation => {
    const slopes = states.map((other, column): Term => [a[row * count + column] ?? 0, other]);
    const constants = Array.from(
      { length: inputs },
      (_, k): Term => [b[row * inputs + k] ?? 0, ""],
    );
    const terms = [...slopes, ...constants].filter(([factor]) => factor !== 0);
    const sum = terms.map(termOf).reduce(added, { kind: "number", value: 0 });
    return equation(`d${readableName(state)}/dt`, "=", sum, reading);
  });
}

type Term = readonly [factor: number, name: string];

/** Print a factor below 1 per ms as a time constant, as papers do. */
function termOf([factor, text]: Term): Expression {
  const value = (given: number): Expression => ({ kind: "number", value: given });
  if (text === "") return value(factor);
  const variable: Expression = { kind: "name", name: text };
  // Multiplying by a time constant undoes an earlier division, except for the last bit.
  const tau = Number((1 / Math.abs(factor)).toPrecision(15));
  const decay: Expression = { kind: "divide", left: variable, right: value(tau) };
  return factor < 0 ? { kind: "negate", of: decay } : decay;
}

function added(left: Expression, right: Expression): Expression {
  return { kind: "add", left, right };
}

function stepEquations(program: SynapseProgram, reading: Reading): readonly Equation[] {
  const { step, filters, coupling } = program;
  return [
    ...filters.map(({ name, input, share }) => {
      const left = readableName(name);
      const way = `${readableText({ kind: "number", value: share }, reading)} * `;
      const right = `${left} + ${way}(${readableText(input, reading)} - ${left})`;
      return { left, sign: "←", right } as const;
    }),
    ...sets(step?.source ?? [], reading),
    ...sets(step?.synapse ?? [], reading),
    ...coupling.map(({ into, value }) => {
      const right = `${into} + ${readableText(value, reading)}`;
      return { left: into, sign: "←", right } as const;
    }),
  ];
}

function structurePart(
  { program: { structure }, growth }: PrintedSynapses,
  reading: Reading,
): Part {
  if (structure === undefined) return part("structure", []);
  const { every, remove, add } = structure;
  const count = add === "replace" ? "as many as were removed" : add && readableText(add, reading);
  return part(`every ${every} ms`, sets(growth?.start ?? [], reading), [
    ...(remove === undefined ? [] : [`removed where ${readableText(remove, reading)}`]),
    ...(count === undefined ? [] : [`added for each target: ${count}`]),
    ...(growth === undefined ? [] : [growthText(growth)]),
  ]);
}

function growthText({ key, tries, autapses }: GrowthProgram): string {
  const others = autapses ? "" : " other than the target";
  const how = `drawn up to ${tries} times each, draws keyed by "${key}"`;
  return `from sources${others} that do not reach it yet, ${how}; their initial values are`;
}
