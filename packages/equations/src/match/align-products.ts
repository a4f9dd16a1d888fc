import { numberOf, type Product, type Sum } from "./sum-of-products.ts";

/** Returns the model's name of a variable; undefined for a parameter. */
type Naming = (name: string) => string | undefined;

/**
 * Reorder the products of a model to match similar ones of a standard model, including their numbers.
 *
 * Among several that differ only by a number, such as `int(n > 3)`, the first pairing is then the intended one.
 */
export function alignedProducts(
  standard: readonly Product[],
  model: readonly Product[],
  { theirs, ours }: { readonly theirs: Naming; readonly ours: Naming },
): readonly Product[] {
  if (model.length < 2) return model;
  const left = model.map((product) => ({ product, look: lookOf(product, ours) }));
  const found = standard.map((product) => {
    const look = lookOf(product, theirs);
    const k = left.findIndex((one) => one.look === look);
    return k < 0 ? undefined : left.splice(k, 1)[0]?.product;
  });
  return found.flatMap((product) => product ?? left.shift()?.product ?? []);
}

function lookOf({ numbers, factors }: Product, naming: Naming): string {
  const parts = [...factors.values()].flatMap(({ base, power }) => {
    if (base.kind === "call") {
      return [`${base.name}(${base.args.map((arg) => sumLook(arg, naming)).sort()})^${power}`];
    }
    const name = naming(base.name);
    return name === undefined ? [] : [`${name}^${power}`];
  });
  return [numberOf(numbers), ...parts.sort()].join(" ");
}

function sumLook(sum: Sum, naming: Naming): string {
  return [...sum.values()]
    .map((product) => lookOf(product, naming))
    .sort()
    .join(" + ");
}
