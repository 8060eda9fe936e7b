/** The list of checks: the stable code of each, and what `--explain` and the documentation say of it. */

/** How bad a finding is, the worst first. */
export const severities = ["security", "data loss", "wrongly accepted", "wrongly refused", "shape"] as const;

export type Severity = (typeof severities)[number];

export type CheckName =
  | "secret-returned"
  | "credential-returned"
  | "credential-not-checked"
  | "requests-mixed"
  | "server-value-overridden"
  | "value-changed"
  | "value-invented"
  | "value-unstable"
  | "refused-but-stored"
  | "id-repeated"
  | "time-wrong"
  | "invalid-accepted"
  | "undocumented-operation"
  | "reference-not-checked"
  | "valid-refused"
  | "server-error"
  | "no-response"
  | "response-unstable"
  | "credential-refused"
  | "status-undocumented"
  | "media-type-undocumented"
  | "body-not-json"
  | "body-invalid"
  | "header-invalid";

/** What is known of a check without running it. */
export interface CheckDescription {
  /** Never changes and is never used again. */
  readonly code: string;
  readonly name: CheckName;
  readonly severity: Severity;
  /** What a finding of this check means. */
  readonly meaning: string;
  /** Why it matters. */
  readonly reason: string;
  /** What to do about it. */
  readonly fix: string;
}

