import { readFileSync } from "node:fs";
import { dirname } from "node:path";

/** Gives every package the targets `build` and `test` without per-package configuration. */
export const createNodesV2 = [
  "{packages,plugins}/*/package.json",
  (files) =>
    files.map((file) => {
      const root = dirname(file);
      const { name } = JSON.parse(readFileSync(file, "utf8"));
      const target = (command, extra = {}) => ({
        executor: "nx:run-commands",
        cache: true,
        inputs: ["sources", "^sources"],
        options: { command, cwd: "{workspaceRoot}" },
        ...extra,
      });
      const bundle = name === "spikeloom" ? " && node tools/bundle-command.ts" : "";
      const build = target(`tsc -b ${root}${bundle}`, {
        dependsOn: ["^build"],
        outputs: ["{projectRoot}/dist", "{projectRoot}/.tsbuild"],
      });
      const test = target(`vitest run ${root}/`, { outputs: [] });
      return [file, { projects: { [root]: { name, root, targets: { build, test } } } }];
    }),
];
