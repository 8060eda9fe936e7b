import type { components } from "../generated/openapi.ts";

type Schemas = components["schemas"];
type AllowUndefined<T> = { [Key in keyof T]: T[Key] | (undefined extends T[Key] ? undefined : never) };

/** A durable session of an agent, as the API returns it. */
export type Session = Schemas["Session"];

/** What a new session may be given; every field is optional, and one that is `undefined` is not sent. */
export type CreateSessionParams = AllowUndefined<Schemas["CreateSessionRequest"]>;
