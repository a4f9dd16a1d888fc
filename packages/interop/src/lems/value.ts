import { type Expression, evaluate } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { type Dimension, formatDimension, sameDimension } from "@spikeloom/units";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import { type Component, componentsOf } from "./component.ts";
import { type LemsDocument, needed } from "./document.ts";
import { LEMS_DIMENSION, LEMS_NAME, LEMS_SHAPE } from "./errors.ts";
import { parseLems } from "./expression.ts";
import { type LemsQuantity, parseLemsQuantity, quantityOf } from "./quantity.ts";
import { type SelectedParameter, selectedParameter } from "./selected-parameter.ts";
import { membersOf } from "./type.ts";

/** Return the dimension of a name; undefined if arbitrary or not declared. */
export function dimensionNamed(document: LemsDocument, element: XmlElement): Dimension | undefined {
  const name = element.attributes.get("dimension");
  if (name === undefined || name === "*") return undefined;
  const found = document.dimensions.get(name);
  if (found === undefined) {
    const known = document.dimensions.keys();
    throw LEMS_NAME({ place: placeOf(element), what: "dimension", name, known });
  }
  return found;
}

/** Return a component's value of a parameter, property or constant. */
export function givenValue(
  document: LemsDocument,
  component: Component,
  name: string,
): LemsQuantity | undefined {
  const { type, element } = component;
  const constant = membersOf(type, "Constant").get(name);
  const property = membersOf(type, "Property").get(name);
  const isParameter = membersOf(type, "Parameter").has(name);
  if (constant !== undefined) {
    const request = { document, place: placeOf(constant) };
    return parseLemsQuantity(needed(constant, "value"), request);
  }
  if (!isParameter && property === undefined && !membersOf(type, "IndexParameter").has(name)) {
    return undefined;
  }
  const text =
    element.attributes.get(name) ??
    type.fixed.get(name) ??
    property?.attributes.get("defaultValue");
  if (text !== undefined) {
    const value = parseLemsQuantity(text, { document, place: placeOf(element) });
    const declared = property ?? membersOf(type, "Parameter").get(name);
    const wanted = declared && dimensionNamed(document, declared);
    if (property === undefined)
      checkDimension(document, component, { name, text, declared, value, wanted });
    // The default of a property is a plain number in SI units.
    const isPlain = typeof value.text === "number";
    return isPlain && wanted !== undefined ? quantityOf(value.si, wanted) : value;
  }
  if (property === undefined) throw missing(component, name);
  return quantityOf(0, dimensionNamed(document, property) ?? [0, 0, 0, 0, 0, 0, 0]);
}

/**
 * Refuse a parameter whose unit has the wrong dimension or is missing, as jLEMS does: a plain number is not taken as
 * SI.
 */
function checkDimension(
  document: LemsDocument,
  { element, type }: Component,
  { name, text, declared, value, wanted }: Checked,
): void {
  if (wanted === undefined || sameDimension(wanted, value.dimension)) return;
  const isThere = element.attributes.has(name);
  throw LEMS_DIMENSION({
    place: isThere ? `${placeOf(element)}/@${name}` : placeOf(declared ?? element),
    parameter: name,
    of: type.name,
    expected: dimensionText(document, wanted),
    got: `${text.trim()}: ${dimensionText(document, value.dimension)}`,
    units: unitsOf(document, wanted),
  });
}

interface Checked {
  readonly name: string;
  readonly text: string;
  readonly declared: XmlElement | undefined;
  readonly value: LemsQuantity;
  readonly wanted: Dimension | undefined;
}

/** A dimension by its name in the file, and in SI units. */
function dimensionText({ dimensions }: LemsDocument, of: Dimension): string {
  if (of.every((power) => power === 0)) return "a number without a unit";
  const [name] = [...dimensions].find(([, each]) => sameDimension(each, of)) ?? [];
  const units = formatDimension(of);
  return name === undefined ? units : `${name} (${units})`;
}

/** Units that a file declares for a dimension; undefined if dimensionless. */
function unitsOf(
  { dimensions, units }: LemsDocument,
  of: Dimension,
): readonly string[] | undefined {
  if (of.every((power) => power === 0)) return undefined;
  return [...units].flatMap(([symbol, { dimension }]) => {
    const own = dimensions.get(dimension);
    return own !== undefined && sameDimension(own, of) ? [symbol] : [];
  });
}

function missing({ element, type }: Component, name: string): Error {
  return LEMS_SHAPE({
    place: placeOf(element),
    message: `The parameter "${name}" of the ${type.name} has no value.`,
    expected: `an attribute "${name}"`,
    got: "none",
  });
}

/** Return the value that the `select` of a derived parameter refers to. */
export function selectedQuantity(
  document: LemsDocument,
  component: Component,
  derived: XmlElement,
  around: readonly XmlElement[] = [],
): LemsQuantity {
  const place = placeOf(derived.file === "" ? component.element : derived);
  const select = needed(derived, "select");
  if (around.includes(derived)) {
    const message = `The derived parameter "${needed(derived, "name")}" selects itself.`;
    throw LEMS_SHAPE({ place, message, expected: "a parameter with a value", got: select });
  }
  const found = selectedParameter(component, select, {
    components: componentsOf(document),
    place,
  });
  const wanted = dimensionNamed(document, derived);
  const given = givenValue(document, found.component, found.name);
  const value = given ?? derivedValue(document, found, [...around, derived]);
  if (wanted === undefined || sameDimension(wanted, value.dimension)) return value;
  throw LEMS_DIMENSION({
    place,
    parameter: needed(derived, "name"),
    of: component.type.name,
    expected: dimensionText(document, wanted),
    got: `${select}: ${dimensionText(document, value.dimension)}`,
    units: unitsOf(document, wanted),
  });
}

/** Value of a parameter that is derived itself. */
function derivedValue(
  document: LemsDocument,
  { component, name }: SelectedParameter,
  around: readonly XmlElement[],
): LemsQuantity {
  const { type, element } = component;
  const derived = membersOf(type, "DerivedParameter").get(name);
  if (derived === undefined) {
    const known = [...membersOf(type, "Parameter").keys(), ...membersOf(type, "Constant").keys()];
    throw LEMS_NAME({ place: placeOf(element), what: `parameter of a ${type.name}`, name, known });
  }
  if (derived.attributes.has("select")) {
    return selectedQuantity(document, component, derived, around);
  }
  const dimension = dimensionNamed(document, derived) ?? [0, 0, 0, 0, 0, 0, 0];
  return quantityOf(siValue(document, component, name), dimension);
}

/** Evaluate a name of a component, or an expression of such names, in SI units. */
export function siValue(document: LemsDocument, component: Component, text: string): number {
  const place = placeOf(component.element);
  const seen = new Set<string>();
  const known = new Map<string, number>();
  const ofName = (name: string): number => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const given = givenValue(document, component, name);
    if (given !== undefined) return given.si;
    const derived = membersOf(component.type, "DerivedParameter").get(name);
    const select = derived?.attributes.get("select");
    if (derived !== undefined && select !== undefined) {
      const found = selectedQuantity(document, component, derived);
      known.set(name, found.si);
      return found.si;
    }
    const value = derived?.attributes.get("value");
    if (value === undefined || seen.has(name)) {
      throw LEMS_NAME({ place, what: "value", name });
    }
    seen.add(name);
    const computed = compute(parseLems(value, placeOf(derived ?? component.element)));
    seen.delete(name);
    known.set(name, computed);
    return computed;
  };
  const compute = (tree: Expression): number =>
    evaluate(tree, { scope: ofName, functions: hostFunctions });
  return compute(parseLems(text, place));
}
