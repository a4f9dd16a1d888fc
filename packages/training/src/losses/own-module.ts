/** Module of an origin that every thread has loaded. */
export const ownModule = "spikeloom:training";
