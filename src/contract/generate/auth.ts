/** Test cases of missing and wrong credentials. */

import type { Operation, SecurityScheme } from "../../openapi/operation.ts";
import type { GenerationContext } from "./context.ts";
import { fullestBody, smallestBody } from "./request/body.ts";
import type { Difference } from "./request/builder.ts";
import { type CredentialFault, type CredentialPart, keyChanges, type Presented, partOf } from "./request/credential.ts";

type TitledParts = readonly [title: string, parts: readonly CredentialPart[]];

/** Requests without the right credential. They have a full body, which a server may look at first. */
export function authCases(context: GenerationContext): Difference[] {
  const { body } = context.operation;
  const smallest = body?.required ? smallestBody(context) : undefined;
  const wrong = wrongCredentials(context.operation);
  const missing = body ? wrong.filter(({ fault }) => fault === "missing") : [];
  const unauthorized = (presented: Presented, body: unknown): Difference => {
    const { title, pointer } = presented;
    return { expects: "unauthorized", title, pointer, body, presented };
  };
  return [
    ...missing.map((presented) => unauthorized(presented, smallest)),
    ...wrong.map((presented) => unauthorized(presented, fullestBody(context))),
  ];
}

/** Every way to present no credential or a wrong one; a place that another alternative documents is not wrong. */
export function wrongCredentials(operation: Operation): Presented[] {
  const documented = [...operation.security, ...operation.otherSecurity].map((scheme) => partOf(scheme));
  const isDocumented = (part: CredentialPart) => documented.some((other) => isSamePlace(other, part));
  const wrongPlaces = (places: readonly TitledParts[]) =>
    places
      .map(([title, parts]): TitledParts => [title, parts.filter((part) => !isDocumented(part))])
      .filter(([, parts]) => parts.length > 0);
  return operation.security.flatMap((scheme, index) => {
    const name = operation.security.length > 1 ? `${scheme.id}: ` : "";
    const rest = operation.security.filter((_, at) => at !== index).map((other) => partOf(other));
    const present = (fault: CredentialFault, title: string, parts: readonly CredentialPart[]): Presented => ({
      title: name + title,
      pointer: scheme.pointer,
      fault,
      parts: [...rest, ...parts],
    });
    return [
      present("missing", "a request without a credential", []),
      present("malformed", "an empty credential", [{ ...partOf(scheme), text: "" }]),
      ...keyChanges.map((change) => present("wrong key", `the key with ${change.title}`, [partOf(scheme, change)])),
      ...wrongPlaces(otherSchemes(scheme)).map(([title, parts]) => present("malformed", title, parts)),
      ...wrongPlaces(elsewhere(scheme)).map(([title, parts]) => present("misplaced", title, parts)),
    ];
  });
}

/** Whether a server looks for two credentials in one place. */
function isSamePlace(a: CredentialPart, b: CredentialPart): boolean {
  const isSameName = a.name.toLowerCase() === b.name.toLowerCase();
  return a.in === b.in && isSameName && a.prefix.toLowerCase() === b.prefix.toLowerCase();
}

/** Other schemes in the header of a scheme, and the scheme written wrongly. */
function otherSchemes(scheme: SecurityScheme): TitledParts[] {
  if (scheme.name !== "Authorization") return [];
  const { id, name } = scheme;
  const header = (prefix: string, text = "{key}", encoding: CredentialPart["encoding"] = "none"): CredentialPart[] => [
    { in: "header", name, scheme: id, prefix, text, encoding },
  ];
  const schemes: TitledParts[] = [
    ["an empty header", header("", "")],
    ["the key without a scheme", header("")],
    ["the scheme ApiKey", header("ApiKey ")],
    ["a scheme that ends in Bearer", header("XBearer ")],
    ["no space after the scheme", header("Bearer")],
  ];
  if (scheme.kind === "basic") return schemes;
  return [
    ...schemes,
    ["the scheme Basic with the key", header("Basic ")],
    ["the scheme Basic with the key as the user", header("Basic ", "{key}:", "base64")],
    ["the scheme Basic with the key as the password", header("Basic ", "user:{key}", "base64")],
  ];
}

/** The right key where the description does not say that it may be. */
function elsewhere(scheme: SecurityScheme): TitledParts[] {
  const names = [...new Set([scheme.name, "access_token", "api_key", "apikey", "apiKey", "key", "token"])];
  const part = { scheme: scheme.id, text: "{key}", encoding: "none", prefix: "" } as const;
  const query = names.map((name): CredentialPart => ({ ...part, in: "query", name }));
  const cookies = names.map(
    (name): CredentialPart => ({ ...part, in: "header", name: "Cookie", prefix: `${name}=`, encoding: "percent" }),
  );
  const headers: CredentialPart[] = [
    { ...part, in: "header", name: "X-API-Key" },
    { ...part, in: "header", name: "X-Auth-Token" },
    { ...part, in: "header", name: "Proxy-Authorization", prefix: "Bearer " },
  ];
  return [
    ...(scheme.kind === "query" ? [] : [["the key in the query", query] as const]),
    ...(scheme.kind === "cookie" ? [] : [["the key in a cookie", cookies] as const]),
    ["the key in other headers", headers],
  ];
}
