import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

const program = `
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  const { run } = await import("./packages/cli/src/index.ts");
  const population = { model: "lif-curr-exp", size: 1 };
  const network = { format: "spikeloom-network", version: 1, populations: { a: population } };
  await run({ ...network, duration: "1 ms" });
  console.log(JSON.stringify(loaded));
`;

it("loads no training for a run, only the losses and optimisers that it exports", () => {
  const flags = ["--conditions=@spikeloom/source", "--input-type=module", "--eval", program];
  const root = new URL("../../../", import.meta.url);
  const out = execFileSync(process.execPath, flags, { cwd: root, encoding: "utf8" });
  const loaded = JSON.parse(out) as readonly string[];
  const inTraining = loaded.flatMap((url) => /packages\/training\/src\/(\w+)/.exec(url)?.[1] ?? []);
  expect([...new Set(inTraining)].sort()).toEqual(["errors", "losses", "objectives", "optimisers"]);
  expect(loaded.some((url) => url.includes("/plugins/learning/src/bptt.ts"))).toBe(true);
});
