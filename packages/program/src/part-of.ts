import { NOT_RECORDED } from "./errors.ts";

/** Return the part of a simulation that has a name, or refuse the name. */
export function partOf<Part>(parts: ReadonlyMap<string, Part>, name: string, place: string): Part {
  const found = parts.get(name);
  if (found !== undefined) return found;
  const message = `There is no "${name}".`;
  throw NOT_RECORDED({ place, message, expected: [...parts.keys()].join(", "), got: name });
}
