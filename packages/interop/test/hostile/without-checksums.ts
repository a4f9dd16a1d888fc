// Whoever crafts a file gets its checksums right: without this most would end at the first of them.
import { registerHooks } from "node:module";

registerHooks({
  load(url, context, next) {
    if (!url.endsWith("/hdf5/read/checksum.ts")) return next(url, context);
    return { format: "module", source: "export function verify() {}", shortCircuit: true };
  },
});
