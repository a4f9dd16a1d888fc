import type { Anatomy, OwnName, Place, Role } from "./anatomy.ts";

/** Mapping from the standard model's names to the model's names, by role. */
export type NamePairs = ReadonlyMap<Role, ReadonlyMap<string, string>>;

/** All roles, starting with those that equations read. */
export const roles: readonly Role[] = [
  ...(["state", "trace", "read", "modulator", "input", "expression"] as const),
  ...(["receptor", "output"] as const),
];

/**
 * List the ways to pair the names of two models, same names first.
 *
 * The standard model may have inputs, receptors, states and outputs that the model lacks; those are unpaired. At most `most` ways
 * are returned, so some may be missing.
 */
export function* namePairs(standard: Anatomy, model: Anatomy, most: number): Generator<NamePairs> {
  const groups = roles.flatMap((role) => groupsOf(role, standard.names, model.names));
  const fits = groups.every(({ role, theirs, ours }) =>
    dispensable.has(role) ? theirs.length >= ours.length : theirs.length === ours.length,
  );
  if (!fits) return;
  let left = most;
  for (const pairs of storageEstimates(groups)) {
    if (left-- <= 0) return;
    yield pairs;
  }
}

/** Roles that may be unpaired: an input without contributions, a state that stays zero. */
const dispensable: ReadonlySet<Role> = new Set(["input", "state", "receptor", "output"]);

interface Group {
  readonly role: Role;
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

function groupsOf(role: Role, theirs: readonly OwnName[], ours: readonly OwnName[]): Group[] {
  const of = (names: readonly OwnName[], mark: string): readonly string[] =>
    names.filter((one) => one.role === role && one.mark === mark).map(({ name }) => name);
  const marks = new Set(
    [...theirs, ...ours].filter((one) => one.role === role).map(({ mark }) => mark),
  );
  return [...marks].map((mark) => ({ role, theirs: of(theirs, mark), ours: of(ours, mark) }));
}

function* storageEstimates(groups: readonly Group[]): Generator<NamePairs> {
  const [group, ...rest] = groups;
  if (group === undefined) {
    yield new Map();
    return;
  }
  for (const order of ordersOf(group.theirs, group.ours)) {
    for (const others of storageEstimates(rest)) {
      const own = new Map([...(others.get(group.role) ?? []), ...order]);
      yield new Map([...others, [group.role, own]]);
    }
  }
}

/** Pair all names of the model with some of the standard model's. */
function* ordersOf(
  theirs: readonly string[],
  ours: readonly string[],
): Generator<readonly (readonly [string, string])[]> {
  const [first, ...rest] = ours;
  if (first === undefined) {
    yield [];
    return;
  }
  const same = theirs.filter((name) => name === first);
  for (const name of [...same, ...theirs.filter((one) => one !== first)]) {
    const left = theirs.filter((one) => one !== name);
    for (const others of ordersOf(left, rest)) yield [[name, first], ...others];
  }
}

/** List the inputs and states of the standard model that the model lacks; they are zero. */
export function lackedNames(standard: Anatomy, pairs: NamePairs): ReadonlySet<string> {
  const lacked = standard.names.filter(
    ({ role, name }) =>
      (role === "input" || role === "state") && pairs.get(role)?.has(name) !== true,
  );
  return new Set(lacked.map(({ name }) => name));
}

/** Test whether a place of the standard model has names of certain roles that the model lacks. */
export function isLacked(place: Place, pairs: NamePairs, roles: readonly Role[]): boolean {
  return place.some(
    (part) =>
      typeof part !== "string" &&
      roles.includes(part.role) &&
      pairs.get(part.role)?.has(part.name) !== true,
  );
}

/** Rewrite a place of the standard model with the model's names. */
export function placeKey(place: Place, pairs?: NamePairs): string {
  const parts = place.map((part) => {
    if (typeof part === "string") return part;
    const name = pairs === undefined ? part.name : pairs.get(part.role)?.get(part.name);
    // No model has a trace and a state of the same name.
    return `<${part.role} ${name}>`;
  });
  return parts.join(" ");
}

/** Return the model's name for a name read by equations; undefined for parameters and predefined names. */
export function readName(pairs: NamePairs, name: string): string | undefined {
  for (const role of roles) {
    if (role === "receptor" || role === "output") continue;
    const found = pairs.get(role)?.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}
