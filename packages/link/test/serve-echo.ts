// A process that serves the echo session, for tests of clients in other languages.
import { writeFileSync } from "node:fs";
import { serveLink } from "@spikeloom/link";
import { echoSession } from "./echo-session.ts";

process.on("SIGINT", () => undefined);
const end = await serveLink({
  input: process.stdin,
  output: process.stdout,
  server: "echo 1",
  open: echoSession,
  simulator: () => Promise.reject(new Error("nothing is simulated")),
  writeNetwork: (network, path) => writeFileSync(path, JSON.stringify(network)),
});
process.exit(end === "closed" ? 0 : 1);
