import { describe, expect, it } from "vitest";
import { confusionMatrix, layerRates, learningCurve, toSvg, toTerminal } from "../src/index.ts";

describe("a confusion matrix", () => {
  const given = { classes: ["a", "b"], labels: [0, 0, 0, 1], answers: [0, 0, 1, 1] };

  it("counts samples, a row a class from the top and a column an answer", () => {
    const [panel] = confusionMatrix(given).panels;
    const numbers = (panel?.marks ?? []).flatMap((mark) => (mark.kind === "text" ? [mark] : []));
    // Positions are fractions of the picture, from the bottom up.
    expect(numbers.map(({ text, x, y }) => [text, x, y])).toEqual([
      ["2", 0.25, 0.75],
      ["1", 0.75, 0.75],
      ["1", 0.75, 0.25],
    ]);
    const shades = (panel?.marks ?? []).flatMap((mark) =>
      mark.kind === "blocks" ? [[mark.left[0], mark.low[0], mark.colour]] : [],
    );
    expect(shades).toEqual([
      [0, 1, { shade: 0.65 }],
      [1, 1, { shade: 0.35 }],
      [1, 0, { shade: 1 }],
    ]);
    expect(panel?.remark).toContain("75.0 % correct");
  });

  it("refuses invalid classes", () => {
    expect(() => confusionMatrix({ ...given, answers: [0, 0, 2, 1] })).toThrow("from 0 to 1");
  });

  it("says that there are no samples", () => {
    expect(toSvg(confusionMatrix({ classes: [], labels: [], answers: [] }))).toContain(
      "no samples",
    );
  });
});

describe("a learning curve", () => {
  it("draws losses, and accuracies in percent if all series have them", () => {
    const losses = Float64Array.of(2, 1);
    const train = { label: "train", losses, accuracies: Float64Array.of(0.5, 0.75) };
    const [loss, accuracy] = learningCurve([train], { best: 2 }).panels;
    expect([loss, accuracy].map((panel) => panel?.y)).toMatchObject([
      { label: "loss" },
      { label: "accuracy", unit: "%" },
    ]);
    const points = accuracy?.marks.find(({ kind }) => kind === "points");
    expect(points).toMatchObject({ x: Float64Array.of(1, 2), y: Float64Array.of(50, 75) });
    expect(learningCurve([train, { label: "validation", losses }]).panels).toHaveLength(1);
    expect(toTerminal(learningCurve([train]), { columns: 80, rows: 24 })).toContain("accuracy");
  });
});

it("layer rates sort neurons, and count those that never spike", () => {
  const figure = layerRates([{ label: "hidden", spikes: Float64Array.of(3, 0, 1) }]);
  const [panel] = figure.panels;
  expect(panel?.remark).toBe("1 of 3 neurons in hidden are silent");
  expect(panel?.marks[0]).toMatchObject({ kind: "points", y: Float64Array.of(0, 1, 3) });
  expect(toSvg(layerRates([]))).toContain("no layers");
});
