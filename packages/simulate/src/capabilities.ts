import {
  type BackendRecord,
  capabilities,
  isCapability,
  MISSING_CAPABILITY,
  type NetworkRecord,
  requirements,
  type SpikeLoomError,
  type Stack,
} from "@spikeloom/kernel";
import { findModel } from "@spikeloom/network";

type AnyModel = Parameters<typeof requirements>[0];

/** List what a network requires that a backend does not provide; empty if it can run it. */
export function missingCapabilities(
  network: NetworkRecord,
  backend: BackendRecord,
  stack: Stack,
): readonly SpikeLoomError[] {
  const provided = new Set(backend.provides);
  return modelsOf(network, stack).flatMap(([place, model]) =>
    requirements(model)
      .filter((name) => !provided.has(name))
      .map((name) =>
        MISSING_CAPABILITY({
          place,
          backend: backend.name,
          capability: name,
          meaning: isCapability(name) ? capabilities[name] : name,
        }),
      ),
  );
}

/** The models that a network uses, each with the place that names it. */
function modelsOf(network: NetworkRecord, stack: Stack): readonly (readonly [string, AnyModel])[] {
  const models: (readonly [string, AnyModel])[] = [];
  for (const [name, { model }] of Object.entries(network.populations)) {
    const place = `populations.${name}.model`;
    models.push([place, findModel("neuron", model, { network, stack, place }).model]);
  }
  for (const [k, { synapse, plasticity }] of (network.projections ?? []).entries()) {
    if (synapse !== undefined) {
      const place = `projections[${k}].synapse`;
      models.push([place, findModel("synapse", synapse, { network, stack, place }).model]);
    }
    if (plasticity !== undefined) {
      const place = `projections[${k}].plasticity`;
      models.push([place, findModel("plasticity", plasticity, { network, stack, place }).model]);
    }
  }
  return models;
}
