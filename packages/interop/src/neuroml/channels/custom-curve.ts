import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import { NML_UNSUPPORTED } from "../errors.ts";
import { quantityText } from "../quantities.ts";
import { attributeOf } from "../rows.ts";
import { childrenOf, type OfPotential, type Parts, typeOf } from "./parts.ts";

/** LEMS operators with a different spelling here. */
const operators: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ".gt.": ">",
    ".lt.": "<",
    ".geq.": ">=",
    ".ge.": ">=",
    ".leq.": "<=",
    ".le.": "<=",
    ".eq.": "==",
    ".neq.": "!=",
    ".ne.": "!=",
    ".and.": "and",
    ".or.": "or",
  }),
);

/** LEMS functions; both logarithms are natural. */
const functions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    exp: "exp",
    log: "log",
    ln: "log",
    sqrt: "sqrt",
    abs: "abs",
    sin: "sin",
    cos: "cos",
    tan: "tan",
    sinh: "sinh",
    cosh: "cosh",
    tanh: "tanh",
    ceil: "ceil",
  }),
);

/** Maximum length of an expression with all names expanded. */
const longest = 20_000;

const token =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(\.[a-z]+\.)|([-+*/^(),]))/y;

/**
 * Read a curve defined by a component type of the file: a function of the potential and of calcium.
 *
 * Undefined if the file has no such type. Its exposure is expanded, because it has no state.
 */
export function customCurve(
  parts: Parts,
  element: XmlElement,
  exposure: string,
  given: ReadonlyMap<string, OfPotential> = new Map(),
): OfPotential | undefined {
  const type = parts.types.get(typeOf(element));
  if (type === undefined) return undefined;
  return (v) => {
    const known = new Map<string, string>([
      ["v", v],
      ["caConc", v === "v" ? "conc_ca" : "start_ca"],
      ["vShift", parts.shift],
      ...[...given].map(([name, curve]) => [name, `(${curve(v)})`] as const),
      ...(parts.temperature === undefined
        ? []
        : [["temperature", literalOf(parts.temperature)] as const]),
      ...valuesOf(type, element),
    ]);
    for (const dynamics of childrenOf(type, "Dynamics")) addDerived(known, dynamics);
    return known.get(exposure) ?? refuse(type, `it does not expose "${exposure}"`);
  };
}

/** Constants of a type, and its parameters as set by an element. */
function valuesOf(type: XmlElement, element: XmlElement): readonly (readonly [string, string])[] {
  return type.children.flatMap((child) => {
    if (child.name !== "Constant" && child.name !== "Parameter") return [];
    const name = attributeOf(child, "name");
    const text =
      child.name === "Constant" ? attributeOf(child, "value") : attributeOf(element, name);
    return [[name, literalOf(quantityText(text, placeOf(child)))] as const];
  });
}

/** A quantity as a factor of an equation. */
function literalOf(quantity: string): string {
  const [number = "", unit] = quantity.split(" ");
  return unit === undefined ? `(${number})` : `(${number} * (${unitFactor(unit)}))`;
}

/** A unit in equation syntax, where single letters are names. */
function unitFactor(unit: string): string {
  const long: Readonly<Record<string, string>> = {
    s: "second",
    V: "volt",
    A: "amp",
    S: "siemens",
    F: "farad",
    m: "metre",
    M: "molar",
    K: "kelvin",
    C: "coulomb",
    J: "joule",
  };
  return unit.replace(/[A-Za-z]+/g, (name) => long[name] ?? name);
}

function addDerived(known: Map<string, string>, dynamics: XmlElement): void {
  for (const child of dynamics.children) {
    const name = child.attributes.get("name") ?? "";
    if (child.name === "DerivedVariable") {
      known.set(name, `(${written(attributeOf(child, "value"), known, child)})`);
    } else if (child.name === "ConditionalDerivedVariable") {
      known.set(name, `(${choice(childrenOf(child, "Case"), known, child)})`);
    } else refuse(child, `it has a ${child.name}, which is not supported in a curve`);
  }
}

function choice(
  cases: readonly XmlElement[],
  known: ReadonlyMap<string, string>,
  around: XmlElement,
): string {
  const [first, ...others] = cases;
  if (first === undefined) return refuse(around, "all of its cases have a condition");
  const value = written(attributeOf(first, "value"), known, first);
  const condition = first.attributes.get("condition");
  // If no case is left, the last one applies.
  if (condition === undefined || others.length === 0) return value;
  return `where(${written(condition, known, first)}, ${value}, ${choice(others, known, around)})`;
}

/** Convert a LEMS expression, with all names expanded. */
function written(text: string, known: ReadonlyMap<string, string>, element: XmlElement): string {
  let out = "";
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found === null)
      return refuse(element, `its expression is invalid from "${text.slice(at, at + 20)}" on`);
    out += tokenOf(found, { known, element, next: text.slice(token.lastIndex).trimStart()[0] });
    if (out.length > longest) return refuse(element, "it is too long with all names expanded");
  }
  return out;
}

function tokenOf(
  [, number, name, operator, sign]: RegExpExecArray,
  at: {
    readonly known: ReadonlyMap<string, string>;
    readonly element: XmlElement;
    readonly next: string | undefined;
  },
): string {
  if (number !== undefined) return number;
  if (sign !== undefined) return sign === "^" ? "**" : sign;
  if (operator !== undefined) {
    return ` ${operators.get(operator) ?? refuse(at.element, `it has the operator ${operator}`)} `;
  }
  const found = at.next === "(" ? functions.get(name ?? "") : at.known.get(name ?? "");
  return found ?? refuse(at.element, `it names "${name}"`);
}

function refuse(element: XmlElement, reason: string): never {
  const what = `The ${element.name} "${element.attributes.get("name") ?? ""}"`;
  throw NML_UNSUPPORTED({ place: placeOf(element), what, reason });
}
