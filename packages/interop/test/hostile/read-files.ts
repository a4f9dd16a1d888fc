// Reads files by their paths, each by the format before the colon; prints the code of each, and the opened files.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { openBeside, openPlainFile, sourceOfFile } from "@spikeloom/files";
import { readFormat, SpikeLoomError } from "@spikeloom/kernel";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";

const opened: string[] = [];
const realOpen = fs.openSync;
fs.openSync = (...args) => {
  opened.push(String(args[0]));
  return realOpen(...args);
};
syncBuiltinESMExports();

const outcomes: Record<string, string> = {};
for (const given of process.argv.slice(2)) {
  const [format = "", ...rest] = given.split(":");
  const path = rest.join(":");
  const file = openPlainFile(path);
  const { beside, close } = openBeside(path);
  try {
    const record = stack.get("format", format, "hostile");
    await readFormat(record, sourceOfFile(path, file), { stack, beside });
    outcomes[given] = "read";
  } catch (fault) {
    outcomes[given] = fault instanceof SpikeLoomError ? fault.code : String(fault);
  } finally {
    close();
    file.close();
  }
}
process.stdout.write(JSON.stringify({ outcomes, opened }));
