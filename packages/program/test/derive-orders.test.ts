import { indexBuffer } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { drawStaticNetwork, fixedPoint } from "../../../tools/test/derived-programs.ts";
import { type Draw, drawSeed, draws, newDraw } from "../../../tools/test/draws.ts";
import { adjointSides, drawPoint } from "../../../tools/test/step-runs.ts";
import { steppedModels } from "../../../tools/test/stepped-models.ts";
import {
  adjointStep,
  quantise,
  quantiseStep,
  tangentStep,
  tapNames,
  tapped,
} from "../src/derive/index.ts";
import {
  type NetworkProgram,
  type OpenProjection,
  openProjections,
  programOf,
  readProgram,
  type StepProgram,
  writeProgram,
} from "../src/index.ts";
import { stepProgram } from "../src/json/step-json.ts";

const quantised = (step: StepProgram): StepProgram => quantiseStep(step, fixedPoint);
const lif = steppedModels.find(({ name }) => name === "lif")?.program as StepProgram;

describe("derivations of a step", () => {
  it.each([
    ["the quantised adjoint", () => quantised(adjointStep(lif))],
    ["the quantised tangent", () => quantised(tangentStep(lif))],
    ["the adjoint of an adjoint", () => adjointStep(adjointStep(lif))],
    ["the tangent of an adjoint", () => tangentStep(adjointStep(lif))],
    ["the adjoint of a tangent", () => adjointStep(tangentStep(lif))],
    ["a step quantised twice", () => quantised(quantised(lif))],
  ])("refuse %s", (_, derive) => {
    expect(derive).toThrow("SL_NOT_DERIVED");
  });

  it.each([
    ["adjoint", adjointStep],
    ["tangent", tangentStep],
  ])("create the %s of a quantised step, which reads what that step computes", (_, derive) => {
    const fixed = quantised(lif);
    const [statements] = [fixed.kernels[0]?.statements ?? []];
    const written = derive(fixed).kernels[0]?.statements ?? [];
    for (const one of statements) expect(written).toContainEqual(one);
  });
});

/** A derivation of programs, by name. */
type Derivation = (program: NetworkProgram) => NetworkProgram;

const written: Derivation = (program) => readProgram(writeProgram(program));
const inFixedPoint: Derivation = (program) => quantise(program, fixedPoint);

interface DrawnProgram {
  readonly program: NetworkProgram;
  readonly parameters: ReadonlyMap<string, string>;
  /** Delay lines of some projections. */
  readonly taps: Derivation;
  readonly replaced: ReadonlySet<string>;
  readonly steps: number;
}

function drawProgram(draw: Draw): DrawnProgram {
  const { network, parameters } = drawStaticNetwork(draw);
  const program = programOf(network, { stack });
  const names = program.projections.map(({ name }) => name);
  const replaced = new Set(names.filter((_, k) => k === 0 || draw(2) === 0));
  const steps = 1 + draw(4);
  return {
    program,
    parameters,
    replaced,
    steps,
    taps: (given) => tapped(given, { projections: replaced, steps }),
  };
}

/** Apply derivations, writing the program to JSON and reading it in between where a draw says so. */
function derived(program: NetworkProgram, all: readonly Derivation[], draw: Draw): NetworkProgram {
  return all.reduce((before, derive) => {
    const after = derive(before);
    return draw(2) === 0 ? written(after) : after;
  }, program);
}

/** Steps that training asks for: a parameter in a slot, and no recorded expressions. */
function trainedSteps(
  { populations }: NetworkProgram,
  parameters: ReadonlyMap<string, string>,
): readonly (readonly [name: string, step: StepProgram])[] {
  return [...parameters].map(([name, parameter]) => {
    const asSlots = new Set([parameter]);
    const request = { zeroDelay: false, asSlots, inputs: new Set<string>(), observed: [] };
    return [name, populations.get(name)?.step(request) as StepProgram] as const;
  });
}

const textOf = (step: StepProgram): string => JSON.stringify(stepProgram.write(step));

/** Rows with their weights. */
function rowsOf({ plan, weight, sources, targets }: OpenProjection): readonly unknown[] {
  const row = indexBuffer();
  return Array.from({ length: (plan.by === "target" ? targets : sources).size }, (_, index) => {
    row.clear();
    plan.partners(index, row);
    const partners = row.view();
    const values = new Float64Array(partners.length);
    if (weight.constant === undefined) weight.fill({ index, partners }, values);
    else values.fill(weight.constant);
    return [[...partners], [...values]];
  });
}

const cases = Array.from({ length: draws({ ci: 8, long: 400 }) }, (_, k) => k);

