import { NEED_NODE } from "./codes.ts";

/** Oldest Node version with the features that these packages use. */
const least = 22;

interface Versions {
  readonly node?: string;
  readonly bun?: string;
  readonly deno?: string;
}

const { process } = globalThis as { readonly process?: { readonly versions?: Versions } };
const { node, bun, deno } = process?.versions ?? {};

// Other runtimes report the Node version they are compatible with. Bundles for browsers omit this file, because nothing is
// imported from it.
if (node !== undefined && bun === undefined && deno === undefined) {
  if (Number.parseInt(node, 10) < least) throw NEED_NODE({ least, version: node });
}
