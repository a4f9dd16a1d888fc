import { NEED_NODE } from "./codes.ts";

/** The oldest Node that has what these packages use. */
const least = 22;

interface Versions {
  readonly node?: string;
  readonly bun?: string;
  readonly deno?: string;
}

const { process } = globalThis as { readonly process?: { readonly versions?: Versions } };
const { node, bun, deno } = process?.versions ?? {};

// Others name a Node that they are like. A bundle for browsers leaves this file out, as nothing is imported from it.
if (node !== undefined && bun === undefined && deno === undefined) {
  if (Number.parseInt(node, 10) < least) throw NEED_NODE({ least, version: node });
}
