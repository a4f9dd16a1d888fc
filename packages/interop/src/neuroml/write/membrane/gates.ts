import { type Expression, simplify, substitute } from "@spikeloom/equations";
import type { XmlOutput } from "../../../xml/write-xml.ts";
import { quantityOut } from "../quantity-out.ts";
import { type Curve, curveOf } from "./curves.ts";
import type { CustomKind, CustomTypes } from "./custom-types.ts";
import {
  constantOf,
  potentials,
  readsOnly,
  surroundings,
  surroundingsAt,
  tidy,
  valueAt,
} from "./equations.ts";

/** A NeuroML gate without id and exponent. */
export interface WrittenGate {
  readonly kind: "gateHHrates" | "gateHHtauInf" | "gateHHInstantaneous";
  readonly children: readonly XmlOutput[];
  /** Initial value in NeuroML, as a function of the potential. */
  readonly steady: Expression;
}

/** Find the gate of a state by its derivative; undefined if it does not have the form of a gate. */
export function gateOf(
  state: string,
  derivative: Expression,
  { types, form }: { readonly types: CustomTypes; readonly form?: "tauInf" },
): WrittenGate | undefined {
  if (!readsOnly(derivative, new Set([...surroundings, state]))) return undefined;
  const at = (value: number): Expression =>
    simplify(substitute(derivative, new Map([[state, { kind: "number", value } as const]])), {
      fold: "algebraic",
    });
  const opening = at(0);
  const closing = simplify({ kind: "negate", of: at(1) }, { fold: "algebraic" });
  if (!isAffine(derivative, state, { opening, closing })) return undefined;
  const sum: Expression = { kind: "add", left: opening, right: closing };
  const quotient = quotientOf(derivative, state);
  const steady = quotient?.steady ?? { kind: "divide", left: opening, right: sum };
  const tau: Expression = quotient?.tau ?? {
    kind: "divide",
    left: { kind: "number", value: 1 },
    right: sum,
  };
  const fixed = constantOver(tau);
  const infinity = curveOf(steady, { within: derivative });
  if (fixed !== undefined && infinity !== undefined) {
    return {
      kind: "gateHHtauInf",
      children: [fixedCourse(fixed), curve("steadyState", infinity)],
      steady,
    };
  }
  if (form === "tauInf") return tauInf({ steady, infinity, tau, fixed }, types);
  const rates = { within: derivative, whole: sum };
  const [forward, reverse] = [curveOf(opening, rates), curveOf(closing, rates)];
  const isRates = forward !== undefined && reverse !== undefined;
  if (quotient !== undefined && !isRates) return tauInf({ steady, infinity, tau, fixed }, types);
  const children = [
    forward ? curve("forwardRate", forward) : own(types, "forwardRate", ["rate", opening]),
    reverse ? curve("reverseRate", reverse) : own(types, "reverseRate", ["rate", closing]),
  ];
  return allThere(children) ? { kind: "gateHHrates", children, steady } : undefined;
}

/** Write a factor of a current that depends instantaneously on the potential. */
export function instantaneous(factor: Expression, types: CustomTypes): WrittenGate | undefined {
  const found = curveOf(factor);
  const child = found
    ? curve("steadyState", found)
    : own(types, "steadyState", ["steady", simplify(factor, { fold: "algebraic" })]);
  return child && { kind: "gateHHInstantaneous", children: [child], steady: factor };
}

function tauInf(
  {
    steady,
    infinity,
    tau,
    fixed,
  }: {
    readonly steady: Expression;
    readonly infinity: Curve | undefined;
    readonly tau: Expression;
    readonly fixed: number | undefined;
  },
  types: CustomTypes,
): WrittenGate | undefined {
  const children = [
    fixed === undefined ? own(types, "timeCourse", ["time", tau]) : fixedCourse(fixed),
    infinity ? curve("steadyState", infinity) : own(types, "steadyState", ["steady", steady]),
  ];
  return allThere(children) ? { kind: "gateHHtauInf", children, steady } : undefined;
}

function allThere(children: readonly (XmlOutput | undefined)[]): children is readonly XmlOutput[] {
  return children.every((child) => child !== undefined);
}

/** Write a rate or a steady state as a NeuroML curve. */
export function curve(
  element: "forwardRate" | "reverseRate" | "rate" | "steadyState",
  { kind, height, midpoint, scale }: Curve,
): XmlOutput {
  const isRate = element !== "steadyState";
  return {
    name: element,
    attributes: {
      type: `HH${kind}${isRate ? "Rate" : "Variable"}`,
      rate: quantityOut(height, isRate ? "1/ms" : "1", element),
      midpoint: quantityOut(midpoint, "mV", element),
      scale: quantityOut(scale, "mV", element),
    },
  };
}

/** Write a curve as a custom component type; undefined if LEMS cannot express it. */
export function own(
  types: CustomTypes,
  element: string,
  [kind, e]: readonly [CustomKind, Expression],
): XmlOutput | undefined {
  const type = types.nameOf(kind, e);
  return type === undefined ? undefined : { name: element, attributes: { type } };
}

function fixedCourse(tau: number): XmlOutput {
  const attributes = { type: "fixedTimeCourse", tau: quantityOut(tau, "ms", "timeCourse") };
  return { name: "timeCourse", attributes };
}

/** A derivative written with steady state and time constant. */
function quotientOf(
  e: Expression,
  state: string,
): { readonly steady: Expression; readonly tau: Expression } | undefined {
  if (e.kind !== "divide" || e.left.kind !== "subtract") return undefined;
  const { left, right } = e.left;
  const isGate = right.kind === "name" && right.name === state;
  if (!isGate || !readsOnly(left, surroundings) || !readsOnly(e.right, surroundings))
    return undefined;
  return { steady: left, tau: e.right };
}

function isAffine(
  derivative: Expression,
  state: string,
  { opening, closing }: { readonly opening: Expression; readonly closing: Expression },
): boolean {
  return potentials.every((v) => {
    const at = surroundingsAt(v);
    const [up, down] = [valueAt(opening, at), valueAt(closing, at)];
    const middle = valueAt(derivative, { ...at, [state]: 0.375 });
    const size = Math.abs(up) + Math.abs(down);
    return Math.abs(middle - (0.625 * up - 0.375 * down)) <= 1e-12 * size;
  });
}

/** Value of a constant function of the potential. */
function constantOver(e: Expression): number | undefined {
  const known = constantOf(e);
  if (known !== undefined) return tidy(known);
  const values = potentials.map((v) => valueAt(e, surroundingsAt(v)));
  const [first = Number.NaN] = values;
  const isOne = values.every((value) => Math.abs(value - first) <= 1e-13 * Math.abs(first));
  return isOne ? tidy(first) : undefined;
}
