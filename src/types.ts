import type { components } from "../generated/openapi.ts";

type Schemas = components["schemas"];
/** Fields that may be left out may be `undefined`. */
export type AllowUndefined<T> = { [Key in keyof T]: T[Key] | (undefined extends T[Key] ? undefined : never) };

/** A durable session of an agent, as the API returns it. */
export type Session = Schemas["Session"];

/** What a new session may be given; every field is optional, and one that is `undefined` is not sent. */
export type CreateSessionParams = AllowUndefined<Schemas["CreateSessionRequest"]>;

/** A session with what HTTP said of it. */
export interface CreatedSession {
  readonly session: Session;
  /** The HTTP response; its body has been read. */
  readonly response: Response;
  /** How many times the request was sent. */
  readonly attempts: number;
}
