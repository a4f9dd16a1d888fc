export { openSource, sourceOfBytes, withSource } from "./bytes/open-source.ts";
export {
  DATA_OPTION,
  RECORD_DAMAGED,
  RECORD_READ,
  SET_MISSING,
  SET_SHAPE,
} from "./errors.ts";
export {
  EVENTS_CUT,
  EVENTS_DAMAGED,
  EVENTS_FORMAT,
  EVENTS_HEADER,
  EVENTS_PLACE,
  EVENTS_TIME,
} from "./events/errors.ts";
export type { EventReadOptions } from "./events/event-format.ts";
export {
  type EventStream,
  type SensorSize,
  sliceEvents,
  sortEvents,
  takeEvents,
} from "./events/event-stream.ts";
export {
  type EventFile,
  type EventFileInfo,
  type EventRecording,
  openEvents,
  readEventFile,
  readEvents,
} from "./events/read-events.ts";
export { encodeEvents } from "./events/write/encode-events.ts";
export { type Frames, readFrames } from "./images/image-folder.ts";
export {
  type GreyConversion,
  greyConversions,
  isPng,
  type Picture,
  type PictureOptions,
  readPng,
} from "./images/png.ts";
export { type BatchOptions, batches } from "./sets/batches.ts";
export {
  type ClassFiles,
  type ClassFolders,
  openClassFolders,
} from "./sets/class-folders.ts";
export { digits } from "./sets/digits.ts";
export { type IdxArray, type IdxValues, readIdx } from "./sets/idx.ts";
export { type ImageSet, imageValues, type LabelledImages, takeImages } from "./sets/images.ts";
export { type KnownFile, type KnownSet, knownSets } from "./sets/known-sets.ts";
export { imageSetNames, type OpenSetOptions, openSet } from "./sets/open-set.ts";
export { openSpikeSet, type SpikeSample, type SpikeSet } from "./sets/spike-set.ts";
export { type SplitOptions, splitSamples } from "./sets/split.ts";
export { readEdf } from "./signals/edf.ts";
export type { Annotation, Channel, Recording } from "./signals/recording.ts";
export { readWav } from "./signals/wav.ts";
export { readWfdb, type WfdbOptions } from "./signals/wfdb/read-wfdb.ts";
export { type CsvOptions, type CsvTable, readCsv } from "./tables/csv.ts";
export { readNumpy } from "./tables/numpy.ts";
export {
  type AugmentSeed,
  addNoise,
  dropArea,
  dropEvents,
  dropTime,
  jitterPlace,
  jitterTime,
} from "./transforms/augment.ts";
export { type Area, cropEvents, cropTime } from "./transforms/crop.ts";
export { denoise, dropHotPixels, refractory } from "./transforms/denoise.ts";
export { flipPolarity, flipTime, flipX, flipY } from "./transforms/flip.ts";
export {
  type EventFrames,
  type FrameOptions,
  toFrames,
  toTimeSurface,
  toVoxelGrid,
} from "./transforms/frames.ts";
export { downsample, skewTime } from "./transforms/scale.ts";
