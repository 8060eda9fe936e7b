import type { Check } from "../transport/exchange.ts";
import { returnedAsSent, unsentIsEmpty } from "./echo.ts";
import { bodyFits, bodyParses, headersFit, mediaTypeDocumented } from "./response.ts";
import { credentialKept, secretKept } from "./secrets.ts";
import { choiceKept, createdNow, foreign, idsUnique, leavesNothing } from "./state.ts";
import { accepted, noRoute, noServerError, refused, sameKind, statusDocumented, unauthorized } from "./status.ts";

/** All checks of an answer, in the order in which they are reported. */
export const checks: readonly Check[] = [
  { name: "valid-accepted", words: "A valid request is accepted.", judge: accepted },
  { name: "invalid-refused", words: "A request that breaks a rule is refused with 4xx.", judge: refused },
  { name: "credential-required", words: "Without the right credential the answer is 401 or 403.", judge: unauthorized },
  { name: "no-such-operation", words: "What the document does not describe is not there.", judge: noRoute },
  { name: "no-server-error", words: "No request makes the server fail.", judge: noServerError },
  { name: "status-documented", words: "The status is documented.", judge: statusDocumented },
  { name: "media-type", words: "The media type of the answer is documented.", judge: mediaTypeDocumented },
  { name: "body-parses", words: "The body of the answer is JSON.", judge: bodyParses },
  { name: "body-schema", words: "The body of the answer fits its schema.", judge: bodyFits },
  { name: "header-schema", words: "The headers of the answer fit their schemas.", judge: headersFit },
  { name: "secret-kept", words: "No secret value comes back.", judge: secretKept },
  { name: "credential-kept", words: "No credential comes back.", judge: credentialKept },
  { name: "returned-as-sent", words: "What was sent is what is returned.", judge: returnedAsSent },
  { name: "unsent-is-empty", words: "What was not sent is absent or empty.", judge: unsentIsEmpty },
  { name: "choice-kept", words: "What the server decides does not change to and fro.", judge: choiceKept },
  { name: "requests-apart", words: "Nothing of one request shows up in the answer to another.", judge: foreign(false) },
  {
    name: "refused-leaves-nothing",
    words: "Nothing of a refused request shows up in a later answer.",
    judge: leavesNothing,
  },
  { name: "ids-unique", words: "What is new in every answer is never repeated.", judge: idsUnique },
  { name: "created-now", words: "The time of creation is now.", judge: createdNow },
  { name: "same-kind-twice", words: "The same request gets the same kind of answer twice.", judge: sameKind },
];

/** What stands in the report when no answer came. */
export const answered: { name: string; words: string } = {
  name: "answered",
  words: "Every request is answered within the time limit.",
};
