import { type Expression, freeNames } from "@spikeloom/equations";
import type { NamedValue } from "@spikeloom/network";
import { type Dimension, dimensionless, findUnit, toInternal } from "@spikeloom/units";
import type { XmlOutput } from "../../xml/write-xml.ts";
import { inferDimension } from "../infer-dimension.ts";
import { binary, name, renamed } from "../tree.ts";
import { type Choose, lemsText, spelled, Unsaid } from "./lems-text.ts";
import type { UnitsOut } from "./units-out.ts";

/** A component type under construction. */
export interface TypeDraft {
  readonly units: UnitsOut;
  /** Values of parameters, which components have as attributes. */
  readonly values: Map<string, NamedValue>;
  readonly dimensions: Map<string, Dimension>;
  /** Parameters, constants, exposures, ports. */
  readonly members: XmlOutput[];
  /** State and derived variables. */
  readonly variables: XmlOutput[];
  readonly taken: Set<string>;
  /** Parameters and constants with their values. */
  readonly fixed: Map<string, NamedValue>;
  /** Names in the type by those of the model. */
  readonly names: Map<string, string>;
  readonly states: Set<string>;
  /** Names of conditional derived variables. */
  readonly conditional: Set<string>;
  /** Exposures and parameters inherited from the base type. */
  readonly inherited: ReadonlySet<string>;
}

/** A condition that is always true. */
export const always = "0 .eq. 0";

/** Start a component type. */
export function typeDraft(units: UnitsOut, inherited: ReadonlySet<string> = new Set()): TypeDraft {
  return {
    units,
    values: new Map(),
    dimensions: new Map(),
    members: [],
    variables: [],
    taken: new Set(reserved),
    fixed: new Map(),
    names: new Map(),
    states: new Set(),
    conditional: new Set(),
    inherited,
  };
}

/** Built-in attributes of elements and names of expressions. */
const reserved = [
  ...["t", "id", "name", "type", "component", "description", "extends", "this", "parent", "H"],
  ...["exp", "log", "ln", "sin", "cos", "tan", "sqrt", "abs", "ceil", "random", "factorial"],
];

/** Reserve a unique name in the type. */
export function freeIn({ taken }: TypeDraft, wanted: string): string {
  let free = wanted;
  while (taken.has(free)) free += "_0";
  taken.add(free);
  return free;
}

/** Declare a parameter with its value. */
export function addParameter(
  draft: TypeDraft,
  wanted: string,
  { value, about }: { readonly value: NamedValue; readonly about: string },
): string {
  const own = freeIn(draft, wanted);
  draft.values.set(own, value);
  draft.fixed.set(own, value);
  draft.dimensions.set(own, value.dimension);
  const dimension = draft.units.dimension(value.dimension);
  draft.members.push({
    name: "Parameter",
    attributes: { name: own, dimension, description: about },
  });
  return own;
}

/** Declare a value: a constant of the type if equal for all, a parameter if neurons differ. */
export function addValue(
  draft: TypeDraft,
  wanted: string,
  said: { readonly value: NamedValue; readonly about: string },
): string {
  const { value, dimension } = said.value;
  if (typeof value !== "number") return addParameter(draft, wanted, said);
  const own = freeIn(draft, wanted);
  draft.fixed.set(own, said.value);
  draft.dimensions.set(own, dimension);
  const [named, written] = [
    draft.units.dimension(dimension),
    draft.units.quantity(value, dimension),
  ];
  const attributes = { name: own, dimension: named, value: written, description: said.about };
  draft.members.push({ name: "Constant", attributes });
  return own;
}

/** Declare a state variable, optionally exposed. */
export function addState(
  draft: TypeDraft,
  wanted: string,
  { dimension, exposed }: { readonly dimension: Dimension; readonly exposed?: string },
): string {
  const own = freeIn(draft, wanted);
  draft.states.add(own);
  draft.dimensions.set(own, dimension);
  const named = draft.units.dimension(dimension);
  if (exposed !== undefined) expose(draft, own, exposed);
  const exposure = exposed === undefined ? undefined : own;
  draft.variables.push({
    name: "StateVariable",
    attributes: { name: own, exposure, dimension: named },
  });
  return own;
}

