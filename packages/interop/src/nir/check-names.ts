import { NIR_GRAPH } from "./errors.ts";

/** Refuse names that HDF5 takes for a path. */
export function checkNodeName(name: string, place: string): void {
  if (name !== "" && name !== "." && !name.includes("/") && !name.includes("\0")) return;
  const message = `"${name}" cannot be the name of a node, as HDF5 takes it for a path.`;
  throw NIR_GRAPH({ place, message, expected: "a name without /", got: `"${name}"` });
}
