import { builtinMeaning, type Expression } from "@spikeloom/equations";
import type { Dimension } from "@spikeloom/units";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import { checkLengths } from "./check-lengths.ts";
import { type LemsDocument, needed } from "./document.ts";
import { LEMS_NAME, LEMS_SHAPE } from "./errors.ts";
import { parseLems } from "./expression.ts";
import { inferDimension } from "./infer-dimension.ts";
import { isTogether, type LemsNode, levelsTo, nodesIn, partOf } from "./node.ts";
import type { LemsQuantity } from "./quantity.ts";
import { nodesAlong, partsOfPath, reduced } from "./selections.ts";
import { renamed, select } from "./tree.ts";
import { membersOf } from "./type.ts";
import { dimensionNamed, givenValue, selectedQuantity } from "./value.ts";

/** A variable of an instance or of its descendants, under a unique name. */
export interface FlatVariable {
  readonly name: string;
  readonly role: "parameter" | "state" | "derived" | "input";
  dimension: Dimension;
  /** LEMS path, such as `na/m/q`. */
  readonly about: string;
  readonly node: LemsNode;
  /** Value of a parameter. */
  readonly value?: LemsQuantity;
  /** Whether it is a property, which connections can set. */
  readonly isProperty?: boolean;
  /** Expression of a derived variable. */
  expression?: Expression;
  /** Initial value of a state variable, in names of the same record. */
  start?: Expression;
  rate?: Expression;
  /** Value that a state variable stores in each step. */
  readonly kept?: Expression;
  /** Whether it is stored after all updates. */
  readonly isKeptLast?: boolean;
  /** Variable of which it is a delayed copy. */
  readonly behind?: string;
  /** Whether it is the view that inner nodes have of a derived variable, computed after they are updated. */
  readonly isSeenInside?: boolean;
}

/** An instance flattened with all its descendants. */
export interface Flat {
  readonly document: LemsDocument;
  readonly root: LemsNode;
  /** All descendants and the surrounding nodes it depends on, innermost first. */
  readonly nodes: readonly LemsNode[];
  readonly variables: Map<string, FlatVariable>;
  /** Names in the record by those of each node. */
  readonly names: Map<LemsNode, Map<string, string>>;
  /** Names in the record by a node's exposures. */
  readonly exposures: Map<LemsNode, Map<string, string>>;
  readonly prefixes: Map<LemsNode, string>;
  readonly takenPrefixes: Set<string>;
  /** The one-step-delayed copy of each variable. */
  readonly lags: Map<string, string>;
  /** The view that inner nodes have of each derived variable. */
  readonly seen: Map<string, string>;
  /** Last name assigned for each requested name. */
  readonly given: Map<string, string>;
  /** Coupling sums of attachment sets, which include the components attached here. */
  readonly couplings: ReadonlySet<string>;
  /** Factor of each attached node, if not every neuron has it. */
  readonly presence: ReadonlyMap<LemsNode, string>;
  /** Names of variables outside the instance; undefined if there are none. */
  readonly outside: Outside;
  /** Whether required variables propagate inwards one level per step. */
  readonly isLagging: boolean;
}

/** Returns the name in the record of a variable of an outer node. */
export type Outside = (node: LemsNode, local: string) => string | undefined;

interface FlatRequest {
  readonly couplings?: ReadonlySet<string>;
  readonly presence?: ReadonlyMap<LemsNode, string>;
  readonly outside?: Outside;
  /** Descendants that belong to another instance. */
  readonly skip?: LemsNode;
  /** Surrounding nodes that the instance computes for itself, innermost first. */
  readonly around?: readonly LemsNode[];
  readonly isLagging?: boolean;
}

/** Flatten an instance: first declare all variables, then read all derivations. */
export function flatten(document: LemsDocument, root: LemsNode, more: FlatRequest = {}): Flat {
  const flat: Flat = {
    document,
    root,
    nodes: [...nodesIn(root).filter((node) => node !== more.skip), ...(more.around ?? [])],
    variables: new Map(),
    names: new Map(),
    exposures: new Map(),
    prefixes: new Map(),
    takenPrefixes: new Set(),
    lags: new Map(),
    seen: new Map(),
    given: new Map(),
    couplings: more.couplings ?? new Set(),
    presence: more.presence ?? new Map(),
    outside: more.outside ?? (() => undefined),
    isLagging: more.isLagging ?? false,
  };
  for (const node of flat.nodes) declareNode(flat, node);
  for (const name of flat.presence.values()) {
    const about = "whether a neuron has the component attached here";
    const value: LemsQuantity = { dimension: [0, 0, 0, 0, 0, 0, 0], si: 1, text: 1 };
    const { dimension } = value;
    flat.variables.set(name, { name, role: "parameter", dimension, about, node: root, value });
  }
  for (const node of flat.nodes) derive(flat, node);
  checkLengths(flat.variables);
  inferAll(flat);
  return flat;
}

