import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Files of the root that tests read, whichever package they belong to. */
const shared = [
  "{workspaceRoot}/specs/**/*",
  "{workspaceRoot}/docs/**/*",
  "{workspaceRoot}/examples/**/*",
  "{workspaceRoot}/tools/**/*",
  "{workspaceRoot}/*.{json,yaml,ts,md}",
];

/** Inputs that affect the outcome of a test without being files of the repository. */
const surroundings = [
  { env: "SPIKELOOM_LONG" },
  { env: "FAST_CHECK_SEED" },
  { env: "SPIKELOOM_TEST_ALL" },
  { runtime: "node --version" },
];

/** Folders with tests that are no package. */
const others = ["examples", "tools"];

/** Give every package the targets `build` and `test`; `tools` and `examples` have tests alone. */
export const createNodesV2 = [
  "package.json",
  (files, _options, { workspaceRoot }) => {
    const [file] = files.filter((path) => path === "package.json");
    if (file === undefined) return [];
    const packages = readPackages(workspaceRoot);
    const projects = {};
    for (const [name, root] of packages) projects[root] = packageOf(name, root, workspaceRoot);
    const all = [...packages.keys()];
    for (const root of others) projects[root] = { name: root, root, targets: { test: test(all) } };
    const allSources = [{ input: "all", projects: [...all, "examples"] }, "{projectRoot}/**/*"];
    projects["tools"].targets.types = types("tsconfig.tests.json", allSources);
    return [[file, { projects }]];
  },
];

function readPackages(workspaceRoot) {
  const folders = ["packages", "plugins"].flatMap((group) =>
    readdirSync(join(workspaceRoot, group)).map((name) => `${group}/${name}`),
  );
  const built = folders.filter((folder) =>
    existsSync(join(workspaceRoot, folder, "tsconfig.json")),
  );
  return new Map(built.map((folder) => [manifestOf(workspaceRoot, folder).name, folder]));
}

function manifestOf(workspaceRoot, folder) {
  return JSON.parse(readFileSync(join(workspaceRoot, folder, "package.json"), "utf8"));
}

function packageOf(name, root, workspaceRoot) {
  const build = {
    executor: "./tools/nx:build",
    cache: true,
    dependsOn: ["^build"],
    inputs: [
      "sources",
      "^sources",
      "{workspaceRoot}/tools/nx/*",
      "{workspaceRoot}/tsconfig.base.json",
    ],
    outputs: ["{projectRoot}/dist", "{projectRoot}/.tsbuild"],
  };
  if (name === "spikeloom") build.inputs.push("{workspaceRoot}/tools/*.ts");
  const packages = readPackages(workspaceRoot);
  const used = usedBy(workspaceRoot, root, packages);
  const targets = { build, types: types(root, ["sources", "^sources"]), test: test(used) };
  return { name, root, targets };
}

/** Type-check a project and compare the cost with the recorded one. */
function types(project, sources) {
  const options = { command: `node tools/check-types.ts ${project}`, cwd: "{workspaceRoot}" };
  const own = [
    "tools/check-types.ts",
    "tools/type-costs.json",
    "tsconfig.base.json",
    "tsconfig.tests.json",
  ];
  const inputs = [...sources, ...own.map((file) => `{workspaceRoot}/${file}`)];
  return { executor: "nx:run-commands", cache: true, inputs, outputs: [], options };
}

function test(projects) {
  return {
    executor: "./tools/nx:test",
    cache: true,
    inputs: ["{projectRoot}/**/*", { input: "all", projects }, ...shared, ...surroundings],
    outputs: ["{projectRoot}/.tested"],
  };
}

/** The packages whose files the tests of a folder reach: its dependencies, and what the tests name. */
function usedBy(workspaceRoot, root, packages) {
  const own = manifestOf(workspaceRoot, root).name;
  const names = new Set([own, ...namesIn(join(workspaceRoot, root, "test"), packages)]);
  for (const name of names) {
    const { dependencies } = manifestOf(workspaceRoot, packages.get(name));
    for (const other of Object.keys(dependencies ?? {})) if (packages.has(other)) names.add(other);
  }
  names.delete(own);
  return [...names].sort();
}

function namesIn(folder, packages) {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".ts"));
  const text = files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
  return [...packages].flatMap(([name, root]) =>
    text.includes(name) || text.includes(`${root}/`) ? [name] : [],
  );
}
