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

/** Does what is not written yet. */
const inner = clock();

${docstring(about)}
export const ${id}: BackendRecord = defineBackend({
  name: "${name}",
  about: ${JSON.stringify(about)},
  // What it can do: a network that needs more is refused before it runs. Checkpoints of the clock are its own.
  provides: inner.provides.filter((name) => name !== "checkpoint"),
  options: inner.options ?? {},
  // What of a program it cannot run, beyond what its capabilities say.
  check: (program, options, asked) => inner.check(program, options, asked),
  estimate: (program, options, wanted) => inner.estimate(program, options, wanted),
  // A program says what neurons and synapses do in a step; see NetworkProgram of @spikeloom/program.
  prepare: (program, job) => inner.prepare(program, job),
});
`,
  suite: { name: "backendSuite", claims: ({ id }) => `backendSuite(${id}, { stack })` },
  command: "run",
  network: () => drivenNetwork({}),
  flags: (name) => ` --backend ${name}`,
  runOptions: (name) => `backend: "${name}"`,
};