/** Shortest suffix of a node's path that is unique. */
function prefixOf(flat: Flat, node: LemsNode): string {
  if (node === flat.root) return "";
  const known = flat.prefixes.get(node);
  if (known !== undefined) return known;
  const taken = flat.takenPrefixes;
  let prefix = "";
  for (let at = node; at !== flat.root && at.parent !== undefined; at = at.parent) {
    prefix = `${partOf(at)}_${prefix}`;
    if (prefix.length > mostPrefix) prefix = `part_${flat.prefixes.size}_`;
    if (!taken.has(prefix)) break;
  }
  while (taken.has(prefix)) prefix = `${prefix}x_`;
  flat.prefixes.set(node, prefix);
  taken.add(prefix);
  return prefix;
}

/** Leaves room for the variable's name within the limit of 64 letters. */
const mostPrefix = 36;

const reserved = new Set(["weight", "excess", "not_refractory", "refractory", "lastspike"]);

/** Return an unused name. */
export function freeName(flat: Pick<Flat, "variables" | "given">, wanted: string): string {
  // Earlier suffixes are taken, because names are never released.
  let name = flat.given.get(wanted) ?? wanted;
  const isTaken = () => builtinMeaning(name) !== undefined || reserved.has(name);
  while (isTaken() || /_(?:pre|post)$/.test(name) || flat.variables.has(name)) name += "_0";
  flat.given.set(wanted, name);
  return name;
}

type Declared = Omit<FlatVariable, "name" | "node" | "about" | "dimension"> & {
  readonly dimension?: Dimension | undefined;
};

/** Declare a variable of a node under an unused name. */
export function declare(flat: Flat, node: LemsNode, [local, more]: [string, Declared]): string {
  const name = freeName(flat, prefixOf(flat, node) + local);
  const about = aboutOf(flat, node, local);
  const dimension = more.dimension ?? [0, 0, 0, 0, 0, 0, 0];
  flat.variables.set(name, { ...more, name, node, about, dimension });
  const names = flat.names.get(node) ?? new Map<string, string>();
  flat.names.set(node, names.set(local, name));
  return name;
}

function aboutOf(flat: Flat, node: LemsNode, local: string): string {
  const parts: string[] = [local];
  for (let at = node; at !== flat.root && at.parent !== undefined; at = at.parent) {
    parts.unshift(at.component.id === "" ? at.list : at.component.id);
  }
  return parts.join("/");
}

function declareNode(flat: Flat, node: LemsNode): void {
  const { type } = node.component;
  for (const kind of ["Parameter", "Property", "Constant"] as const) {
    for (const name of membersOf(type, kind).keys()) {
      const value = givenValue(flat.document, node.component, name);
      if (value === undefined) continue;
      const isProperty = kind === "Property";
      const { dimension } = value;
      declare(flat, node, [name, { role: "parameter", dimension, value, isProperty }]);
    }
  }
  for (const [name, element] of membersOf(type, "DerivedParameter")) {
    if (leadsOutside(node, element)) {
      const value = selectedQuantity(flat.document, node.component, element);
      const { dimension } = value;
      declare(flat, node, [name, { role: "parameter", dimension, value }]);
      continue;
    }
    const dimension = dimensionNamed(flat.document, element);
    declare(flat, node, [name, { role: "derived", dimension }]);
  }
  for (const element of type.dynamics) declareVariable(flat, node, element);
}

/** Whether a derived parameter selects from a component that is not a surrounding instance. */
function leadsOutside(node: LemsNode, { attributes }: XmlElement): boolean {
  const select = attributes.get("select");
  if (select === undefined) return false;
  return select.startsWith("//") || nodesAlong(node, partsOfPath(select).slice(0, -1)).length === 0;
}

const roles: Readonly<Record<string, FlatVariable["role"]>> = {
  StateVariable: "state",
  DerivedVariable: "derived",
  ConditionalDerivedVariable: "derived",
};

function declareVariable(flat: Flat, node: LemsNode, element: XmlElement): void {
  const role = Object.hasOwn(roles, element.name) ? roles[element.name] : undefined;
  if (role === undefined) return;
  const exposure = element.attributes.get("exposure");
  const local = element.attributes.get("name") ?? exposure ?? needed(element, "name");
  const exposed = membersOf(node.component.type, "Exposure").get(exposure ?? local);
  const dimension =
    dimensionNamed(flat.document, element) ??
    (exposed === undefined ? undefined : dimensionNamed(flat.document, exposed));
  const isUnsaid = dimension === undefined;
  const name = declare(flat, node, [local, { role, dimension }]);
  if (isUnsaid) unsaid(flat).add(name);
  if (exposure === undefined) return;
  const exposures = flat.exposures.get(node) ?? new Map<string, string>();
  flat.exposures.set(node, exposures.set(exposure, name));
}

