// Verifies a webhook as a partner's program in JavaScript would: {secret, headers, body} on stdin.
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

const { secret, headers, body } = JSON.parse(await text(process.stdin));
try {
  const event = new Webhook(secret).verify(body, headers);
  console.log(event.id);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
