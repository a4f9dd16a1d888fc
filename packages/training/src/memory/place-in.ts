/** Return the location of a name; throws if it has none, because address 0 belongs to something else. */
export function placeIn(places: ReadonlyMap<string, number>, name: string): number {
  const found = places.get(name);
  if (found !== undefined) return found;
  throw new RangeError(`"${name}" has no location; there are ${[...places.keys()].join(", ")}`);
}
