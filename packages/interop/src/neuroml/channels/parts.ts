import type { ExpressionRecord, ParameterRecord, StateRecord } from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import type { CellReading } from "../cell-reading.ts";
import { NML_ATTRIBUTE, NML_UNSUPPORTED } from "../errors.ts";
import { suffixOf } from "../model-name.ts";
import { quantityNumber, quantityText } from "../quantities.ts";
import { attributeOf } from "../rows.ts";

/** A neuron under construction, while its channels are read. */
export interface Parts {
  readonly parameters: Record<string, ParameterRecord>;
  readonly state: Record<string, StateRecord>;
  readonly expressions: Record<string, ExpressionRecord>;
  readonly dynamics: Record<string, string>;
  /** In kelvin; undefined if the network has none. */
  readonly temperature: string | undefined;
  /** Component types defined by the file. */
  readonly types: ReadonlyMap<string, XmlElement>;
  /** Voltage shift of the rates of the current channels, if their types define one. */
  shift: string;
}

/** Writes a dependence on the potential, current or initial. */
export type OfPotential = (v: "v" | "v_init") => string;

/** For channels without a voltage shift. */
export const noShift = "(0 * mV)";

/** Start a neuron without channels. */
export function newParts({ temperature, document: { types } }: CellReading): Parts {
  return {
    parameters: {},
    state: {},
    expressions: {},
    dynamics: {},
    temperature,
    types,
    shift: noShift,
  };
}

/** Create a variable name from ids, without ambiguity. */
export function variableName(name: string, ...ids: readonly string[]): string {
  return [name, ...ids.map((id) => suffixOf(id).slice(0, 20))].join("_");
}

/** Add a named expression and return its name. */
export function addExpression(
  parts: Parts,
  name: string,
  record: { readonly value: string; readonly unit: string; readonly about: string },
): string {
  refuseTwice(parts, name);
  parts.expressions[name] = record;
  return name;
}

/** Add a parameter whose value is an attribute, and return its name. */
export function addParameter(
  parts: Parts,
  name: string,
  value: {
    readonly element: XmlElement;
    readonly attribute: string;
    readonly unit: string;
    readonly about: string;
  },
): string {
  refuseTwice(parts, name);
  const { element, attribute, unit, about } = value;
  const text = attributeOf(element, attribute);
  const place = `${placeOf(element)}: ${attribute}`;
  const number = quantityNumber(text, unit, place);
  parts.parameters[name] = { default: unit === "1" ? number : quantityText(text, place), about };
  return name;
}

function refuseTwice({ parameters, state, expressions }: Parts, name: string): void {
  if (![parameters, state, expressions].some((names) => Object.hasOwn(names, name))) return;
  const reason =
    "two of its parts have ids that differ only in characters other than letters and digits";
  throw NML_UNSUPPORTED({ place: name, what: `The variable "${name}"`, reason });
}

/** Add a state variable with its derivative, and return its name. */
export function addState(
  parts: Parts,
  name: string,
  { derivative, ...record }: StateRecord & { readonly derivative: string },
): string {
  refuseTwice(parts, name);
  parts.state[name] = record;
  parts.dynamics[name] = derivative;
  return name;
}

/** Write an attribute as a factor of an equation: `(-40 * mV)`. */
export function literal(
  element: XmlElement,
  attribute: string,
  unit: "mV" | "ms" | "kHz" | "1",
): string {
  const place = `${placeOf(element)}: ${attribute}`;
  const number = quantityNumber(attributeOf(element, attribute), unit, place);
  return unit === "1" ? `(${number})` : `(${number} * ${unit})`;
}

/** Find a required child by name. */
export function childOf(element: XmlElement, name: string): XmlElement {
  const found = element.children.find((child) => child.name === name);
  if (found !== undefined) return found;
  throw NML_ATTRIBUTE({ place: placeOf(element), element: element.name, attribute: name });
}

/** Find all children with a name. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** Type of an element: the attribute, or its own name. */
export function typeOf(element: XmlElement): string {
  return element.attributes.get("type") ?? element.name;
}

/** Refuse an unsupported part of a cell. */
export function unknownPart(element: XmlElement, what: string): never {
  throw NML_UNSUPPORTED({
    place: placeOf(element),
    what: `The ${what} "${element.attributes.get("id") ?? typeOf(element)}"`,
    reason: `its type, ${typeOf(element)}, is not a supported type of NeuroML 2.3.1`,
  });
}
