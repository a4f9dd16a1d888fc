// Does many commands of `spikeloom` in one process, for the comparison tests.
// `node --conditions=@spikeloom/source tools/python/run-commands.ts commands.json`: the file holds a list of lists of
// arguments and is answered by `commands.json.answers`, which has exit codes and what was printed.
import { readFileSync, writeFileSync } from "node:fs";
import { main } from "../../packages/cli/src/command.ts";

interface Answer {
  readonly code: number;
  /** What went to standard output, then what went to standard error. */
  readonly printed: string;
  readonly complained: string;
}

/** Collect what a command prints, which is nothing for the terminal. */
async function answer(args: readonly string[]): Promise<Answer> {
  const texts = { stdout: "", stderr: "" };
  const { stdout, stderr } = process;
  const own = { stdout: stdout.write, stderr: stderr.write };
  for (const name of ["stdout", "stderr"] as const) {
    process[name].write = (chunk: string | Uint8Array): boolean => {
      texts[name] += typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk);
      return true;
    };
  }
  try {
    const code = await main(args);
    return { code, printed: texts.stdout, complained: texts.stderr };
  } finally {
    Object.assign(stdout, { write: own.stdout });
    Object.assign(stderr, { write: own.stderr });
  }
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Name the file of commands.");
const answers: Answer[] = [];
for (const args of JSON.parse(readFileSync(file, "utf8")) as string[][]) {
  answers.push(await answer(args));
}
writeFileSync(`${file}.answers`, JSON.stringify(answers));
process.exitCode = 0;
