export { createDariClient, type DariClient, type Sessions } from "./client/client.ts";
export {
  type AnyDariError,
  DariApiError,
  DariConnectionError,
  DariContractError,
  DariError,
  DariInputError,
  DariTimeoutError,
  type DocumentedApiError,
  type DocumentedErrorStatus,
  type Issue,
  isDariError,
} from "./client/errors.ts";
export type { CallHeaders } from "./client/headers.ts";
export type { CallOptions, DariClientOptions } from "./client/options.ts";
export type { Outcome } from "./client/outcome.ts";
export type { CreateSessionParams, RawClient, Session } from "./client/types.ts";
