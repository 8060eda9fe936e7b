export { createDariClient, type DariClient, type Sessions } from "./client.ts";
export {
  type AnyDariError,
  DariApiError,
  DariConnectionError,
  DariContractError,
  DariError,
  DariInputError,
  DariTimeoutError,
  type Issue,
  isDariError,
} from "./errors.ts";
export type { DariEvent } from "./events.ts";
export type { CallOptions, DariClientOptions } from "./options.ts";
export type { RawClient } from "./raw.ts";
export type { Outcome } from "./retry.ts";
export type { CreatedSession, CreateSessionParams, Session } from "./types.ts";
