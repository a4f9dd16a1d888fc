import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import { NML_REFERENCE } from "../errors.ts";
import { attributeOf } from "../rows.ts";
import { addState, childOf, literal, type Parts, variableName } from "./parts.ts";
import { rateOf, steadyStateOf, timeCourseOf } from "./rates.ts";

/** Transition rates of a channel in both directions, in kHz. */
type Flow = readonly [forward: string | undefined, reverse: string | undefined];

/** Transitions of NeuroML's kinetic schemes. */
const transitions: ReadonlyMap<string, (parts: Parts, element: XmlElement) => Flow> = new Map<
  string,
  (parts: Parts, element: XmlElement) => Flow
>([
  [
    "forwardTransition",
    (parts, element) => [rateOf(parts, childOf(element, "rate"))("v"), undefined],
  ],
  [
    "reverseTransition",
    (parts, element) => [undefined, rateOf(parts, childOf(element, "rate"))("v")],
  ],
  ["vHalfTransition", vHalf],
  ["tauInfTransition", tauInf],
]);

function vHalf(_: Parts, element: XmlElement): Flow {
  const number = (attribute: string) => literal(element, attribute, "1");
  const [half, tau, least] = [
    literal(element, "vHalf", "mV"),
    literal(element, "tau", "ms"),
    literal(element, "tauMin", "ms"),
  ];
  const [z, gamma] = [number("z"), number("gamma")];
  // The core definition uses a constant thermal voltage, independent of the temperature.
  const x = `${z} * (v - ${half}) / (25.3 * mV)`;
  return [
    `1 / (${tau} / exp(${gamma} * ${x}) + ${least})`,
    `1 / (${tau} / exp(-(1 - ${gamma}) * ${x}) + ${least})`,
  ];
}

function tauInf(parts: Parts, element: XmlElement): Flow {
  const tau = timeCourseOf(parts, childOf(element, "timeCourse"))("v");
  const infinity = steadyStateOf(parts, childOf(element, "steadyState"))("v");
  return [`${infinity} / ${tau}`, `(1 - ${infinity}) / ${tau}`];
}

/** Fraction of the conductance that each kind of state opens. */
const conducting: Readonly<Record<string, (state: XmlElement) => string>> = {
  closedState: () => "0",
  openState: () => "1",
  KSState: (state) => literal(state, "relativeConductance", "1"),
};

/**
 * Read a gate defined by a kinetic scheme and return its open fraction.
 *
 * All channels start in the first state, as in jLEMS.
 */
export function kineticScheme(parts: Parts, gate: XmlElement, id: string): string {
  const own = attributeOf(gate, "id");
  const states = gate.children.filter(({ name }) => Object.hasOwn(conducting, name));
  const names = new Map(
    states.map((state) => {
      const stateId = attributeOf(state, "id");
      return [stateId, variableName("p", own, stateId, id)];
    }),
  );
  const changes = new Map([...names.values()].map((name) => [name, [] as string[]]));
  for (const element of gate.children) {
    const flow = transitions.get(element.name);
    if (flow !== undefined) addFlow(changes, { element, names, flow: flow(parts, element) });
  }
  const terms = states.map((state, k) => {
    const name = names.get(attributeOf(state, "id")) ?? "";
    addState(parts, name, {
      initial: k === 0 ? 1 : 0,
      unit: "1",
      about: `fraction of channels in state ${attributeOf(state, "id")} of ${own} of ${id}`,
      derivative: changes.get(name)?.join(" ") || "0 / ms",
    });
    return `${conducting[state.name]?.(state)} * ${name}`;
  });
  return `(${terms.join(" + ") || "0"})`;
}

function addFlow(
  changes: ReadonlyMap<string, string[]>,
  {
    element,
    names,
    flow: [forward, reverse],
  }: {
    readonly element: XmlElement;
    readonly names: ReadonlyMap<string, string>;
    readonly flow: Flow;
  },
): void {
  const [from, to] = ["from", "to"].map((attribute) => {
    const name = names.get(attributeOf(element, attribute));
    if (name !== undefined) return name;
    throw NML_REFERENCE({
      place: `${placeOf(element)}: ${attribute}`,
      what: "The gate has no such state",
      expected: [...names.keys()].slice(0, 8).join(", "),
      got: attributeOf(element, attribute),
    });
  }) as [string, string];
  const net = [
    ...(forward === undefined ? [] : [`${from} * ${forward}`]),
    ...(reverse === undefined ? [] : [`- ${to} * ${reverse}`]),
  ].join(" ");
  changes.get(from)?.push(`- (${net})`);
  changes.get(to)?.push(`+ (${net})`);
}
