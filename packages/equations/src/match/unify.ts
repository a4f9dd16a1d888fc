import { alignedProducts } from "./align-products.ts";
import { addEquation, noEquations, type ProductSystem } from "./product-equations.ts";
import { type Factor, isComparison, type Product, type Sum } from "./sum-of-products.ts";

/** A sum of the standard model that must equal a sum of the model for suitable values of the unknowns. */
export interface SumPair {
  readonly standard: Sum;
  readonly model: Sum;
}

/** Kinds of names in sums. */
export interface UnifyContext {
  /** The model's name of a variable of the standard model; undefined for a parameter. */
  readonly variable: (standardName: string) => string | undefined;
  /** Whether a name of the model is a variable. */
  readonly isVariable: (modelName: string) => boolean;
  /** Whether a parameter of the standard model may be zero, and whether it usually is. */
  readonly mayVanish: (parameter: string) => "no" | "seldom" | "usually";
  /** Parameters with a fixed value. */
  readonly fixed: ReadonlyMap<string, number>;
  /** Names of the standard model that are zero because the model lacks them. */
  readonly lacked: ReadonlySet<string>;
}

/** Current knowledge about the unknowns. */
export interface Unified {
  readonly system: ProductSystem;
  /** Parameters that must be zero. */
  readonly zeros: ReadonlySet<string>;
  /** Unknowns of comparisons, which must be positive. */
  readonly scales: readonly string[];
}

interface Task {
  readonly pair: SumPair;
  /** Ratio of the model's side to the standard's, for comparisons. */
  readonly scale?: string;
}

/** Callback that accepts or rejects a solution. */
export interface Acceptance<Result> {
  readonly attempts: number;
  accept(found: Unified): Result | undefined;
}

interface Search<Result> {
  readonly context: UnifyContext;
  readonly accept: (found: Unified) => Result | undefined;
  /** Number of remaining attempts. */
  left: number;
}

/**
 * Find values of the unknowns that make all pairs equal and return the first non-undefined result of `accept`.
 *
 * Undefined if there are none, or none within the given number of attempts.
 */
export function unify<Result>(
  pairs: readonly SumPair[],
  context: UnifyContext,
  { attempts, accept }: Acceptance<Result>,
): Result | undefined {
  const start: Unified = { system: noEquations, zeros: context.lacked, scales: [] };
  const search: Search<Result> = { context, accept, left: attempts };
  return solve(
    search,
    pairs.map((pair) => ({ pair })),
    start,
  );
}

/** Products of both sides that contain the same variables. */
interface Group {
  readonly standard: readonly Product[];
  readonly model: readonly Product[];
}

function solve<Result>(
  search: Search<Result>,
  tasks: readonly Task[],
  found: Unified,
): Result | undefined {
  // Start with pairs that leave no choice: they determine later choices.
  const [first, ...others] = tasks;
  if (first === undefined) return search.accept(found);
  const groups = groupsOf(first, search.context, found.zeros);
  if (groups === undefined) return undefined;
  return solveGroups(search, { groups, scale: first.scale, others }, found);
}

interface OpenGroups {
  readonly groups: readonly Group[];
  readonly scale: string | undefined;
  readonly others: readonly Task[];
}

function solveGroups<Result>(
  search: Search<Result>,
  open: OpenGroups,
  found: Unified,
): Result | undefined {
  const [group, ...groups] = open.groups;
  if (group === undefined) return solve(search, open.others, found);
  const rest = { ...open, groups };
  for (const choice of choices(group, search.context)) {
    if (search.left-- <= 0) return undefined;
    const next = takeChoice(search, { choice, open: rest }, found);
    if (next !== undefined) return next;
  }
  return undefined;
}

/** Assignment of the standard model's products to the model's; unassigned products vanish. */
interface Choice {
  readonly pairs: readonly (readonly [Product, Product])[];
  readonly zero: string | undefined;
}