const descriptions: Readonly<Record<CheckName, Omit<CheckDescription, "name">>> = {
  "secret-returned": {
    code: "DS101",
    severity: "security",
    meaning: "A response contains a secret value of a request, a part or an encoding of it, or a `writeOnly` property.",
    reason: "Responses are logged, cached and shown. A secret in them is read by people who must not have it.",
    fix: "Build responses from a list of properties to return. Keep request bodies out of error messages.",
  },
  "credential-returned": {
    code: "DS102",
    severity: "security",
    meaning: "A response contains the API key, or another credential that the request carried.",
    reason: "Whoever reads the response, in a log for example, can act as the caller.",
    fix: "Return no request header. Check what error pages and debug modes print.",
  },
  "credential-not-checked": {
    code: "DS103",
    severity: "security",
    meaning: "A request without a credential, or with a wrong one, got another status code than 401 or 403.",
    reason:
      "A wrong credential that is accepted lets strangers in. Another refusal hides from callers what to correct.",
    fix: "Check the credential before anything else, compare all of it, and read it from the documented place alone.",
  },
  "requests-mixed": {
    code: "DS104",
    severity: "security",
    meaning: "A response contains a value that only another request carried.",
    reason: "Data of one caller is shown to another.",
    fix: "Look for state that requests share: module variables, caches without a complete key, default objects that are changed.",
  },
  "server-value-overridden": {
    code: "DS105",
    severity: "security",
    meaning: "A success returns a value that the request sent for a property that only the server sets.",
    reason: "A caller can set what it must not: an id, a status, a version (mass assignment).",
    fix: "Build what is stored from a list of the documented request properties.",
  },
  "value-changed": {
    code: "DS111",
    severity: "data loss",
    meaning: "A success returns another value than the request sent for a property that is documented to return it.",
    reason: "The caller's data is lost or changed without an error.",
    fix: "Keep values as they are: do not trim, normalize, convert, cut or drop them. Refuse what can't be kept.",
  },
  "value-invented": {
    code: "DS112",
    severity: "data loss",
    meaning: "A success returns a value for a property for which the request sent nothing.",
    reason: "The caller finds data that it never wrote, often data of an earlier request.",
    fix: "Return the documented empty value, or leave the property out.",
  },
  "value-unstable": {
    code: "DS113",
    severity: "data loss",
    meaning: "A value that the server chooses changed more than once, or changed and changed back.",
    reason: "A value that depends on which process responds can't be relied on.",
    fix: "Read the value from one place, and make all processes of the server agree on it.",
  },
  "refused-but-stored": {
    code: "DS114",
    severity: "data loss",
    meaning:
      "A value of a refused request turned up in a later response, or the refusal itself shows what was created.",
    reason: "The caller was told that nothing happened, tries again, and the data exists twice.",
    fix: "Validate the whole request before anything is stored, or store it in one transaction.",
  },
  "id-repeated": {
    code: "DS115",
    severity: "data loss",
    meaning: "Two requests got the same value of a property that is documented as unique (`x-generated: unique`).",
    reason: "Two things with one id can't be told apart, and one overwrites the other.",
    fix: "Make ids with a cryptographic random generator or by the database. Respond to no create from a cache.",
  },
  "time-wrong": {
    code: "DS116",
    severity: "data loss",
    meaning:
      "A time that is documented as the moment of the request (`x-generated: now`) is another one, or never moves.",
    reason: "Order, expiry and billing depend on such times.",
    fix: "Take the time when the request arrives, in UTC, and keep the server's clock synchronised.",
  },
  "invalid-accepted": {
    code: "DS121",
    severity: "wrongly accepted",
    meaning: "An invalid request was not refused: the status code is below 400.",
    reason: "A caller's mistake goes unnoticed, and data that violates the description is stored.",
    fix: "Validate the request against the constraint that the finding names, and refuse it with 4xx.",
  },
  "undocumented-operation": {
    code: "DS122",
    severity: "wrongly accepted",
    meaning: "A path or a method that the description doesn't have responds like an operation of it.",
    reason: "An operation that nobody documented is one that nobody tests, secures or versions.",
    fix: "Route the documented paths and methods alone. Respond 404 or 405 to all others.",
  },
  "reference-not-checked": {
    code: "DS123",
    severity: "wrongly accepted",
    meaning:
      "A path parameter that must name something that exists (`x-reference`) named nothing, and the status code was neither 404 nor 403.",
    reason: "Data is stored for something that doesn't exist, or the caller is told another reason than the true one.",
    fix: "Look up what the parameter names before anything else is done. Respond 404, or 403 to give nothing away.",
  },
  "valid-refused": {
    code: "DS131",
    severity: "wrongly refused",
    meaning: "A valid request was refused: the status code is neither 2xx nor 5xx.",
    reason: "A client that follows the description doesn't work.",
    fix: "Accept what the description allows, or add the missing constraint to the description.",
  },
  "server-error": {
    code: "DS132",
    severity: "wrongly refused",
    meaning: "The server responded with 5xx.",
    reason: "An unhandled error can be triggered from outside. The caller can't know what happened.",
    fix: "Find the exception in the server's log. Refuse invalid input with 4xx before it is used.",
  },
  "no-response": {
    code: "DS133",
    severity: "wrongly refused",
    meaning: "No complete response arrived within the timeout.",
    reason: "The caller waits, and can't know whether anything was created.",
    fix: "Look for a crash, an endless loop or a promise that is never settled. A slow server may need `--timeout`.",
  },
  "response-unstable": {
    code: "DS134",
    severity: "wrongly refused",
    meaning: "The same request, sent twice, got status codes of two classes, such as 201 and 400.",
    reason: "A caller can't predict whether a request works.",
    fix: "Look for state that the first request left behind, and for processes that differ in version.",
  },
  "credential-refused": {
    code: "DS135",
    severity: "wrongly refused",
    meaning: "A request with the right credential got 401 or 407.",
    reason: "401 says that the credential is missing or wrong. A client asks for a new one, which changes nothing.",
    fix: "Refuse an invalid request with 400 or 422, and an unknown path with 404.",
  },
  "status-undocumented": {
    code: "DS141",
    severity: "shape",
    meaning: "The status code is not documented for this operation.",
    reason: "Generated clients have no type for the response.",
    fix: "Respond with a documented status code, or document this one.",
  },
  "media-type-undocumented": {
    code: "DS142",
    severity: "shape",
    meaning: "The `Content-Type` of the response is not documented for its status code.",
    reason: "Clients choose by it how to read the body.",
    fix: "Send the documented media type, for errors of the framework and of a proxy too.",
  },
  "body-not-json": {
    code: "DS143",
    severity: "shape",
    meaning: "The response is announced as JSON, but the body is not JSON, or an object in it has a name twice.",
    reason: "Clients throw a parse error instead of showing the response, or differ in which value they take.",
    fix: "Serialise every body of this media type with a JSON library, in UTF-8.",
  },
  "body-invalid": {
    code: "DS144",
    severity: "shape",
    meaning: "The body of the response violates its documented schema.",
    reason: "Typed clients read properties that are missing or have another type.",
    fix: "Return what the schema says, or correct the schema.",
  },
  "header-invalid": {
    code: "DS145",
    severity: "shape",
    meaning: "A documented response header is missing or violates its schema.",
    reason: "Clients rely on it, for example to know how long to wait.",
    fix: "Send the header as documented.",
  },
};

/** Every check, the most severe first: findings are reported in this order. */
export const checkDescriptions: readonly CheckDescription[] = (Object.keys(descriptions) as CheckName[]).map(
  describeCheck,
);

const order = new Map(checkDescriptions.map(({ name }, index) => [name, index]));

/** The description of a check. */
export function describeCheck(name: CheckName): CheckDescription {
  return { name, ...descriptions[name] };
}

/** Sorts findings: the most severe first. */
export function bySeverity(a: { readonly check: CheckName }, b: { readonly check: CheckName }): number {
  return (order.get(a.check) ?? 0) - (order.get(b.check) ?? 0);
}
