import { copyFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { workplace } from "./spikeloom.ts";

const place = workplace();
afterAll(() => place.remove());

const files = new URL("../../interop/test/layers/files/", import.meta.url);
for (const name of ["residual.onnx", "keras-images.keras", "weights.safetensors"]) {
  copyFileSync(new URL(name, files), place.path(name));
}

it("prints the layers of a trained network with the shapes of their numbers", async () => {
  const { code, stdout, stderr } = await place.run("inspect", "residual.onnx");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^residual\.onnx {2}onnx, \d+ bytes, 9 layers, 68 numbers$/m);
  expect(stdout).toMatch(/^Gemm +dense +x +weight 4 x 6, bias 4$/m);
  expect(stdout).toMatch(/^Add +add +Gemm_2, Gemm$/m);
});

it("prints the unreadable parts as well, and everything as JSON", async () => {
  const { stdout } = await place.run("inspect", "weights.safetensors");
  expect(stdout).toMatch(
    /^not read:\n(?: .+\n)* {2}odd\.table: This tensor does not belong to a supported layer/m,
  );
  const { stdout: json } = await place.run("inspect", "keras-images.keras", "--json");
  const { format, layers, losses } = JSON.parse(json);
  expect([format, losses]).toEqual(["keras", []]);
  expect(layers[1]).toMatchObject({
    kind: "convolution",
    name: "first",
    weight: { shape: [4, 2, 3, 2] },
  });
});

it.each([
  ["run", [], /spikeloom convert residual\.onnx --to spikeloom-network --samples FILE\.npy/],
  [
    "convert",
    ["--to", "nir", "--out", "never.nir"],
    /--samples FILE, a NumPy file of \d+ values per/,
  ],
] as const)(
  "refers from %s to the command for a network of layers",
  async (command, options, next) => {
    const { stderr } = await place.run(command, "residual.onnx", ...options);
    expect(stderr).toMatch(/^SL_(NOT_A_NETWORK|CONVERT_SAMPLES) at residual\.onnx/);
    expect(stderr).toMatch(next);
  },
);
