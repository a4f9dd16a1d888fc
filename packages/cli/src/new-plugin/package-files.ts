import type { NewKind } from "./new-kinds.ts";
import type { PluginNames, PluginTemplate } from "./template.ts";
import { templates } from "./templates.ts";
import { citesSource, importedNames, testText } from "./test-text.ts";

/** Names and contents of a new package. */
export interface NewPlugin extends PluginNames {
  readonly kind: NewKind;
  /** Name of the package: `spikeloom-neurons-NAME`. */
  readonly package: string;
  /** Version of the SpikeLoom packages that it is written for. */
  readonly version: string;
}

/** Derive the constant and the package name of a plugin. */
export function namesOf(kind: NewKind, name: string): Pick<NewPlugin, "id" | "package"> {
  const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const [first = "", ...rest] = kind;
  // With its kind, since a name alone may be a reserved word.
  const word = `${first.toUpperCase()}${rest.join("")}`;
  const id = camel.endsWith(word) ? camel : `${camel}${word}`;
  const names = { package: `spikeloom-${templates[kind].group}-${name}` };
  return { ...names, id: isUsed(id, kind) ? `${id}Plugin` : id };
}

/** Check whether the template itself uses a name: `define` would become `defineNeuron`. */
function isUsed(id: string, kind: NewKind): boolean {
  const template = templates[kind];
  const names = { name: "", id: "", about: "" };
  return new RegExp(`\\b${id}\\b`).test(template.source(names) + testText(names, template));
}

/** Write the files of a package with one plugin, by path. */
export function packageFiles(plugin: NewPlugin): Readonly<Record<string, string>> {
  const { kind, name, id } = plugin;
  const template = templates[kind];
  const network = template.network?.(name);
  return {
    [`src/${name}.ts`]: `${template.source(plugin)}\nexport default ${id};\n`,
    [`test/${name}.test.ts`]: testText(plugin, template),
    ...(network !== undefined && { "network.json": `${JSON.stringify(network, null, 2)}\n` }),
    "spikeloom.config.ts": config(plugin),
    "README.md": readme(plugin, template),
    "package.json": manifest(plugin, template),
    "tsconfig.json": json(compiler),
    ".gitignore": "node_modules/\ndist/\nresults/\n",
    ".github/workflows/ci.yml": workflow(plugin, template),
    ".changeset/config.json": json(changesets),
    ".changeset/first-release.md": `---\n"${plugin.package}": minor\n---\n\n${plugin.about}\n`,
  };
}

function manifest(
  { package: name, version, ...plugin }: NewPlugin,
  template: PluginTemplate,
): string {
  const range = `^${version}`;
  const module = `./dist/${plugin.name}`;
  const tested = importedNames(template).map(([from]) => [from, range] as const);
  return json({
    name,
    version: "0.0.0",
    description: plugin.about,
    license: "MIT",
    keywords: ["spikeloom-plugin", "spiking-neural-networks"],
    type: "module",
    sideEffects: false,
    engines: { node: ">=22.18" },
    exports: { ".": { types: `${module}.d.ts`, default: `${module}.js` } },
    files: ["dist"],
    // With file names, an outdated Node fails; without them it would find no tests and pass.
    scripts: { build: "tsc", pretest: "tsc", prepack: "tsc", test: "node --test test/*.test.ts" },
    peerDependencies: {
      "@spikeloom/kernel": range,
      ...(template.isAbove && { spikeloom: range }),
    },
    devDependencies: {
      "@spikeloom/kernel": range,
      ...Object.fromEntries(tested),
      "@types/node": ">=22",
      typescript: ">=5.9",
    },
  });
}

const compiler = {
  compilerOptions: {
    target: "es2023",
    module: "nodenext",
    types: ["node"],
    strict: true,
    declaration: true,
    rootDir: "src",
    outDir: "dist",
    // Source that Node runs directly, and that also builds.
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  },
  include: ["src"],
};

const changesets = {
  $schema: "https://unpkg.com/@changesets/config@3.0.0/schema.json",
  changelog: "@changesets/cli/changelog",
  commit: false,
  access: "public",
  baseBranch: "main",
  updateInternalDependencies: "patch",
  ignore: [],
};

/** Configuration that the command finds when it runs inside the package. */
function config({ name, id }: NewPlugin): string {
  return `import { ${id} } from "./src/${name}.ts";

export default { plugins: [${id}] };
`;
}

function workflow(plugin: NewPlugin, template: PluginTemplate): string {
  const line = commandLine(plugin, template);
  const steps = ["npm install", "npm test", ...(line === undefined ? [] : [`npx ${line}`])];
  return `name: CI
on:
  push: { branches: [main] }
  pull_request:
jobs:
  test:
    runs-on: ubuntu-latest
    strategy:
      matrix: { node: [22, 24, 26] }
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: "\${{ matrix.node }}" }
${steps.map((step) => `      - run: ${step}\n`).join("")}`;
}

function readme(plugin: NewPlugin, template: PluginTemplate): string {
  const { package: name, about, id, kind } = plugin;
  const line = commandLine(plugin, template);
  return `# ${name}

${about} A ${kind} for [SpikeLoom](https://www.npmjs.com/package/spikeloom).

## Use

\`\`\`sh
npm install spikeloom ${name}
npx spikeloom show ${plugin.name} --plugin ${name}
\`\`\`

\`\`\`ts
import { createStack, defaultStack } from "spikeloom";
import ${id} from "${name}";

const stack = createStack({ plugins: [defaultStack, ${id}] });
\`\`\`

## Work on it

\`src/${plugin.name}.ts\` is the plugin, \`test/${plugin.name}.test.ts\` its test. Node runs both without a build.

\`\`\`sh
npm install
npm test    # build dist/, then run the conformance suite of its kind and your own tests
npx spikeloom show ${plugin.name}
${line === undefined ? "" : `npx ${line}\n`}\`\`\`

The command finds the plugin through \`spikeloom.config.ts\`. SpikeLoom is not on npm yet: instead of running \`npm install\`, pack a clone (here in the parent folder) and install its packages:

\`\`\`sh
npx -y pnpm@12 -C ../spikeloom pack:all ../spikeloom-packed
npm install --no-save ../spikeloom-packed/*.tgz
\`\`\`

Inside a clone, the package runs from the clone's sources, without packing, installing or building:

\`\`\`sh
node --conditions=@spikeloom/source --test test/*.test.ts
${line === undefined ? "" : `node --conditions=@spikeloom/source CLONE/tools/spikeloom.ts ${line.replace("spikeloom ", "")}\n`}\`\`\`

Replace the implementation and the tests at the end of the test file.${replaceSource(plugin, template)} Describe each change for users with \`npx @changesets/cli\`. To publish: \`npx @changesets/cli version\`, then \`npm publish\`.

## Licence

MIT
`;
}

/** Sentence on the placeholder, if the plugin has it. */
function replaceSource({ name, cite }: NewPlugin, template: PluginTemplate): string {
  if (cite !== undefined || !citesSource(template)) return "";
  return ` Replace the placeholder in \`cite\` of \`src/${name}.ts\` with your source: \`npm test\` fails until you do.`;
}

/** Command line that uses the network of the package, if networks refer to plugins of this kind. */
function commandLine({ name }: NewPlugin, { command, flags }: PluginTemplate): string | undefined {
  if (command === undefined) return undefined;
  if (command === "convert") return `spikeloom convert network.json --to ${name}`;
  return `spikeloom run network.json${flags?.(name) ?? ""}`;
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
