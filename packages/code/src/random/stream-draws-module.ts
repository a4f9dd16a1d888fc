import { moduleBuilder } from "../targets/webassembly/encoder/module.ts";
import { emitStreamDraws } from "./stream-draws.ts";
import { streamDrawPlaces } from "./stream-draws-places.ts";

/** Write the module of the functions that draw from a stream; it exports its memory. */
export function streamDrawsModule(): Uint8Array<ArrayBuffer> {
  const m = moduleBuilder({ memory: { export: "memory", min: 2 } });
  emitStreamDraws(m, streamDrawPlaces);
  return m.build();
}
