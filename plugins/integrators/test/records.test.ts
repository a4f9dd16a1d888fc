import { existsSync, readFileSync } from "node:fs";
import { createStack } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { integrators } from "../src/index.ts";
import references from "./references.json" with { type: "json" };

const folder = new URL("../", import.meta.url);

it("states the orders given in the literature", () => {
  const stated = integrators
    .filter((scheme) => Number.isFinite(scheme.order))
    .map(({ name, order, strongOrder }) => ({ name, order, strongOrder: strongOrder ?? null }));
  const byName = <T extends { readonly name: string }>(list: readonly T[]): readonly T[] =>
    [...list].sort((a, b) => a.name.localeCompare(b.name));
  const known = references.orders
    .filter(({ order }) => order !== "exact")
    .map(({ name, order, strongOrder }) => ({ name, order, strongOrder }));
  expect(byName(stated)).toEqual(byName(known));
});

it("forms a stack", () => {
  const stack = createStack({ plugins: integrators });
  expect(stack.list("integrator").map((scheme) => scheme.name)).toEqual(
    integrators.map((scheme) => scheme.name),
  );
});

describe.each(integrators.map((scheme) => [scheme.name, scheme] as const))("%s", (name, scheme) => {
  it("has a separate file, a citation and a page with its formulas", () => {
    expect(existsSync(new URL(`src/${name}.ts`, folder))).toBe(true);
    expect(scheme.cite).not.toHaveLength(0);
    const page = readFileSync(new URL(`../../docs/models/integrators/${name}.md`, folder), "utf8");
    const { stages, update = "", guard = "" } = scheme;
    for (const text of [...Object.values(stages ?? {}), update, guard]) {
      expect(page).toContain(text);
    }
    for (const source of scheme.cite ?? []) expect(page).toContain(source.replace(/^\w+:/, ""));
  });

  it("has stages and an update unless it is solved by the propagator", () => {
    expect(scheme.update === undefined).toBe(scheme.handles === "linear");
  });

  it("reads only permitted names", () => {
    const allowed = new Set(["x", "t", "dt", "dW", "f", "g", "slope", "offset", "sqrt", "exp"]);
    allowed.add("exprel");
    for (const [stage, text] of Object.entries(scheme.stages ?? {})) {
      for (const word of text.match(/[A-Za-z_]\w*/g) ?? []) expect(allowed).toContain(word);
      allowed.add(stage);
    }
    for (const word of scheme.update?.match(/[A-Za-z_]\w*/g) ?? []) expect(allowed).toContain(word);
    for (const word of ["growth", "abs", "max"]) allowed.add(word);
    for (const word of scheme.guard?.match(/[A-Za-z_]\w*/g) ?? []) expect(allowed).toContain(word);
    const conditional = /slope|offset/.test(scheme.update ?? "");
    expect(conditional).toBe(scheme.handles === "conditionally-linear");
  });
});
