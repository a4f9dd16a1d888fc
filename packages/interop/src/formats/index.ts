import type { FormatRecord } from "@spikeloom/kernel";
import { brian2Format } from "./brian2-format.ts";
import { csvFormat } from "./csv-format.ts";
import { kerasFormat } from "./keras-format.ts";
import { lavaFormat } from "./lava-format.ts";
import { lemsFormat } from "./lems-format.ts";
import { modelFormat } from "./model-format.ts";
import { nestFormat } from "./nest-format.ts";
import { networkFormat } from "./network-format.ts";
import { netxFormat } from "./netx-format.ts";
import { neuromlFormat } from "./neuroml-format.ts";
import { nirFormat } from "./nir-format.ts";
import { nixFormat } from "./nix-format.ts";
import { npzFormat } from "./npz-format.ts";
import { nwbFormat } from "./nwb-format.ts";
import { onnxFormat } from "./onnx-format.ts";
import { parquetFormat } from "./parquet-format.ts";
import { resultFormat } from "./result-format.ts";
import { safetensorsFormat } from "./safetensors-format.ts";
import { sonataFormat } from "./sonata-format.ts";

export { csvLine } from "../csv/csv-pieces.ts";
export { resultTables } from "../csv/result-tables.ts";
export { recogniseFormat } from "./recognise.ts";

/** The formats of this package; their readers and writers are loaded on first use. */
export const formats: readonly FormatRecord[] = [
  networkFormat,
  modelFormat,
  resultFormat,
  csvFormat,
  parquetFormat,
  neuromlFormat,
  nwbFormat,
  nirFormat,
  netxFormat,
  nixFormat,
  sonataFormat,
  lemsFormat,
  onnxFormat,
  kerasFormat,
  safetensorsFormat,
  npzFormat,
  brian2Format,
  nestFormat,
  lavaFormat,
];
