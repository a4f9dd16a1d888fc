import { docstring, drivenNetwork, type PluginTemplate } from "../template.ts";

/** The clock backend under another name, to be replaced part by part. */
export const backendTemplate: PluginTemplate = {
  group: "backend",
  isAbove: true,
  source: ({
    name,
    id,
    about,
  }) => `import { type BackendRecord, defineBackend } from "@spikeloom/kernel";
import { clock } from "spikeloom";

/** Runs everything that is not replaced yet. */
const inner = clock();

${docstring(about)}
export const ${id}: BackendRecord = defineBackend({
  name: "${name}",
  about: ${JSON.stringify(about)},
  // A network that needs other capabilities is refused before it runs. Checkpoints are specific to the clock.
  provides: inner.provides.filter((name) => name !== "checkpoint"),
  options: inner.options ?? {},
  // Parts of a program that it cannot run, in addition to missing capabilities.
  check: (program, options, asked) => inner.check(program, options, asked),
  estimate: (program, options, wanted) => inner.estimate(program, options, wanted),
  // The program lists the operations of a step; see NetworkProgram of @spikeloom/program.
  prepare: (program, job) => inner.prepare(program, job),
});
`,
  suite: { name: "backendSuite", claims: ({ id }) => `backendSuite(${id}, { stack })` },
  command: "run",
  network: () => drivenNetwork({}),
  flags: (name) => ` --backend ${name}`,
  runOptions: (name) => `backend: "${name}"`,
};
