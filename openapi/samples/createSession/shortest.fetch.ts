const response = await fetch("https://api.dari.dev/v1/agents/agt_123/sessions", {
  method: "POST",
  headers: { Authorization: `Bearer ${process.env["DARI_API_KEY"]}` },
});
const session = (await response.json()) as { id: string };

console.log(session.id);
