import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import { NML_UNSUPPORTED } from "../errors.ts";
import { quantityNumber } from "../quantities.ts";
import { attributeOf } from "../rows.ts";
import { literal, type Parts, typeOf, unknownPart } from "./parts.ts";

/** Read the temperature factor of a gate's rates or of a conductance, or `1`. */
export function temperatureFactor(parts: Parts, elements: readonly XmlElement[]): string {
  return elements.map((element) => factorOf(parts, element)).join(" * ") || "1";
}

function factorOf(parts: Parts, element: XmlElement): string {
  const type = typeOf(element);
  if (type === "q10Fixed") return literal(element, "fixedQ10", "1");
  if (type !== "q10ExpTemp" && type !== "q10ConductanceScaling") {
    return unknownPart(element, "temperature dependence");
  }
  const place = `${placeOf(element)}: experimentalTemp`;
  const measured = quantityNumber(attributeOf(element, "experimentalTemp"), "K", place);
  const degrees = kelvinOf(parts, element) - measured;
  // Rounded to nine decimals, as temperatures are written.
  return `${literal(element, "q10Factor", "1")} ** (${Number((degrees / 10).toFixed(9))})`;
}

/** Temperature of the network in kelvin, which is required. */
export function kelvinOf({ temperature }: Parts, element: XmlElement): number {
  if (temperature !== undefined) return Number(temperature.replace(/ K$/, ""));
  const what = `A ${typeOf(element)}, which depends on temperature,`;
  const reason = 'the network has no temperature: its type is not "networkWithTemperature"';
  throw NML_UNSUPPORTED({ place: placeOf(element), what, reason });
}
