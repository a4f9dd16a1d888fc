import type { ParameterRecord } from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import { NML_ATTRIBUTE } from "./errors.ts";
import { quantityNumber, quantityText } from "./quantities.ts";

/**
 * A NeuroML attribute and our parameter, read and written with the same row.
 *
 * `plain` attributes are numbers in the row's unit; NeuroML writes PyNN's parameters this way.
 */
export type Row = readonly [
  attribute: string,
  name: string,
  unit: string,
  about: string,
  plain?: "plain",
];

/** Return the parameters declared by the rows of an element, with its values as defaults. */
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

/** Return a required attribute. */
export function attributeOf(element: XmlElement, attribute: string): string {
  const text = element.attributes.get(attribute);
  if (text !== undefined) return text;
  throw NML_ATTRIBUTE({ place: placeOf(element), element: element.name, attribute });
}
