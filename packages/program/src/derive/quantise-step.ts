import { type Expression, simplify } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { NOT_DERIVED } from "../errors.ts";
import { fuse } from "../neurons/fuse.ts";
import { changedStatements } from "../neurons/statements.ts";
import {
  isLoop,
  type Kernel,
  type Slot,
  type SlotRole,
  type StepProgram,
} from "../neurons/step-program.ts";
import { mapTreeDown, number } from "../tree.ts";
import { checkUndifferentiated } from "./differentiate-step.ts";
import {
  checkFormat,
  type FixedPoint,
  type Rounded,
  type Rounding,
  rounded,
  roundedNumber,
} from "./fixed-point.ts";

/** Number formats of a step, and their rounding and overflow rules. */
export interface StepFormats extends Rounding {
  /** Of variables: one format for all, or one per name. */
  readonly state: FixedPoint | Readonly<Record<string, FixedPoint>>;
  /** Of parameters, inputs, random numbers, and of all intermediate results. */
  readonly values: FixedPoint;
}

/** Number formats of a network. */
export interface Quantisation extends StepFormats {
  /** Of weights. */
  readonly weights: FixedPoint;
}

/**
 * Convert a step to fixed point.
 *
 * Every slot and every result is rounded to its format. Slots hold the represented values rather than the integers, so that units
 * of readers and records stay the same. Integers, such as counts of refractory steps, are unchanged.
 */
export function quantiseStep(program: StepProgram, quantisation: StepFormats): StepProgram {
  checkUndifferentiated(program.slots, "quantised");
  checkReal(program);
  checkFormat(quantisation.values, "values");
  const formats = new Map<string, Rounded>();
  for (const slot of program.slots.values()) {
    const format = formatOf(slot, quantisation);
    if (format !== undefined) formats.set(slot.name, format);
  }
  const slots = new Map(
    [...program.slots].map(([text, slot]): [string, Slot] => {
      const format = formats.get(text);
      if (format === undefined) return [text, slot];
      const { bits, fraction, overflow } = format;
      const width = { bits, signed: true, overflow };
      return [text, { ...slot, type: { kind: "fixed", width, fraction } }];
    }),
  );
  const kernels = program.kernels.map((kernel) =>
    quantiseKernel(kernel, { formats, slots, quantisation }),
  );
  return {
    ...program,
    slots,
    kernels,
    fused: fuse(kernels, slots),
    arrays: new Map(
      [...program.arrays].map(([text, values]) => {
        const format = formats.get(text);
        return [text, format ? values.map((value) => roundedNumber(value, format)) : values];
      }),
    ),
    method: `${program.method} in fixed point`,
  };
}

function checkReal({ slots }: StepProgram): void {
  if (![...slots.values()].some(({ type }) => type.kind === "fixed")) return;
  throw NOT_DERIVED({
    message: "The step is in fixed point already.",
    next: "Quantise the step in real numbers, once for each format.",
  });
}

/** Return the format of a slot of real numbers; undefined for all others. */
function formatOf({ name, role, of, type }: Slot, quantisation: StepFormats): Rounded | undefined {
  const { state, values, rounding, overflow } = quantisation;
  if (type.kind !== "float" || counts.has(role)) return undefined;
  const own = "bits" in state ? (state as FixedPoint) : state[name];
  const format = role === "state" ? (own ?? values) : values;
  checkFormat(format, of);
  return { ...format, rounding, overflow };
}

/** Roles whose slots hold integers, or values that are only recorded. */
const counts: ReadonlySet<SlotRole> = new Set(["refractory", "edge", "kept", "observed"]);

interface Formats {
  readonly formats: ReadonlyMap<string, Rounded>;
  readonly slots: ReadonlyMap<string, Slot>;
  readonly quantisation: StepFormats;
}

function quantiseKernel(kernel: Kernel, { formats, slots, quantisation }: Formats): Kernel {
  const { values, rounding, overflow } = quantisation;
  const between: Rounded = { ...values, rounding, overflow };
  const isWhole = wholeNames(kernel, slots);
  const change = (value: Expression): Expression =>
    simplify(inFixedPoint(value, { formats, between, isWhole }), { functions: hostFunctions });
  return {
    ...kernel,
    statements: changedStatements(kernel.statements, (text) => text, change),
    stores: kernel.stores.map(([slot, value]) => {
      const format = formats.get(slot);
      const changed = change(value);
      return [slot, format === undefined ? changed : rounded(changed, format)];
    }),
    spikes: kernel.spikes && change(kernel.spikes),
  };
}

interface Scope {
  readonly formats: ReadonlyMap<string, Rounded>;
  readonly between: Rounded;
  isWhole(value: Expression): boolean;
}

/** Round the values that are read, and the result of every operation. */
function inFixedPoint(value: Expression, scope: Scope): Expression {
  const { formats, between, isWhole } = scope;
  const change = (node: Expression): Expression => inFixedPoint(node, scope);
  return mapTreeDown(value, (node) => {
    if (isWhole(node)) return node;
    if (node.kind === "number") return number(roundedNumber(node.value, between));
    if (node.kind === "name") {
      const format = node.name === "t" ? between : formats.get(node.name);
      return format === undefined ? node : rounded(node, format);
    }
    if (!results.has(node.kind)) return undefined;
    return rounded(
      mapTreeDown(node, (part) => (part === node ? undefined : change(part))),
      between,
    );
  });
}

/** Kinds whose results are new numbers. */
const results: ReadonlySet<Expression["kind"]> = new Set([
  ...(["negate", "add", "subtract", "multiply", "divide"] as const),
  ...(["floor_divide", "modulo", "power", "call"] as const),
]);

/** Find expressions that are always integers or truth values, whatever the formats. */
function wholeNames(
  { statements }: Kernel,
  slots: ReadonlyMap<string, Slot>,
): (value: Expression) => boolean {
  const known = new Set(
    [...slots.values()].flatMap(({ name, role, type }) =>
      type.kind === "integer" || type.kind === "boolean" || role === "refractory" || role === "edge"
        ? [name]
        : [],
    ),
  );
  const isWhole = (value: Expression): boolean => {
    switch (value.kind) {
      case "number":
        return false;
      case "name":
        return known.has(value.name);
      case "negate":
        return isWhole(value.of);
      case "add":
      case "subtract":
      case "multiply":
        return [value.left, value.right].every(isCount);
      case "select":
        return [value.then, value.otherwise].every(isCount);
      default:
        return false;
    }
  };
  const isCount = (value: Expression): boolean =>
    isWhole(value) || (value.kind === "number" && Number.isInteger(value.value));
  for (const statement of statements) {
    if (!isLoop(statement) && isWhole(statement[1])) known.add(statement[0]);
  }
  return isWhole;
}
