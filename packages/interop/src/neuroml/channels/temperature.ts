import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import { NML_UNSUPPORTED } from "../errors.ts";
import { quantityNumber } from "../quantities.ts";
import { attributeOf } from "../rows.ts";
import { literal, type Parts, typeOf, unknownPart } from "./parts.ts";

/** Read how temperature speeds up a gate or scales a conductance: a factor, or `1`. */
export function temperatureFactor(parts: Parts, elements: readonly XmlElement[]): string {
  return elements.map((element) => factorOf(parts, element)).join(" * ") || "1";
}

function factorOf(parts: Parts, element: XmlElement): string {
  const type = typeOf(element);
  if (type === "q10Fixed") return literal(element, "fixedQ10", "1");
  if (type !== "q10ExpTemp" && type !== "q10ConductanceScaling") {
    return unknownPart(element, "dependence on temperature");
  }
  const place = `${placeOf(element)}: experimentalTemp`;
  const measured = quantityNumber(attributeOf(element, "experimentalTemp"), "K", place);
  const degrees = kelvinOf(parts, element) - measured;
  // To nine decimals, as in the text of the temperatures.
  return `${literal(element, "q10Factor", "1")} ** (${Number((degrees / 10).toFixed(9))})`;
}

/** The temperature of the network in kelvin; it has to be there. */
export function kelvinOf({ temperature }: Parts, element: XmlElement): number {
  if (temperature !== undefined) return Number(temperature.replace(/ K$/, ""));
  const what = `What depends on temperature, a ${typeOf(element)},`;
  const reason = 'the network has no temperature: its type is not "networkWithTemperature"';
  throw NML_UNSUPPORTED({ place: placeOf(element), what, reason });
}
