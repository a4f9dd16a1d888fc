import type { ParameterRecord } from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import { NML_ATTRIBUTE } from "./errors.ts";
import { quantityNumber, quantityText } from "./quantities.ts";

/**
 * An attribute of NeuroML and the parameter that it is here, read and written from the same row.
 *
 * `plain` ones are numbers in the unit of the row; NeuroML writes PyNN's parameters so.
 */
export type Row = readonly [
  attribute: string,
  name: string,
  unit: string,
  about: string,
  plain?: "plain",
];

/** Give the parameters that the rows of an element declare, with its values as defaults. */
export function parametersOf(
  rows: readonly Row[],
  element: XmlElement,
): Readonly<Record<string, ParameterRecord>> {
  const entries = rows.map(([attribute, name, unit, about, plain]) => {
    const text = attributeOf(element, attribute);
    const place = `${placeOf(element)}: ${attribute}`;
    const value = plain === undefined ? text : String(quantityNumber(text, "1", place));
    const isPlain = plain !== undefined || unit === "1";
    if (!isPlain) quantityNumber(text, unit, place);
    return [name, { default: written(value, { unit, isPlain, place }), about }];
  });
  return Object.fromEntries(entries);
}

function written(
  value: string,
  { unit, isPlain, place }: { unit: string; isPlain: boolean; place: string },
): string | number {
  if (unit === "1") return quantityNumber(value, "1", place);
  return isPlain ? `${value} ${unit}` : quantityText(value, place);
}

/** Give an attribute that has to be there. */
export function attributeOf(element: XmlElement, attribute: string): string {
  const text = element.attributes.get(attribute);
  if (text !== undefined) return text;
  throw NML_ATTRIBUTE({ place: placeOf(element), element: element.name, attribute });
}