function* choices({ standard, model }: Group, context: UnifyContext): Generator<Choice> {
  if (standard.length < model.length) return;
  const naming = {
    theirs: context.variable,
    ours: (name: string) => (context.isVariable(name) ? name : undefined),
  };
  if (standard.length === model.length) {
    for (const order of orders(alignedProducts(standard, model, naming))) {
      yield {
        pairs: standard.map((one, k) => [one, order[k] as Product] as const),
        zero: undefined,
      };
    }
    return;
  }
  // The standard model has one product more: it vanishes, with every other product that contains the same zero
  // parameter.
  const candidates = standard.flatMap(({ factors }) =>
    [...factors.values()].flatMap(({ base, power }) =>
      base.kind === "name" && power > 0 && context.mayVanish(base.name) !== "no" ? [base.name] : [],
    ),
  );
  const isUsual = (name: string): boolean => context.mayVanish(name) === "usually";
  const usualFirst = [...candidates.filter(isUsual), ...candidates.filter((one) => !isUsual(one))];
  for (const zero of new Set(usualFirst)) {
    const left = standard.filter((one) => !vanishes(one, new Set([zero])));
    if (left.length < model.length) continue;
    if (left.length === model.length) {
      for (const order of orders(alignedProducts(left, model, naming))) {
        yield { pairs: left.map((one, k) => [one, order[k] as Product] as const), zero };
      }
      continue;
    }
    for (const { pairs, zero: next } of choices({ standard: left, model }, context)) {
      if (next !== undefined) yield { pairs, zero: `${zero} ${next}` };
    }
  }
}

function* orders<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  if (items.length <= 1) {
    yield items;
    return;
  }
  for (const [k, item] of items.entries()) {
    for (const rest of orders(items.filter((_, other) => other !== k))) yield [item, ...rest];
  }
}

function takeChoice<Result>(
  search: Search<Result>,
  { choice, open }: { readonly choice: Choice; readonly open: OpenGroups },
  found: Unified,
): Result | undefined {
  let next: Unified | undefined = found;
  if (choice.zero !== undefined) {
    const zeros = new Set([...found.zeros, ...choice.zero.split(" ")]);
    const { rows, open: unsolved } = found.system;
    const used = new Set([...rows, ...unsolved].flatMap(({ unknowns }) => [...unknowns.keys()]));
    if ([...zeros].some((zero) => used.has(zero))) return undefined;
    next = { ...found, zeros };
  }
  const inner: Task[] = [];
  for (const [standard, model] of choice.pairs) {
    next =
      next &&
      pairProducts(search.context, [standard, model], { scale: open.scale, inner, found: next });
  }
  if (next === undefined) return undefined;
  return solveGroups(search, { ...open, others: [...inner, ...open.others] }, next);
}

/** Group products by the variables in them; undefined if the standard model has too few of one group. */
function groupsOf(
  { pair }: Task,
  context: UnifyContext,
  zeros: ReadonlySet<string>,
): readonly Group[] | undefined {
  const groups = new Map<string, { standard: Product[]; model: Product[] }>();
  const groupOf = (shape: string) => {
    const known = groups.get(shape) ?? { standard: [], model: [] };
    groups.set(shape, known);
    return known;
  };
  for (const product of pair.standard.values()) {
    if (!vanishes(product, zeros))
      groupOf(productShape(product, context.variable)).standard.push(product);
  }
  const own = (name: string) => (context.isVariable(name) ? name : undefined);
  for (const product of pair.model.values())
    groupOf(productShape(product, own)).model.push(product);
  const all = [...groups.values()];
  if (all.some(({ standard, model }) => standard.length < model.length)) return undefined;
  return all.sort((a, b) => a.standard.length - b.standard.length);
}

function vanishes({ factors }: Product, zeros: ReadonlySet<string>): boolean {
  return [...factors.values()].some(
    ({ base, power }) => base.kind === "name" && power > 0 && zeros.has(base.name),
  );
}

type Naming = (name: string) => string | undefined;

/** Describe the variables of a product, ignoring parameters and numbers. */
function productShape({ factors }: Product, naming: Naming): string {
  const parts = [...factors.values()].flatMap(({ base, power }) => {
    const shape = base.kind === "name" ? naming(base.name) : callShape(base, naming);
    return shape === undefined ? [] : [`${shape}^${power}`];
  });
  return parts.sort().join(" ");
}

