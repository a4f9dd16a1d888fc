export { openSource, sourceOfBytes } from "./bytes/open-source.ts";
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
export { type BatchOptions, batches } from "./sets/batches.ts";
export { digits } from "./sets/digits.ts";
export { type IdxArray, type IdxValues, readIdx } from "./sets/idx.ts";
export { type ImageSet, type LabelledImages, takeImages } from "./sets/images.ts";
export { type OpenSetOptions, openSet } from "./sets/open-set.ts";
export { type SplitOptions, splitSamples } from "./sets/split.ts";
export { readEdf } from "./signals/edf.ts";
export type { Annotation, Channel, Recording } from "./signals/recording.ts";
export { readWav } from "./signals/wav.ts";
export { readWfdb, type WfdbOptions } from "./signals/wfdb/read-wfdb.ts";
