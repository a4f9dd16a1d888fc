import { afterAll, expect, it, vi } from "vitest";
import { networkOf, neuron, project } from "./workplace.ts";

// Each starts the command, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const record = neuron("mine");
const place = project({
  "net.json": networkOf("mine"),
  "getter.ts": 'export default { get kind(): string { throw new Error("no kind"); } };',
  "field.ts": `export default { ...${record}, get name(): string { throw new Error("no name"); } };`,
  "never.ts": `await new Promise(() => undefined);\nexport default ${record};`,
  "exit.ts": `process.exit(0);\nexport default ${record};`,
  "caught.ts": `try { process.exit(0); } catch {}\nexport default ${record};`,
  "config-getter.ts": 'export default { get plugins(): unknown { throw new Error("no list"); } };',
});
afterAll(() => place.remove());

it.each([
  ["getter.ts", "no kind"],
  ["field.ts", "no name"],
  ["never.ts", "it waits for an event that never occurs"],
  ["exit.ts", "it ends the process by process.exit(0)"],
  ["caught.ts", "it ends the process by process.exit(0)"],
])("a plugin that misbehaves is named: %s", async (file, reason) => {
  const { code, stdout } = await place.run("check", "net.json", "--plugin", `./${file}`, "--json");
  const { error } = JSON.parse(stdout) as { readonly error: Record<string, string> };
  expect([code, error["code"]]).toEqual([1, "SL_MODULE_LOAD"]);
  expect(error["place"]).toContain(file);
  expect(error["message"]).toContain(reason);
});

it("a configuration whose list throws is named", async () => {
  const { code, stdout } = await place.run(
    "check",
    "net.json",
    "--config",
    "config-getter.ts",
    "--json",
  );
  const { error } = JSON.parse(stdout) as { readonly error: Record<string, string> };
  expect([code, error["code"], error["place"]]).toEqual([1, "SL_MODULE_LOAD", "config-getter.ts"]);
});
