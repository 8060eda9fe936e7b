export { createDariClient, type DariClient } from "./client.ts";
export { DariApiError, DariConnectionError, DariContractError, DariError, DariInputError } from "./errors.ts";
export type { DariClientOptions } from "./options.ts";
export type { CreateSessionParams, Session } from "./types.ts";
