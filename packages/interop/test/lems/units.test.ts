import { bytesSource } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { readLems } from "../../src/lems/index.ts";

const file = (
  given: Readonly<Record<"length" | "step" | "tau" | "gain" | "light", string>>,
): string => `<Lems>
<Target component="sim"/><Include file="Simulation.xml"/>
<Dimension name="time" t="1"/><Dimension name="voltage" m="1" l="2" t="-3" i="-1"/><Dimension name="light" j="1"/>
<Unit symbol="ms" dimension="time" power="-3"/><Unit symbol="mV" dimension="voltage" power="-3"/>
<ComponentType name="Cell"><Parameter name="tau" dimension="time"/>
  <Parameter name="gain" dimension="none"/>${given.light && '<Parameter name="light" dimension="light"/>'}<Exposure name="x" dimension="none"/>
  <Dynamics><StateVariable name="x" exposure="x" dimension="none"/>
    <OnStart><StateAssignment variable="x" value="1"/></OnStart>
    <TimeDerivative variable="x" value="-gain*x/tau"/></Dynamics></ComponentType>
<Cell id="c" tau="${given.tau}" gain="${given.gain}"${given.light && ` light="${given.light}"`}/>
<Simulation id="sim" length="${given.length}" step="${given.step}" target="c">
  <OutputFile id="o" fileName="o.dat"><OutputColumn id="x" quantity="x"/></OutputFile>
</Simulation></Lems>`;

const right = { length: "10ms", step: "0.1 ms", tau: "20ms", gain: "1", light: "" };
const read = (more: Partial<typeof right>) =>
  readLems(bytesSource("a.xml", new TextEncoder().encode(file({ ...right, ...more }))));

it("accepts quantities of the declared dimensions", async () => {
  expect((await read({})).network.dt).toBe("0.1 ms");
});

// jNeuroML 0.14.0 refuses each of these: "Can't set parameter: step with dimensions Dimension[time t=1] with string 0.1".
const time = {
  expected: "time (s)",
  next: "Write a number with one of these units: s, ms, min, hour.",
};
const pure = "a number without a unit";
it.each([
  ["a step without a unit", { step: "0.1" }, "11:1/@step", { got: `0.1: ${pure}`, ...time }],
  ["a length without a unit", { length: "10" }, "11:1/@length", { got: `10: ${pure}`, ...time }],
  ["0 without a unit", { tau: "0" }, "10:1/@tau", { got: `0: ${pure}`, ...time }],
  ["a length in mV", { length: "10 mV" }, "11:1/@length", { got: "10 mV: voltage (V)", ...time }],
  [
    "a unit without a dimension",
    { gain: "1 mV" },
    "10:1/@gain",
    { got: "1 mV: voltage (V)", expected: pure, next: "Write a number without a unit." },
  ],
  [
    "a number for a dimension without a declared unit",
    { light: "300" },
    "10:1/@light",
    {
      got: `300: ${pure}`,
      expected: "light (cd)",
      next: "Declare a Unit of this dimension, and write a number with its symbol.",
    },
  ],
])("refuses %s, and lists the existing units", async (_, more, place, said) => {
  const fault = await read(more).then(
    () => undefined,
    (one) => one,
  );
  expect(fault).toMatchObject({ code: "SL_LEMS_DIMENSION", ...said });
  expect(fault.message).toContain(`"${place.split("@")[1]}"`);
  expect(fault.place).toMatch(new RegExp(`a\\.xml:${place}$`));
});

it.each([
  ["component type", '<Cell id="c"', '<Cel id="c"', "cell"],
  ["variable", "-gain*x/tau", "-gain*x/taw", "tau"],
  ["component", 'target="c">', 'target="cc">', "c"],
  ["quantity", 'quantity="x"', 'quantity="xx"', "x"],
  ["unit", 'tau="20ms"', 'tau="20msec"', "ms"],
] as const)("reports the nearest %s for an unknown name", async (what, as, wrong, nearest) => {
  const text = file(right).replace(as, wrong);
  await expect(
    readLems(bytesSource("a.xml", new TextEncoder().encode(text))),
  ).rejects.toMatchObject({
    code: "SL_LEMS_NAME",
    summary: expect.stringMatching(`^There is no ${what} `),
    next: `Did you mean "${nearest}"?`,
  });
});