const commutative: ReadonlySet<string> = new Set(["min", "max", "and", "or"]);

function callShape(
  { name, args }: Extract<Factor["base"], { kind: "call" }>,
  naming: Naming,
): string {
  const shapes = args.map((arg) =>
    [...arg.values()]
      .map((product) => productShape(product, naming))
      .sort()
      .join("+"),
  );
  return `${name}(${(commutative.has(name) ? shapes.sort() : shapes).join(", ")})`;
}

/**
 * Add the equations implied by two products of one shape; the arguments of their functions become tasks of their own.
 */
function pairProducts(
  context: UnifyContext,
  [standard, model]: readonly [Product, Product],
  given: { readonly scale: string | undefined; readonly inner: Task[]; readonly found: Unified },
): Unified | undefined {
  const unknowns = new Map<string, number>();
  const numbers = new Map(model.numbers);
  const addNumber = (value: number, power: number): void => {
    const sum = (numbers.get(value) ?? 0) + power;
    if (sum === 0) numbers.delete(value);
    else numbers.set(value, sum);
  };
  for (const [value, power] of standard.numbers) addNumber(value, -power);
  for (const { base, power } of standard.factors.values()) {
    if (base.kind === "name" && context.variable(base.name) === undefined)
      unknowns.set(base.name, power);
  }
  if (given.scale !== undefined) unknowns.set(given.scale, 1);
  const names = new Map<string, number>();
  for (const { base, power } of model.factors.values()) {
    if (base.kind !== "name" || context.isVariable(base.name)) continue;
    const value = context.fixed.get(base.name);
    if (value === undefined) names.set(base.name, power);
    else addNumber(value, power);
  }
  const system = addEquation(given.found.system, { unknowns, known: { names, numbers } });
  if (system === undefined) return undefined;
  return pairCalls(context, [standard, model], {
    inner: given.inner,
    found: { ...given.found, system },
  });
}

/** Pair functions of the same shape, in order. */
function pairCalls(
  context: UnifyContext,
  [standard, model]: readonly [Product, Product],
  { inner, found }: { readonly inner: Task[]; readonly found: Unified },
): Unified {
  let next = found;
  const own = (name: string) => (context.isVariable(name) ? name : undefined);
  const theirs = [...model.factors.values()].filter(({ base }) => base.kind === "call");
  for (const { base, power } of standard.factors.values()) {
    if (base.kind !== "call") continue;
    const shape = callShape(base, context.variable);
    const k = theirs.findIndex(
      (one) =>
        one.power === power && one.base.kind === "call" && callShape(one.base, own) === shape,
    );
    const [other] = k < 0 ? [] : theirs.splice(k, 1);
    if (other?.base.kind !== "call") continue;
    next = pairArguments(context, [base, other.base], { inner, found: next });
  }
  return next;
}

type Call = Extract<Factor["base"], { kind: "call" }>;

function pairArguments(
  context: UnifyContext,
  [standard, model]: readonly [Call, Call],
  { inner, found }: { readonly inner: Task[]; readonly found: Unified },
): Unified {
  const own = (name: string) => (context.isVariable(name) ? name : undefined);
  const scale = isComparison(standard.name) ? `scale ${found.scales.length}` : undefined;
  const args = commutative.has(standard.name)
    ? [byShape(standard.args, context.variable), byShape(model.args, own)]
    : [standard.args, model.args];
  args[0]?.forEach((arg, k) => {
    const pair = { standard: arg, model: args[1]?.[k] ?? new Map() };
    inner.push(scale === undefined ? { pair } : { pair, scale });
  });
  return scale === undefined ? found : { ...found, scales: [...found.scales, scale] };
}

function byShape(args: readonly Sum[], naming: Naming): readonly Sum[] {
  const shapeOf = (arg: Sum): string =>
    [...arg.values()]
      .map((product) => productShape(product, naming))
      .sort()
      .join("+");
  return [...args].sort((a, b) => (shapeOf(a) < shapeOf(b) ? -1 : 1));
}
