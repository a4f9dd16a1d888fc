import type { Anatomy, OwnName, Place, Role } from "./anatomy.ts";

/** The model's name of each name of the standard model, by role. */
export type NamePairs = ReadonlyMap<Role, ReadonlyMap<string, string>>;

/** All roles, those that equations read first. */
export const roles: readonly Role[] = [
  ...(["state", "trace", "read", "modulator", "input", "expression"] as const),
  ...(["receptor", "output"] as const),
];

/**
 * List the ways to pair the names of two models, same names first.
 *
 * None where one has a name of a kind that the other lacks. Not more than `most`, which may leave ways out.
 */
export function* namePairs(standard: Anatomy, model: Anatomy, most: number): Generator<NamePairs> {
  const groups = roles.flatMap((role) => groupsOf(role, standard.names, model.names));
  if (groups.some(({ theirs, ours }) => theirs.length !== ours.length)) return;
  let left = most;
  for (const pairs of waysOf(groups)) {
    if (left-- <= 0) return;
    yield pairs;
  }
}

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

function* waysOf(groups: readonly Group[]): Generator<NamePairs> {
  const [group, ...rest] = groups;
  if (group === undefined) {
    yield new Map();
    return;
  }
  for (const order of ordersOf(group.theirs, group.ours)) {
    for (const others of waysOf(rest)) {
      const own = new Map([...(others.get(group.role) ?? []), ...order]);
      yield new Map([...others, [group.role, own]]);
    }
  }
}

function* ordersOf(
  theirs: readonly string[],
  ours: readonly string[],
): Generator<readonly (readonly [string, string])[]> {
  const [first, ...rest] = theirs;
  if (first === undefined) {
    yield [];
    return;
  }
  const same = ours.filter((name) => name === first);
  for (const name of [...same, ...ours.filter((one) => one !== first)]) {
    const left = ours.filter((one) => one !== name);
    for (const others of ordersOf(rest, left)) yield [[first, name], ...others];
  }
}

/** Write a place of the standard model by the model's names. */
export function placeKey(place: Place, pairs?: NamePairs): string {
  const parts = place.map((part) => {
    if (typeof part === "string") return part;
    const name = pairs === undefined ? part.name : pairs.get(part.role)?.get(part.name);
    // A trace and a state of one name do not stand in one model.
    return `<${part.role} ${name}>`;
  });
  return parts.join(" ");
}

/** Give the model's name of a name that equations read; undefined for parameters and what all models have. */
export function readName(pairs: NamePairs, name: string): string | undefined {
  for (const role of roles) {
    if (role === "receptor" || role === "output") continue;
    const found = pairs.get(role)?.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}