describe(`derivations of drawn programs, seed ${drawSeed}`, () => {
  it.each(cases)("give the same program in either order, written and read in between: %i", (k) => {
    const draw = newDraw(drawSeed, k);
    const { program, taps, parameters } = drawProgram(draw);
    const one = derived(program, [inFixedPoint, taps], draw);
    const other = derived(program, [taps, inFixedPoint], draw);
    expect(writeProgram(other)).toBe(writeProgram(one));
    const all = [one, other].map((of) => trainedSteps(of, parameters));
    const exact = trainedSteps(program, parameters);
    exact.forEach(([, step], n) => {
      // Steps that no file holds are derived after it was read, in the formats that it states.
      const [mine, theirs] = all.map((steps) => steps[n]?.[1] as StepProgram);
      expect(textOf(theirs as StepProgram)).toBe(textOf(mine as StepProgram));
      expect(textOf(mine as StepProgram)).toBe(textOf(quantised(step)));
      for (const derive of [adjointStep, tangentStep]) {
        expect(textOf(derive(theirs as StepProgram))).toBe(textOf(derive(quantised(step))));
      }
    });
  });

  it.each(cases)("replace projections by ones with their rows and weights: %i", (k) => {
    const draw = newDraw(drawSeed, k);
    const { program, taps, replaced, steps } = drawProgram(draw);
    for (const before of [program, inFixedPoint(program)]) {
      const after = derived(before, [taps], draw);
      const found = new Map(openProjections(after, { stack }).map((one) => [one.name, one]));
      const rest = openProjections(before, { stack });
      expect(found.size).toBe(rest.length + replaced.size * (steps - 1));
      for (const one of rest) {
        const names = replaced.has(one.name) ? tapNames(one.name, steps) : [one.name];
        names.forEach((name, n) => {
          const tap = found.get(name) as OpenProjection;
          expect(rowsOf(tap)).toEqual(rowsOf(one));
          if (replaced.has(one.name)) expect(tap.delay.constant).toBe((n + 1) * program.dt);
        });
      }
    }
  });

  it.each(cases)("have adjoints that are the transpose of their tangents: %i", (k) => {
    const draw = newDraw(drawSeed, k);
    const { program, taps, parameters } = drawProgram(draw);
    const orders = [[], [taps], [inFixedPoint], [taps, inFixedPoint], [inFixedPoint, taps]];
    for (const order of orders) {
      const after = derived(program, order, draw);
      for (const [name, step] of trainedSteps(after, parameters)) {
        // The upstroke of an exponential divides by its curvature, which is 0 in fixed point where it is small.
        const isFixed = after.populations.get(name)?.quantised !== undefined;
        if (isFixed && parameters.get(name) === "a") continue;
        const start = new Map(
          [...(after.populations.get(name)?.initial ?? [])].map(([variable, { value }]) => {
            return [variable, typeof value === "number" ? value : (value[0] as number)] as const;
          }),
        );
        const point = drawPoint(step, start, draw);
        const by = [parameters.get(name) as string];
        const rounding = "straight-through" as const;
        const surrogate = () => ({ kind: "number", value: 0.3 }) as const;
        const options = { by, rounding, surrogate, reset: "attached" as const };
        const [forwards, backwards] = adjointSides(step, point, options);
        expect(Math.abs(forwards)).toBeGreaterThan(0);
        expect(Math.abs(forwards - backwards)).toBeLessThan(1e-9 * Math.max(1, Math.abs(forwards)));
      }
    }
  });
});

describe("derivations of a program", () => {
  const { network } = drawStaticNetwork(newDraw(1, 1));
  const program = programOf(network, { stack });
  const [first] = program.projections.map(({ name }) => name) as [string];
  const taps = { projections: [first], steps: 2 };

  it("are not made twice, also after it was written and read", () => {
    for (const again of [(one: NetworkProgram) => one, written]) {
      expect(() => inFixedPoint(again(inFixedPoint(program)))).toThrow("in fixed point already");
      expect(() => tapped(again(tapped(program, taps)), taps)).toThrow(`no projection "${first}"`);
    }
  });

  it("record each delay of a projection whose synapses are recorded, and require delays", () => {
    const recorder = { projection: first, variables: ["weight"], from: 0, until: 1 };
    const recorded = { ...program, synapseRecorders: [{ ...recorder, onChange: false }] } as never;
    const after = written(tapped(recorded, taps));
    expect(after.synapseRecorders.map(({ projection }) => projection)).toEqual(tapNames(first, 2));
    expect(tapped({ ...program, requires: ["zero-delay"] }, taps).requires).toContain("delays");
  });

  it("refuse no delay, and a name that is taken", () => {
    expect(() => tapped(program, { ...taps, steps: 0 })).toThrow("SL_NOT_DERIVED");
    const [, second] = tapNames(first, 2);
    const twin = { ...program.projections[0], name: second } as (typeof program.projections)[0];
    const both = { ...program, projections: [...program.projections, twin] };
    expect(() => tapped(both, taps)).toThrow(`a projection "${second}" already`);
  });
});
