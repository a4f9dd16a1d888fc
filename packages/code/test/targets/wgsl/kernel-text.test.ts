import { describe, expect, it } from "vitest";
import { steppedModels } from "../../../../../tools/test/stepped-models.ts";
import { wgslKernel } from "../../../src/targets/wgsl/kernel.ts";

/** The text of a model's one kernel, for a population of 100. */
function textOf(model: string): string {
  const program = steppedModels.find(({ name }) => name === model)?.program;
  const [kernel, ...others] = program?.kernels ?? [];
  if (program === undefined || kernel === undefined || others.length > 0) throw new Error(model);
  const slots = new Map([...program.slots.keys()].map((slot, k) => [slot, 100 * k]));
  return wgslKernel(kernel, { slots });
}

describe("the text of a kernel", () => {
  it("is that of a small model", async () => {
    await expect(textOf("lif")).toMatchFileSnapshot("lif.wgsl");
  });

  // As a tree Hodgkin and Huxley's step has 570,315 characters. With each function written once it has 39,000.
  it("grows with the graph, and not with the tree", () => {
    const text = textOf("hodgkin-huxley");
    expect(text.length).toBeGreaterThan(10_000);
    expect(text.length).toBeLessThan(50_000);
    expect(text.match(/^fn exprel_\d+f\(/gm)).toHaveLength(1);
  });

  it("computes rare values in branches", () => {
    expect(textOf("adex")).toMatch(/^ +var usually_\d+: f32 = .+;\n +if \(/m);
  });
});
