import { bytesSource } from "@spikeloom/kernel";
import {
  type NetworkProgram,
  type PopulationProgram,
  programOf,
  readProgram,
  type StepProgram,
  slotName,
  writeProgram,
} from "@spikeloom/program";
import { quantise } from "@spikeloom/program/derive";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { fixedPoint } from "../../../../tools/test/derived-programs.ts";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { adjointSides, drawPoint, stepAlong, stepOnce } from "../../../../tools/test/step-runs.ts";
import { readNeuroml } from "../../src/neuroml/read-neuroml.ts";
import { squidDocument } from "./channel-document.ts";

const neurons = {
  iafCell: 'leakConductance="10nS" leakReversal="-70mV" thresh="-55mV" reset="-70mV" C="200pF"',
  izhikevich2007Cell:
    'v0="-60mV" C="100pF" k="0.7nS_per_mV" vr="-60mV" vt="-40mV" vpeak="35mV" a="0.03per_ms" b="-2nS" c="-50mV" d="100pA"',
  adExIaFCell:
    'C="281pF" gL="30nS" EL="-70.6mV" reset="-48.5mV" VT="-50.4mV" thresh="-40.4mV" refract="0ms" delT="2mV" tauw="40ms" a="4nS" b="0.08nA"',
  fitzHughNagumoCell: 'I="0.8"',
};

const documents: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(neurons).map(([element, attributes]) => [
      element,
      `<neuroml id="d"><${element} id="c" ${attributes}/><network id="net"><population id="p" component="c" size="1"/></network></neuroml>`,
    ]),
  ),
  "a cell with channels": squidDocument,
};

/** Read a document, and discretise its cells with a scheme that has a derivative. */
async function programIn(text: string): Promise<NetworkProgram> {
  const { network } = await readNeuroml(bytesSource("net.nml", Buffer.from(text)));
  const populations = Object.entries(network.populations).map(([name, one]) => {
    return [name, { ...one, integrator: "rk4" }] as const;
  });
  const { stimuli: _, ...rest } = network;
  const changed = { ...rest, dt: "0.01 ms", populations: Object.fromEntries(populations) };
  return programOf(changed, { stack });
}

const written = (program: NetworkProgram): NetworkProgram => readProgram(writeProgram(program));

interface Asked {
  readonly population: PopulationProgram;
  readonly step: StepProgram;
  /** The parameters that are in slots. */
  readonly by: readonly string[];
}

/** The step of a cell with all that it can be differentiated by. */
function asked({ populations }: NetworkProgram): Asked {
  const population = populations.get("p") as PopulationProgram;
  const { form } = population;
  const asSlots = new Set(form.parameters.keys());
  const inputs = new Set(form.inputs.keys());
  const step = population.step({ zeroDelay: false, asSlots, inputs, observed: [] });
  const by = [...asSlots].filter((one) => step.slots.get(one)?.role === "parameter");
  return { population, step, by };
}

const cases = Object.entries(documents).flatMap(([what, text]) =>
  Array.from({ length: draws({ ci: 2, long: 60 }) }, (_, k) => [what, k, text] as const),
);

it.each(cases)(`adjoint of the step of a cell, seed ${drawSeed}: %s, %i`, async (_, k, text) => {
  const program = await programIn(text);
  const draw = newDraw(drawSeed, k);
  const inFixedPoint = quantise(program, fixedPoint);
  for (const [derived, isFixed] of [
    [program, false],
    [written(program), false],
    [written(inFixedPoint), true],
  ] as const) {
    const { population, step, by } = asked(derived);
    expect(by.length).toBeGreaterThan(0);
    const start = new Map(
      [...population.initial].map(([variable, { value }]) => {
        return [variable, typeof value === "number" ? value : (value[0] as number)] as const;
      }),
    );
    const point = drawPoint(step, start, draw);
    const options = { by, rounding: "straight-through", reset: "attached" } as const;
    const [forwards, backwards] = adjointSides(step, point, options);
    expect(Math.abs(forwards)).toBeGreaterThan(0);
    expect(Math.abs(forwards - backwards)).toBeLessThan(1e-9 * Math.max(1, Math.abs(forwards)));
    if (isFixed) continue;
    const moved = stepAlong(step, point, options);
    const [more, less] = [1e-6, -1e-6].map((share) => {
      const values = [...point.values].map(([name, value]): [string, number] => [
        name,
        value + share * (point.direction.get(name) ?? 0),
      ]);
      return stepOnce(step, new Map(values));
    });
    for (const variable of population.form.states.keys()) {
      const wanted = ((more?.get(variable) ?? 0) - (less?.get(variable) ?? 0)) / 2e-6;
      const got = moved.get(slotName("tangent", variable)) ?? Number.NaN;
      expect(Math.abs(got - wanted)).toBeLessThan(1e-5 * Math.max(1, Math.abs(wanted)));
    }
  }
});
