import type { XmlElement } from "../../xml/xml-element.ts";
import { customCurve } from "./custom-curve.ts";
import { literal, type OfPotential, type Parts, typeOf, unknownPart } from "./parts.ts";

/** Values of a gate that its curves may read, by NeuroML's names. */
export type Given = ReadonlyMap<string, OfPotential>;

type Curve = (height: string, x: OfPotential) => OfPotential;

/** NeuroML's curves for rates and steady states; `x` is the shifted and scaled potential. */
const curves: ReadonlyMap<string, Curve> = new Map<string, Curve>([
  ["Exp", (height, x) => (v) => `${height} * exp(${x(v)})`],
  ["Sigmoid", (height, x) => (v) => `${height} / (1 + exp(-(${x(v)})))`],
  // x / (1 - exp(-x)) is 1 / exprel(-x), which is defined at zero.
  ["ExpLinear", (height, x) => (v) => `${height} / exprel(-(${x(v)}))`],
]);

function curveOf(
  parts: Parts,
  element: XmlElement,
  { kind, given }: { readonly kind: "Rate" | "Variable"; readonly given?: Given | undefined },
): OfPotential {
  const custom = customCurve(parts, element, kind === "Rate" ? "r" : "x", given);
  if (custom !== undefined) return custom;
  const [, name = ""] = new RegExp(`^HH(\\w+)${kind}$`).exec(typeOf(element)) ?? [];
  const curve = curves.get(name);
  if (curve === undefined) return unknownPart(element, kind === "Rate" ? "rate" : "steady state");
  const [midpoint, scale] = [literal(element, "midpoint", "mV"), literal(element, "scale", "mV")];
  const height = literal(element, "rate", kind === "Rate" ? "kHz" : "1");
  return curve(height, (v) => `(${v} - ${midpoint}) / ${scale}`);
}

/** Read a rate in kHz. */
export function rateOf(parts: Parts, element: XmlElement): OfPotential {
  return curveOf(parts, element, { kind: "Rate" });
}

/** Read a dimensionless steady state. */
export function steadyStateOf(parts: Parts, element: XmlElement, given?: Given): OfPotential {
  return curveOf(parts, element, { kind: "Variable", given });
}

/** Read a time constant in ms. */
export function timeCourseOf(parts: Parts, element: XmlElement, given?: Given): OfPotential {
  const custom = customCurve(parts, element, "t", given);
  if (custom !== undefined) return custom;
  if (typeOf(element) !== "fixedTimeCourse") return unknownPart(element, "time course");
  const tau = literal(element, "tau", "ms");
  return () => tau;
}
