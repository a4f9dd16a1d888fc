import type { XmlElement } from "../../xml/xml-element.ts";
import { literal, typeOf, unknownPart } from "./parts.ts";

/** Writes what depends on the potential, for a potential of this name. */
export type OfPotential = (v: string) => string;

type Curve = (height: string, x: (v: string) => string) => OfPotential;

/** The curves of NeuroML's rates and steady states; `x` is the potential, shifted and scaled. */
const curves: ReadonlyMap<string, Curve> = new Map<string, Curve>([
  ["Exp", (height, x) => (v) => `${height} * exp(${x(v)})`],
  ["Sigmoid", (height, x) => (v) => `${height} / (1 + exp(-(${x(v)})))`],
  // x / (1 - exp(-x)) is 1 / exprel(-x), which has no hole at zero.
  ["ExpLinear", (height, x) => (v) => `${height} / exprel(-(${x(v)}))`],
]);

function curveOf(element: XmlElement, kind: "Rate" | "Variable"): OfPotential {
  const [, name = ""] = new RegExp(`^HH(\\w+)${kind}$`).exec(typeOf(element)) ?? [];
  const curve = curves.get(name);
  if (curve === undefined) return unknownPart(element, kind === "Rate" ? "rate" : "steady state");
  const [midpoint, scale] = [literal(element, "midpoint", "mV"), literal(element, "scale", "mV")];
  const height = literal(element, "rate", kind === "Rate" ? "kHz" : "1");
  return curve(height, (v) => `(${v} - ${midpoint}) / ${scale}`);
}

/** Read a rate, which is in kHz. */
export function rateOf(element: XmlElement): OfPotential {
  return curveOf(element, "Rate");
}

/** Read a steady state, a pure number. */
export function steadyStateOf(element: XmlElement): OfPotential {
  return curveOf(element, "Variable");
}

/** Read a time course, which is in ms. */
export function timeCourseOf(element: XmlElement): OfPotential {
  if (typeOf(element) !== "fixedTimeCourse") return unknownPart(element, "time course");
  const tau = literal(element, "tau", "ms");
  return () => tau;
}
