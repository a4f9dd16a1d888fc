import {
  type BackendBatch,
  type BackendRecord,
  type BatchRequest,
  faultOfPlugin,
  isRecord,
  PLUGIN_RETURN,
  printReturn,
} from "@spikeloom/kernel";

/** A backend for the copies of a batch, which share its resources. */
export interface SharedBackend {
  /** Backend for the run of each copy. */
  readonly backend: BackendRecord;
  /** Number of runs that can take place at the same time. */
  readonly atOnce: number;
  /** Release everything; call it once all runs have ended. */
  close(): Promise<void>;
}

/** Prepare a backend for a batch; one without batches runs the copies in turn. */
export async function openBatch(
  backend: BackendRecord,
  request: BatchRequest,
): Promise<SharedBackend> {
  if (backend.prepareBatch === undefined || request.copies === 1) {
    return { backend, atOnce: 1, close: async () => undefined };
  }
  const place = `backend "${backend.name}"`;
  const refuse = (what: string, expected: string, value: unknown): never => {
    throw PLUGIN_RETURN({ plugin: backend, place, what, expected, got: printReturn(value) });
  };
  let batch: BackendBatch;
  try {
    batch = await backend.prepareBatch(request);
  } catch (fault) {
    throw faultOfPlugin(backend, place, fault);
  }
  if (!isRecord(batch)) refuse("a batch", "a record", batch);
  if (typeof batch.prepare !== "function")
    refuse('"prepare" of a batch', "a function", batch.prepare);
  if (typeof batch.close !== "function") refuse('"close" of a batch', "a function", batch.close);
  const { atOnce } = batch;
  if (!Number.isInteger(atOnce) || atOnce < 1)
    refuse('"atOnce"', "a whole number from 1 on", atOnce);
  return {
    backend: { ...backend, prepare: (program, job) => batch.prepare(program, job) },
    atOnce,
    close: async () => await batch.close(),
  };
}
