import type { Client } from "openapi-fetch";
import type { components, paths } from "../../generated/openapi.ts";

type Schemas = components["schemas"];

/** A durable session of an agent, as the API returns it. */
export interface Session extends Readonly<Schemas["Session"]> {}

/** The request body of a create; every property is optional. */
export interface CreateSessionParams extends Readonly<Schemas["CreateSessionRequest"]> {}

/** Replaces `string & {}`, an open set of strings, by `string`: openapi-fetch would take it for an object. */
type PlainStrings<Type> = Type extends string
  ? string extends Type
    ? string
    : Type
  : Type extends object
    ? { [Key in keyof Type]: PlainStrings<Type[Key]> }
    : Type;

/** The openapi-fetch client of the description: an interface, so that declarations of applications can name it. */
export interface RawClient extends Client<PlainStrings<paths>> {}
