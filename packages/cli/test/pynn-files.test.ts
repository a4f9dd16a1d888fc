import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { setup } from "../src/pynn/index.ts";

const folder = mkdtempSync(join(tmpdir(), "cli-pynn-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Write = (path: string) => unknown;

/** A network with every output of a simulation; each call is a script that runs again. */
function writersOf(options: Parameters<typeof setup>[0]): Readonly<Record<string, Write>> {
  const sim = setup(options);
  const neurons = sim.Population(3, sim.IF_curr_exp(), { label: "many" });
  neurons.record("spikes");
  const prj = sim.Projection(neurons, neurons, sim.AllToAllConnector());
  return {
    "data.json": (path) => neurons.writeData(path),
    "connections.txt": (path) => prj.save("all", path),
    "weights.txt": (path) => prj.save("weight", path, { format: "array" }),
    "positions.txt": (path) => neurons.savePositions(path),
  };
}

it("replaces what an earlier run of a script has written, and no other file", async () => {
  const [first, again, over] = [{}, { timestep: 0.5 }, { overwrite: true }].map(writersOf);
  for (const name of Object.keys(first ?? {})) {
    const path = join(folder, name);
    await first?.[name]?.(path);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace(/\s*$/, "\n\n"));
    await again?.[name]?.(path);
    const renewed = readFileSync(path, "utf8");
    expect(renewed).not.toMatch(/\n\n$/);
    const own = `notes of mine\n${text}`;
    writeFileSync(path, own);
    const refused = async () => await again?.[name]?.(path);
    await expect(refused()).rejects.toMatchObject({ code: "SL_OUTPUT_OTHER", place: path });
    expect(readFileSync(path, "utf8")).toBe(own);
    await over?.[name]?.(path);
    expect(readFileSync(path, "utf8")).not.toBe(own);
  }
});
