import { type Kinetics, pointNeuron } from "@spikeloom/neurons";
import { expect, it } from "vitest";
import { pynnResponses } from "../../src/index.ts";

it("has kinetics with the parameters of each of PyNN's responses", () => {
  for (const { part, parameters } of Object.values(pynnResponses)) {
    const receptors = { R: part as Kinetics };
    const neuron = pointNeuron({ name: "point", neuron: "lif", receptors });
    for (const { to, default: value, unit } of Object.values(parameters)) {
      expect(neuron.parameters[String(to).replace("*", "R")]?.default).toBe(`${value} ${unit}`);
    }
  }
  expect(Object.keys(pynnResponses)).toHaveLength(7);
});
