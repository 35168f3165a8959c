// Asks the browser for a passkey and sends its answer by the form; nothing is kept.
"use strict";
(function () {
  var form = document.getElementById("passkey");
  var field = document.getElementById("answer");
  var button = document.getElementById("ask");
  if (!form || !window.PublicKeyCredential || !navigator.credentials) { return; }
  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    var made = new Uint8Array(plain.length);
    for (var at = 0; at < plain.length; at += 1) { made[at] = plain.charCodeAt(at); }
    return made;
  }
  function text(buffer) {
    var plain = "", from = new Uint8Array(buffer);
    for (var at = 0; at < from.length; at += 1) { plain += String.fromCharCode(from[at]); }
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function listed(keys) {
    return (keys || []).map(function (key) { return { type: key.type, id: bytes(key.id) }; });
  }
  function send(made) {
    var said = made.response, answer = { clientDataJSON: text(said.clientDataJSON) };
    if (said.attestationObject) {
      answer.attestationObject = text(said.attestationObject);
    } else {
      answer.authenticatorData = text(said.authenticatorData);
      answer.signature = text(said.signature);
      if (said.userHandle) { answer.userHandle = text(said.userHandle); }
    }
    field.value = JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type,
      response: answer, clientExtensionResults: {} });
    form.removeAttribute("data-sent");
    form.submit();
  }
  var asked = JSON.parse(form.getAttribute("data-asked")).publicKey;
  asked.challenge = bytes(asked.challenge);
  if (asked.user) { asked.user.id = bytes(asked.user.id); }
  if (asked.excludeCredentials) { asked.excludeCredentials = listed(asked.excludeCredentials); }
  if (asked.allowCredentials) { asked.allowCredentials = listed(asked.allowCredentials); }
  document.getElementById("offer").hidden = false;
  button.addEventListener("click", function () {
    var begun = asked.user ? navigator.credentials.create({ publicKey: asked })
      : navigator.credentials.get({ publicKey: asked });
    begun.then(send, function () { document.getElementById("failed").hidden = false; });
  });
}());
