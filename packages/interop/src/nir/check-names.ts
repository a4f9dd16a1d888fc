import { NIR_GRAPH } from "./errors.ts";

/** Refuse node names that HDF5 would treat as a path. */
export function checkNodeName(name: string, place: string): void {
  if (name !== "" && name !== "." && !name.includes("/") && !name.includes("\0")) return;
  const message = `"${name}" cannot be a node name, because HDF5 treats it as a path.`;
  throw NIR_GRAPH({ place, message, expected: "a name without /", got: `"${name}"` });
}
