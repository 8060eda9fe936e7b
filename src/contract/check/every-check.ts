/** Every check, one a line. */

export { idRepeated } from "./data-loss/id-repeated.ts";
export { refusedButStored } from "./data-loss/refused-but-stored.ts";
export { timeWrong } from "./data-loss/time-wrong.ts";
export { valueChanged } from "./data-loss/value-changed.ts";
export { valueInvented } from "./data-loss/value-invented.ts";
export { valueUnstable } from "./data-loss/value-unstable.ts";
export { credentialNotChecked } from "./security/credential-not-checked.ts";
export { credentialReturned } from "./security/credential-returned.ts";
export { requestsMixed } from "./security/requests-mixed.ts";
export { secretReturned } from "./security/secret-returned.ts";
export { serverValueOverridden } from "./security/server-value-overridden.ts";
export { bodyInvalid } from "./shape/body-invalid.ts";
export { bodyNotJson } from "./shape/body-not-json.ts";
export { headerInvalid } from "./shape/header-invalid.ts";
export { mediaTypeUndocumented } from "./shape/media-type-undocumented.ts";
export { statusUndocumented } from "./shape/status-undocumented.ts";
export { invalidAccepted } from "./wrongly-accepted/invalid-accepted.ts";
export { referenceNotChecked } from "./wrongly-accepted/reference-not-checked.ts";
export { undocumentedOperation } from "./wrongly-accepted/undocumented-operation.ts";
export { credentialRefused } from "./wrongly-refused/credential-refused.ts";
export { noResponse } from "./wrongly-refused/no-response.ts";
export { responseUnstable } from "./wrongly-refused/response-unstable.ts";
export { serverError } from "./wrongly-refused/server-error.ts";
export { validRefused } from "./wrongly-refused/valid-refused.ts";
