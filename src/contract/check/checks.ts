/** The function of each check. */
import type { CheckName } from "./codes.ts";
import { valueChanged, valueInvented } from "./echo.ts";
import type { Check } from "./finding.ts";
import { bodyInvalid, bodyNotJson, headerInvalid, mediaTypeUndocumented } from "./response.ts";
import { credentialReturned, secretReturned } from "./secrets.ts";
import { idRepeated, refusedButStored, requestsMixed, timeWrong, valueUnstable } from "./state.ts";
import {
  credentialNotChecked,
  invalidAccepted,
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
  "value-changed": valueChanged,
  "value-invented": valueInvented,
  "value-unstable": valueUnstable,
  "refused-but-stored": refusedButStored,
  "id-repeated": idRepeated,
  "time-wrong": timeWrong,
  "invalid-accepted": invalidAccepted,
  "undocumented-operation": undocumentedOperation,
  "valid-refused": validRefused,
  "server-error": serverError,
  "response-unstable": responseUnstable,
  "status-undocumented": statusUndocumented,
  "media-type-undocumented": mediaTypeUndocumented,
  "body-not-json": bodyNotJson,
  "body-invalid": bodyInvalid,
  "header-invalid": headerInvalid,
};
