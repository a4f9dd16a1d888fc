import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import { NML_UNSUPPORTED } from "../errors.ts";
import { quantityText } from "../quantities.ts";
import { attributeOf } from "../rows.ts";
import { childrenOf, type OfPotential, type Parts, typeOf } from "./parts.ts";

/** Operators of LEMS that are written differently here. */
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

/** Functions of LEMS; both of its logarithms are natural. */
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

/** Characters that an expression may have once all that it names is written out. */
const longest = 20_000;

const token =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(\.[a-z]+\.)|([-+*/^(),]))/y;

/**
 * Read a curve that a component type of the file defines: values of the potential and of calcium.
 *
 * Undefined where the file has no such type. What it exposes is written out, as it has no state.
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
    return known.get(exposure) ?? refuse(type, `it gives no "${exposure}"`);
  };
}

/** Constants of a type, and its parameters as an element sets them. */
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

/** A unit as equations read it, where units of one letter are names. */
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
    } else refuse(child, `it has a ${child.name}, which a curve cannot have`);
  }
}

function choice(
  cases: readonly XmlElement[],
  known: ReadonlyMap<string, string>,
  around: XmlElement,
): string {
  const [first, ...others] = cases;
  if (first === undefined) return refuse(around, "none of its cases is without a condition");
  const value = written(attributeOf(first, "value"), known, first);
  const condition = first.attributes.get("condition");
  // Where no case is left, the last one counts.
  if (condition === undefined || others.length === 0) return value;
  return `where(${written(condition, known, first)}, ${value}, ${choice(others, known, around)})`;
}

/** Write an expression of LEMS as one of ours, with all names written out. */
function written(text: string, known: ReadonlyMap<string, string>, element: XmlElement): string {
  let out = "";
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found === null)
      return refuse(element, `it is no expression from "${text.slice(at, at + 20)}" on`);
    out += tokenOf(found, { known, element, next: text.slice(token.lastIndex).trimStart()[0] });
    if (out.length > longest) return refuse(element, "it is too long with all that it names");
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