const unsaidOf = new WeakMap<Flat, Set<string>>();

/** Those whose dimension the file does not state. */
function unsaid(flat: Flat): Set<string> {
  const found = unsaidOf.get(flat) ?? new Set<string>();
  unsaidOf.set(flat, found);
  return found;
}

function inferAll(flat: Flat): void {
  const open = unsaid(flat);
  const infer = (name: string, around: readonly string[]): Dimension | undefined => {
    const variable = flat.variables.get(name);
    if (variable?.behind !== undefined) return infer(variable.behind, around);
    if (variable?.expression === undefined || !open.has(name) || around.includes(name)) {
      return name === "t" ? [0, 0, 1, 0, 0, 0, 0] : variable?.dimension;
    }
    const inside = [...around, name];
    variable.dimension = inferDimension(variable.expression, (each) => infer(each, inside));
    open.delete(name);
    return variable.dimension;
  };
  for (const name of [...open]) infer(name, []);
  for (const variable of flat.variables.values()) {
    if (variable.behind === undefined) continue;
    variable.dimension = flat.variables.get(variable.behind)?.dimension ?? variable.dimension;
  }
}

function derive(flat: Flat, node: LemsNode): void {
  for (const [name, element] of membersOf(node.component.type, "DerivedParameter")) {
    if (leadsOutside(node, element)) continue;
    setExpression(flat, nameAt(flat, node, name), derivedOf(flat, node, element));
  }
  for (const element of node.component.type.dynamics) {
    if (roles[element.name] !== "derived") continue;
    const local = element.attributes.get("name") ?? needed(element, "exposure");
    setExpression(flat, nameAt(flat, node, local), derivedOf(flat, node, element));
  }
}

function setExpression(flat: Flat, name: string | undefined, expression: Expression): void {
  const variable = name === undefined ? undefined : flat.variables.get(name);
  if (variable !== undefined) variable.expression = expression;
}

function nameAt(flat: Flat, node: LemsNode, local: string): string | undefined {
  return flat.exposures.get(node)?.get(local) ?? flat.names.get(node)?.get(local);
}

function derivedOf(flat: Flat, node: LemsNode, element: XmlElement): Expression {
  if (element.attributes.has("select")) return selected(flat, node, element);
  if (element.name !== "ConditionalDerivedVariable") {
    return expressionIn(flat, node, [needed(element, "value"), element]);
  }
  const cases = element.children.filter(({ name }) => name === "Case");
  let otherwise: Expression | undefined;
  for (const each of cases.reverse()) {
    const value = expressionIn(flat, node, [needed(each, "value"), each]);
    const condition = each.attributes.get("condition");
    // The last case applies if no other does.
    if (condition === undefined || otherwise === undefined) otherwise = value;
    else {
      const test = expressionIn(flat, node, [condition, each]);
      otherwise = select(test, value, otherwise);
    }
  }
  return otherwise ?? { kind: "number", value: 0 };
}

/** Read an expression of a node, in the names of the record. */
export function expressionIn(
  flat: Flat,
  node: LemsNode,
  [text, element]: readonly [text: string, element: XmlElement],
): Expression {
  const place = placeOf(element.file === "" ? node.component.element : element);
  return renamed(parseLems(text, place), (name) => resolve(flat, node, [name, place]));
}

/** Resolve a name at a node: its own, or one of a surrounding node. */
export function resolve(
  flat: Flat,
  node: LemsNode,
  [local, place]: readonly [name: string, place: string],
): Expression {
  if (local === "t") return { kind: "name", name: "t" };
  for (let at: LemsNode | undefined = node; at !== undefined; at = at.parent) {
    const own = flat.names.get(at)?.get(local);
    const name = at === node ? (own ?? nameAt(flat, at, local)) : nameAt(flat, at, local);
    if (name !== undefined) {
      if (!flat.isLagging || isTogether(node, at)) return { kind: "name", name };
      const seen = at === node ? name : seenInside(flat, [name, at, local]);
      return { kind: "name", name: lagging(flat, [seen, levelsTo(node, at, local)]) };
    }
    const outer = flat.outside(at, local);
    if (outer !== undefined) return { kind: "name", name: outer };
    const given = isInside(flat, at) ? undefined : givenValue(flat.document, at.component, local);
    if (given !== undefined) {
      const { dimension } = given;
      const declared: Declared = { role: "parameter", dimension, value: given };
      return { kind: "name", name: declare(flat, flat.root, [local, declared]) };
    }
  }
  const known = flat.names.get(node)?.keys() ?? [];
  throw LEMS_NAME({ place, what: "variable", name: local, known });
}

