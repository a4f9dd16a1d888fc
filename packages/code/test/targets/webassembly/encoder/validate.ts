import wabt from "wabt";

const features = {
  simd: true,
  threads: true,
  bulk_memory: true,
  relaxed_simd: true,
  sat_float_to_int: true,
  sign_extension: true,
  mutable_globals: true,
  multi_value: true,
} as const;

const tool = await wabt();

/** The text form of a module that wabt has validated. */
export function validText(bytes: Uint8Array): string {
  const module = tool.readWasm(bytes, { ...features, readDebugNames: true });
  try {
    // The published types leave out the argument, without which SIMD is refused.
    (module as unknown as { validate(on: object): void }).validate(features);
    return module.toText({ foldExprs: false, inlineExport: false });
  } finally {
    module.destroy();
  }
}
