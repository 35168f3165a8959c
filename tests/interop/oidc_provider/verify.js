// Verifies one of our access tokens with the jose library of npm, by our published key set.
// Reads {token, jwks, issuer, audience} and prints the claims.

import { text } from 'node:stream/consumers';
import { calculateJwkThumbprint, createLocalJWKSet, jwtVerify } from 'jose';

const { token, jwks, issuer, audience } = JSON.parse(await text(process.stdin));
const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(jwks), {
  issuer,
  audience,
  typ: 'at+jwt',
  algorithms: ['ES256'],
  maxTokenAge: '15m',
  requiredClaims: ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'],
});
if ((await calculateJwkThumbprint(jwks.keys[0])) !== protectedHeader.kid) {
  throw new Error('the kid is not the thumbprint of the key');
}
console.log(JSON.stringify(payload));
