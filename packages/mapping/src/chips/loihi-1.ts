import type { ChipRecord } from "./chip.ts";
import { loihiCommon, loihiLimits, loihiRouters } from "./loihi.ts";

const davies = "doi:10.1109/MM.2018.112130359";
const nengo = "https://github.com/nengo/nengo-loihi/blob/v1.1.0/nengo_loihi/validate.py";

/** Intel Loihi. */
export const loihi1: ChipRecord = {
  ...loihiCommon,
  name: "loihi-1",
  about: "Intel Loihi: 128 cores of up to 1,024 compartments, with synapse memory in each core.",
  cite: [davies],
  routers: {
    ...loihiRouters,
    cite: "https://github.com/SLAM-Lab/SANA-FE/blob/main/arch/loihi.yaml",
  },
  boards: [
    { name: "Kapoho Bay", chips: 2 },
    { name: "Nahuku", chips: 32 },
    { name: "Pohoiki Springs", chips: 768 },
  ],
  limits: [
    {
      resource: "neurons",
      value: 1024,
      about: "compartments per core",
      cite: davies,
      status: "public",
    },
    {
      resource: "populations",
      value: 32,
      about: "compartment configurations per core",
      cite: nengo,
      status: "public",
    },
    {
      resource: "synapse-bits",
      value: 16_384 * 64,
      about: "bits of synapse memory per core",
      cite: nengo,
      status: "public",
    },
    ...loihiLimits({ axons: nengo, delay: nengo, status: "public" }),
  ],
};
