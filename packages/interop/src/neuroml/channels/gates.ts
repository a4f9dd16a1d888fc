import type { XmlElement } from "../../xml/xml-element.ts";
import { attributeOf } from "../rows.ts";
import { kineticScheme } from "./kinetic-scheme.ts";
import {
  addExpression,
  addState,
  childOf,
  childrenOf,
  literal,
  type OfPotential,
  type Parts,
  typeOf,
  unknownPart,
  variableName,
} from "./parts.ts";
import { type Given, rateOf, steadyStateOf, timeCourseOf } from "./rates.ts";
import { temperatureFactor } from "./temperature.ts";

/** A channel gate: its steady state and time constant. */
interface Course {
  readonly infinity: OfPotential;
  /** In ms, before temperature scaling. */
  readonly tau: OfPotential;
}

/** How each gate type defines its kinetics. */
const courses: ReadonlyMap<string, (parts: Parts, gate: XmlElement) => Course> = new Map([
  [
    "gateHHrates",
    (parts, gate) => ({ infinity: shareOf(parts, gate), tau: inverseOf(parts, gate) }),
  ],
  ["gateHHtauInf", (parts, gate) => ({ infinity: stateOf(parts, gate), tau: timeOf(parts, gate) })],
  [
    "gateHHratesTau",
    (parts, gate) => ({ infinity: shareOf(parts, gate), tau: timeOf(parts, gate) }),
  ],
  [
    "gateHHratesInf",
    (parts, gate) => ({ infinity: stateOf(parts, gate), tau: inverseOf(parts, gate) }),
  ],
  [
    "gateHHratesTauInf",
    (parts, gate) => ({ infinity: stateOf(parts, gate), tau: timeOf(parts, gate) }),
  ],
]);

function ratesOf(parts: Parts, gate: XmlElement): readonly [OfPotential, OfPotential] {
  return [rateOf(parts, childOf(gate, "forwardRate")), rateOf(parts, childOf(gate, "reverseRate"))];
}

function shareOf(parts: Parts, gate: XmlElement): OfPotential {
  const [forward, reverse] = ratesOf(parts, gate);
  return (v) => `${forward(v)} / (${forward(v)} + ${reverse(v)})`;
}

function inverseOf(parts: Parts, gate: XmlElement): OfPotential {
  const [forward, reverse] = ratesOf(parts, gate);
  return (v) => `1 / (${forward(v)} + ${reverse(v)})`;
}

function stateOf(parts: Parts, gate: XmlElement): OfPotential {
  return steadyStateOf(parts, childOf(gate, "steadyState"), givenBy(parts, gate));
}

function timeOf(parts: Parts, gate: XmlElement): OfPotential {
  return timeCourseOf(parts, childOf(gate, "timeCourse"), givenBy(parts, gate));
}

/** Rates of a gate, which its other curves may read. */
function givenBy(parts: Parts, gate: XmlElement): Given {
  const given = new Map<string, OfPotential>();
  if (childrenOf(gate, "forwardRate").length === 0) return given;
  const [alpha, beta] = ratesOf(parts, gate);
  const factor = temperatureFactor(parts, childrenOf(gate, "q10Settings"));
  return given
    .set("alpha", alpha)
    .set("beta", beta)
    .set("rateScale", () => factor);
}

/** Read a gate of a channel and return its factor in the conductance; `id` names the channel's place. */
export function readGate(parts: Parts, gate: XmlElement, id: string): string {
  const instances = literal(gate, "instances", "1");
  const open = openOf(parts, gate, id);
  return instances === "(1)" ? open : `${open} ** ${instances}`;
}

function openOf(parts: Parts, gate: XmlElement, id: string): string {
  const type = typeOf(gate);
  const own = attributeOf(gate, "id");
  const about = `gate ${own} of ${id}`;
  if (type === "gateHHInstantaneous") {
    const value = stateOf(parts, gate)("v");
    return addExpression(parts, variableName("q", own, id), { value, unit: "1", about });
  }
  if (type === "gateFractional") return fractional(parts, gate, id);
  if (type === "gateKS") return kineticScheme(parts, gate, id);
  const course = courses.get(type)?.(parts, gate) ?? unknownPart(gate, "gate");
  const factor = temperatureFactor(parts, childrenOf(gate, "q10Settings"));
  return addGate(parts, { ...course, factor, names: [own, id], about });
}

function addGate(
  parts: Parts,
  {
    infinity,
    tau,
    factor,
    names,
    about,
  }: Course & {
    readonly factor: string;
    readonly names: readonly string[];
    readonly about: string;
  },
): string {
  const steady = addExpression(parts, variableName("inf", ...names), {
    value: infinity("v"),
    unit: "1",
    about: `steady state of the ${about}`,
  });
  const time = addExpression(parts, variableName("tau", ...names), {
    value: factor === "1" ? tau("v") : `${tau("v")} / (${factor})`,
    unit: "ms",
    about: `time constant of the ${about}`,
  });
  const name = variableName("q", ...names);
  return addState(parts, name, {
    initial: infinity("v_init"),
    unit: "1",
    about,
    derivative: `(${steady} - ${name}) / ${time}`,
  });
}

/** A gate whose parts each open a fraction of it. */
function fractional(parts: Parts, gate: XmlElement, id: string): string {
  const factor = temperatureFactor(parts, childrenOf(gate, "q10Settings"));
  const own = attributeOf(gate, "id");
  const terms = childrenOf(gate, "subGate").map((part) => {
    const names = [own, attributeOf(part, "id"), id];
    const course = { infinity: stateOf(parts, part), tau: timeOf(parts, part) };
    const about = `part ${names[1]} of gate ${own} of ${id}`;
    const open = addGate(parts, { ...course, factor, names, about });
    return `${literal(part, "fractionalConductance", "1")} * ${open}`;
  });
  return `(${terms.join(" + ") || "0"})`;
}
