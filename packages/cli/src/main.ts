#!/usr/bin/env node
// A namespace, as an old Node refuses the import of a name that it lacks before anything can be said.
import * as nodeModule from "node:module";
import { needNode } from "./need-node.ts";

const fault = needNode(process.versions.node);
if (fault === undefined) {
  // Compiled code is kept between starts, which more than halves the time to the first output.
  nodeModule.enableCompileCache();
  const args = process.argv.slice(2);
  // A client waits for the link, which needs nothing of what reads a command line.
  if (args.length === 1 && args[0] === "link") {
    await (await import("./commands/link.ts")).linkCommand();
  }
  const { main } = await import("./command.ts");
  process.exitCode = await main(args);
} else {
  console.error(fault);
  process.exitCode = 1;
}