/** Expose a variable. */
export function expose(draft: TypeDraft, own: string, about: string): void {
  if (draft.inherited.has(own)) return;
  const dimension = draft.units.dimension(draft.dimensions.get(own) ?? dimensionless);
  draft.members.push({
    name: "Exposure",
    attributes: { name: own, dimension, description: about },
  });
}

/** Declare a derived variable of an expression in the type's names. */
export function addDerived(
  draft: TypeDraft,
  wanted: string,
  {
    value,
    dimension,
    exposed,
  }: { readonly value: Expression; readonly dimension: Dimension; readonly exposed?: string },
): string {
  const own = freeIn(draft, wanted);
  draft.dimensions.set(own, dimension);
  const attributes = {
    name: own,
    exposure: exposed === undefined ? undefined : own,
    dimension: draft.units.dimension(dimension),
  };
  if (exposed !== undefined) expose(draft, own, exposed);
  const plain = spelled(value);
  const text = (e: Expression): string => lemsText(e, chooseDerived(draft, own));
  const cases = casesOf(plain, text);
  // jLEMS evaluates conditional variables after all others, so variables that read one are made conditional too.
  const isConditional = cases.length > 1 || readsConditional(draft, cases);
  if (isConditional) draft.conditional.add(own);
  draft.variables.push(
    isConditional
      ? { name: "ConditionalDerivedVariable", attributes, children: cases }
      : {
          name: "DerivedVariable",
          attributes: { ...attributes, value: cases[0]?.attributes?.["value"] },
        },
  );
  return own;
}

function casesOf(e: Expression, text: (e: Expression) => string): XmlOutput[] {
  // PyLEMS requires a condition in the last case too.
  if (e.kind !== "select") {
    return [{ name: "Case", attributes: { condition: always, value: text(e) } }];
  }
  const attributes = { condition: text(e.condition), value: text(e.then) };
  return [{ name: "Case", attributes }, ...casesOf(e.otherwise, text)];
}

function readsConditional({ conditional }: TypeDraft, cases: readonly XmlOutput[]): boolean {
  const words = cases.flatMap(
    ({ attributes = {} }) => String(attributes["value"]).match(/\w+/g) ?? [],
  );
  return words.some((word) => conditional.has(word));
}

/** Turn a conditional within an expression into a derived variable. */
function chooseDerived(draft: TypeDraft, of: string): Choose {
  return (choice) => {
    const dimension = dimensionIn(draft, choice);
    return addDerived(draft, `${of}_choice`, { value: choice, dimension });
  };
}

/** Dimension of an expression in the type's names. */
export function dimensionIn({ dimensions }: TypeDraft, e: Expression): Dimension {
  return inferDimension(e, (each) => dimensions.get(each) ?? findUnit(each)?.dimension);
}

/** Write an expression of a model in the type's names; units become constants, and time is that of the step's start. */
export function inType(draft: TypeDraft, e: Expression): Expression {
  return renamed(e, (each) => {
    // LEMS time in a step is that of its end.
    if (each === "t") return binary("subtract", name("t"), name("dt"));
    if (["True", "False", "pi", "e"].includes(each)) return name(each);
    const own = draft.names.get(each);
    if (own !== undefined) return name(own);
    return name(constantOf(draft, each));
  });
}

/** Declare a unit as a constant. */
function constantOf(draft: TypeDraft, symbol: string): string {
  const known = draft.names.get(symbol);
  if (known !== undefined) return known;
  const unit = findUnit(symbol);
  if (unit === undefined) throw new Unsaid(`"${symbol}"`);
  const own = freeIn(draft, symbol);
  draft.names.set(symbol, own);
  const one = toInternal({ value: 1, unit });
  draft.fixed.set(own, { value: one, dimension: unit.dimension });
  draft.dimensions.set(own, unit.dimension);
  const [dimension, value] = [draft.units.dimension(unit.dimension), draft.units.symbol(unit)];
  draft.members.push({
    name: "Constant",
    attributes: { name: own, dimension, value: `1${value}` },
  });
  return own;
}

/** Whether an expression reads one of some names. */
export function readsOne(e: Expression, names: ReadonlySet<string>): boolean {
  return [...freeNames(e)].some((each) => names.has(each));
}