/**
 * Name of the view that inner nodes have of a variable.
 *
 * A derived variable refers to itself until `settleSeen` determines whether the view is that of the previous step.
 */
function seenInside(
  flat: Flat,
  [name, owner, local]: readonly [name: string, owner: LemsNode, local: string],
): string {
  const variable = flat.variables.get(name);
  const isFixed = membersOf(owner.component.type, "DerivedParameter").has(local);
  if (variable?.role !== "derived" || isFixed) return name;
  const known = flat.seen.get(name);
  if (known !== undefined) return known;
  const seen = freeName(flat, `${name}_seen_inside`);
  flat.seen.set(name, seen);
  const { dimension, about } = variable;
  flat.variables.set(seen, {
    name: seen,
    role: "derived",
    dimension,
    node: owner,
    behind: name,
    about: `${about}, as seen by inner nodes`,
    expression: { kind: "name", name },
    isSeenInside: true,
  });
  return seen;
}

/** A variable delayed by some steps; parameters do not change. */
function lagging(flat: Flat, [name, steps]: readonly [string, number]): string {
  const role = flat.variables.get(name)?.role;
  if (role !== "state" && role !== "derived") return name;
  let behind = name;
  for (let k = 1; k <= steps; k++) behind = flat.lags.get(behind) ?? addLag(flat, behind);
  return behind;
}

function addLag(flat: Flat, behind: string): string {
  const { dimension, about } = flat.variables.get(behind) ?? {
    dimension: [0, 0, 0, 0, 0, 0, 0],
    about: "",
  };
  const name = freeName(flat, `${behind}_before`);
  flat.lags.set(behind, name);
  flat.variables.set(name, {
    name,
    role: "state",
    dimension,
    node: flat.root,
    behind,
    about: `${about}, a step before`,
    kept: { kind: "name", name: behind },
  });
  return name;
}

function isInside(flat: Flat, node: LemsNode): boolean {
  for (let at: LemsNode | undefined = node; at !== undefined; at = at.parent) {
    if (at === flat.root) return true;
  }
  return false;
}

function selected(flat: Flat, node: LemsNode, element: XmlElement): Expression {
  const path = needed(element, "select");
  const reduce = element.attributes.get("reduce");
  const place = placeOf(element.file === "" ? node.component.element : element);
  const parts = partsOfPath(path);
  const local = parts.at(-1) ?? "";
  const nodes = nodesAlong(node, parts.slice(0, -1));
  const values = nodes.map((each) => present(flat, each, resolveIn(flat, each, [local, place])));
  const coupled = couplingOf(flat, node, path);
  if (coupled !== undefined) values.push(coupled);
  if (reduce === undefined) {
    const [only] = values;
    if (values.length > 1) {
      const message = `"${path}" refers to several variables.`;
      const expected = 'reduce="add" or reduce="multiply"';
      throw LEMS_SHAPE({ place, message, expected, got: `${values.length} variables` });
    }
    if (only !== undefined) return only;
    if (element.attributes.get("required") === "false") return { kind: "number", value: 0 };
    throw LEMS_NAME({ place, what: "variable", name: path });
  }
  const made = reduced(values, [reduce, place]);
  // As in jLEMS: a path without brackets may be unresolved in a sum, but not in a product.
  const isRequired = !path.includes("[") && element.attributes.get("required") !== "false";
  if (values.length === 0 && isRequired && made.kind === "number" && made.value === 1) {
    throw LEMS_NAME({ place, what: "variable", name: path });
  }
  return made;
}

/** A selected variable of a node, possibly a parameter. */
function resolveIn(
  flat: Flat,
  node: LemsNode,
  [local, place]: readonly [string, string],
): Expression {
  const name = nameAt(flat, node, local);
  return name === undefined ? resolve(flat, node, [local, place]) : { kind: "name", name };
}

function present(flat: Flat, node: LemsNode, value: Expression): Expression {
  const name = flat.presence.get(node);
  return name === undefined
    ? value
    : { kind: "multiply", left: { kind: "name", name }, right: value };
}

function couplingOf(flat: Flat, node: LemsNode, path: string): Expression | undefined {
  if (node !== flat.root || !flat.couplings.has(path)) return undefined;
  const wanted = path.replace(/\[\*\]/g, "").replace(/\W/g, "_");
  const known = [...flat.variables.values()].find(
    ({ role, about }) => role === "input" && about === path,
  );
  if (known !== undefined) return { kind: "name", name: known.name };
  const name = freeName(flat, `${wanted}_sum`);
  const dimension: Dimension = [0, 0, 0, 1, 0, 0, 0];
  flat.variables.set(name, { name, role: "input", dimension, about: path, node });
  return { kind: "name", name };
}
