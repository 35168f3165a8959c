/**
 * The first referral, with the types that openapi-typescript generates from the contract.
 *
 * The police registers a person, records the consent and asks a shelter for help; the shelter
 * accepts. The systems, keys and organisations are those of the demo (`make run`); every person is
 * invented. Compiled, it runs as
 *
 *     node first_referral.js http://127.0.0.1:8000 var/keys
 */
import assert from "node:assert/strict";
import { createHash, createPrivateKey, createPublicKey, randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./build/referral-api.js";

type Service = Client<paths>;
type Problem = components["schemas"]["Problem"] | components["schemas"]["TokenProblem"];

/** A registered system, its private key, and the agent of its organisation who uses it. */
interface PartnerSystem {
  clientId: string;
  keyFile: string;
  agentId: string;
}

const POLICE: PartnerSystem = {
  clientId: "df05c4e2-e621-5c50-a213-01d11fd724b1",
  keyFile: "demo-client-brtmteh.pem",
  agentId: "02a98884-806c-5711-90e5-e177a56729f7",
};
const SHELTER: PartnerSystem = {
  clientId: "4159d7be-33d8-5c5d-af9e-268c83e3cb8b",
  keyFile: "demo-client-centre-bamako.pem",
  agentId: "aaeb5f92-e413-5140-99b7-b7ff11ec8d04",
};
const SHELTER_ID = "09b3fe81-716a-5313-a1d3-7d7d2c49c657";

/** Return what the service answered, or stop with the problem. */
function succeeded<T>(answer: { data?: T; error?: Problem; response: Response }): T {
  if (answer.data === undefined) {
    throw new Error(`${answer.response.status}: ${JSON.stringify(answer.error)}`);
  }
  return answer.data;
}

/** Return the version of a resource, to be sent back with the next change to it. */
function etag(answer: { response: Response }): string {
  const version = answer.response.headers.get("ETag");
  assert(version !== null, "The response has no ETag.");
  return version;
}

/** Sign an assertion: a JWT with ES256, whose key is named by its thumbprint (RFC 7638). */
function signAssertion(by: PartnerSystem, pem: string, issuer: string, subject: string): string {
  const { crv, kty, x, y } = createPublicKey(pem).export({ format: "jwk" });
  const kid = createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: by.clientId, sub: subject, aud: issuer, jti: randomUUID(), iat: now, exp: now + 50,
  };
  const signed = [{ alg: "ES256", kid }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const key = createPrivateKey(pem);
  const signature = sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}

/** Get a token for the agent with two assertions: one names the system, one the agent. */
async function logIn(baseUrl: string, keys: string, system: PartnerSystem): Promise<Service> {
  const service = createClient<paths>({ baseUrl });
  const pem = readFileSync(join(keys, system.keyFile), "utf8");
  const { issuer } = succeeded(await service.GET("/.well-known/oauth-authorization-server"));
  assert(typeof issuer === "string");
  const token = succeeded(await service.POST("/oauth2/token", {
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: signAssertion(system, pem, issuer, system.clientId),
      assertion: signAssertion(system, pem, issuer, system.agentId),
    },
  }));
  return createClient<paths>({
    baseUrl, headers: { Authorization: `Bearer ${token.access_token}` },
  });
}

/** Register a case, record the person's consent, write a referral and send it. */
async function refer(police: Service): Promise<string> {
  const person = succeeded(await police.POST("/v1/cases", {
    params: { header: { "Idempotency-Key": randomUUID() } },
    body: { sex: "female", age_band: "18_24", region: "BAMAKO" },
  }));
  const consent = succeeded(await police.POST("/v1/consents", {
    params: { header: { "Idempotency-Key": randomUUID() } },
    body: {
      case_id: person.id, given_by: "self", method: "written", language: "bam",
      purposes: ["care", "referral_sharing"], recipients: [SHELTER_ID], sections: ["protection"],
    },
  }));
  const created = await police.POST("/v1/referrals", {
    params: { header: { "Idempotency-Key": randomUUID() } },
    body: {
      case_id: person.id, receiver_id: SHELTER_ID, service_type: "shelter", priority: "urgent",
      bed_asked: true, consent_id: consent.id, shared_sections: ["protection"],
    },
  });
  const sent = succeeded(await police.POST("/v1/referrals/{referral_id}/send", {
    params: {
      path: { referral_id: succeeded(created).id }, header: { "If-Match": etag(created) },
    },
  }));
  assert.equal(sent.status, "requested");
  return sent.id;
}

/** Read the sheet, accept the version that was read, and read the referral again. */
async function accept(shelter: Service, referralId: string): Promise<void> {
  const path = { referral_id: referralId };
  const seen = await shelter.GET("/v1/referrals/{referral_id}", { params: { path } });
  assert.equal(succeeded(seen).sheet?.age_band, "18_24");
  succeeded(await shelter.POST("/v1/referrals/{referral_id}/accept", {
    params: { path, header: { "If-Match": etag(seen) } },
    body: {},
  }));
  const accepted = await shelter.GET("/v1/referrals/{referral_id}", { params: { path } });
  assert.equal(succeeded(accepted).status, "accepted");
}

const [, , service, keys] = process.argv;
assert(service !== undefined && keys !== undefined, "Name the service and the folder of the keys.");
const referralId = await refer(await logIn(service, keys, POLICE));
await accept(await logIn(service, keys, SHELTER), referralId);
console.log("TypeScript: the referral is accepted.");
