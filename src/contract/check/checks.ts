/** The function of each check. */
import type { CheckName } from "./codes.ts";
import { valueChanged, valueInvented } from "./echo.ts";
import type { Check } from "./finding.ts";
import { bodyInvalid, bodyNotJson, headerInvalid, mediaTypeUndocumented } from "./response.ts";
import { credentialReturned, secretReturned } from "./secrets.ts";
import { idRepeated, serverValueOverridden, timeWrong, valueUnstable } from "./server-values.ts";
import { refusedButStored, requestsMixed } from "./state.ts";
import {
  credentialNotChecked,
  credentialRefused,
  invalidAccepted,
  referenceNotChecked,
  responseUnstable,
  serverError,
  statusUndocumented,
  undocumentedOperation,
  validRefused,
} from "./status.ts";

/** The checks of a response; `no-response` is found without one. */
export const checks: Readonly<Record<Exclude<CheckName, "no-response">, Check>> = {
  "secret-returned": secretReturned,
  "credential-returned": credentialReturned,
  "credential-not-checked": credentialNotChecked,
  "requests-mixed": requestsMixed,
  "server-value-overridden": serverValueOverridden,
  "value-changed": valueChanged,
  "value-invented": valueInvented,
  "value-unstable": valueUnstable,
  "refused-but-stored": refusedButStored,
  "id-repeated": idRepeated,
  "time-wrong": timeWrong,
  "invalid-accepted": invalidAccepted,
  "undocumented-operation": undocumentedOperation,
  "reference-not-checked": referenceNotChecked,
  "valid-refused": validRefused,
  "server-error": serverError,
  "response-unstable": responseUnstable,
  "credential-refused": credentialRefused,
  "status-undocumented": statusUndocumented,
  "media-type-undocumented": mediaTypeUndocumented,
  "body-not-json": bodyNotJson,
  "body-invalid": bodyInvalid,
  "header-invalid": headerInvalid,
};
