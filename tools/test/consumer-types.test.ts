// keys: declarations
import { join } from "node:path";
import { expect, it } from "vitest";
import { workspaceRoot } from "../problems.ts";
import { readPackages } from "../workspace.ts";
import { checkConsumer, costAlone } from "./check-consumer.ts";

const manifests = readPackages(workspaceRoot).filter(
  ({ manifest }) => manifest.private !== true && manifest.exports !== undefined,
);
const modules = manifests.flatMap(({ manifest }) =>
  Object.keys(manifest.exports ?? {})
    .filter((path) => !path.includes("*"))
    .map((path) => manifest.name + path.slice(1)),
);
const packages = manifests.map(
  ({ folder, manifest }) => [manifest.name, join(workspaceRoot, folder)] as const,
);

it("costs a project that imports one name less than half of the cost of the standard library", () => {
  // Every declaration file is checked, because skipLibCheck is off: those of TypeScript in both projects.
  const alone = costAlone();
  const script = 'import { network } from "spikeloom";\nexport const made = network;\n';
  const ours = checkConsumer({ script, packages });
  expect(ours.types - alone.types).toBeGreaterThan(0);
  expect((ours.types - alone.types) / alone.types).toBeLessThan(0.5);
  expect((ours.instantiations - alone.instantiations) / alone.instantiations).toBeLessThan(0.5);
});

it("has declarations without errors in every entry of every package", () => {
  const script = modules.map((module, row) => `export * as m${row} from "${module}";\n`).join("");
  expect(modules.length).toBeGreaterThan(packages.length);
  const cost = checkConsumer({ script, packages, types: ["node"] });
  // Ours and those of TypeScript and Node, which number some 48,000.
  expect(cost.types).toBeLessThan(90_000);
});
