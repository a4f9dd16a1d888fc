export { readSonataOutputs, type SonataOutputs } from "./read/read-outputs.ts";
export { sonataFiles } from "./write/write-outputs.ts";
