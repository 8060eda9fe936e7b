try {
  const response = await fetch("https://api.dari.dev/v1/agents/agt_123/sessions", {
    method: "POST",
    headers: { Authorization: `Bearer ${process.env["DARI_API_KEY"]}` },
    signal: AbortSignal.timeout(60_000),
    redirect: "error",
  });
  const body = await response.text(); // an error of a gateway need not be JSON
  const isJson = response.headers.get("Content-Type")?.includes("json");
  // A gateway may send a page, or one of these statuses, although the API has created the session.
  const isFromGateway = !isJson || [408, 460, 499].includes(response.status);
  const refused = response.status >= 400 && response.status < 500 && !isFromGateway;
  if (response.ok) console.log((JSON.parse(body) as { id: string }).id);
  else if (refused) console.error(`No session was created (${response.status}): ${body}`);
  else console.error(`The session may exist (${response.status}): look for it before you try again.`);
  if (!response.ok) process.exitCode = 1;
} catch (cause) {
  console.error("The session may exist: look for it before you try again.", cause);
  process.exitCode = 1;
}
