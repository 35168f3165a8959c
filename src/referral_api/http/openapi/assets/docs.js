// Shows the contract of the page's language. Swagger UI itself speaks English only: on the French
// page its few labels are replaced as they appear.
"use strict";

const FRENCH = {
  "Authorize": "S'authentifier",
  "Available authorizations": "Authentification",
  "Cancel": "Annuler",
  "Clear": "Effacer",
  "Close": "Fermer",
  "Controls ": "Détermine l'en-tête ",
  "Default value": "Valeur par défaut",
  "Details": "Détails",
  "Download": "Télécharger",
  "Edit Value": "Modifier la valeur",
  "Example Value": "Exemple",
  "Execute": "Exécuter",
  "Filter by tag": "Filtrer par groupe",
  "Links": "Liens",
  "Loading": "Chargement",
  "Logout": "Se déconnecter",
  "Media type": "Type de contenu",
  "Name": "Nom",
  "No links": "Aucun lien",
  "No parameters": "Aucun paramètre",
  "Parameters": "Paramètres",
  "Request URL": "Adresse de la requête",
  "Request body": "Corps de la requête",
  "Request duration": "Durée de la requête",
  "Reset": "Rétablir",
  "Response body": "Corps de la réponse",
  "Response headers": "En-têtes de la réponse",
  "Responses": "Réponses",
  "Schema": "Schéma",
  "Schemas": "Schémas",
  "Send empty value": "Envoyer une valeur vide",
  "Server response": "Réponse du serveur",
  "Servers": "Serveurs",
  "Try it out": "Essayer",
  "required": "obligatoire",
};

function translateLabels(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const word = FRENCH[node.nodeValue.trim()];
    // What stands in the contract is in French already; codes and examples stay as they are.
    if (word && node.nodeValue !== word && !node.parentElement.closest("pre, .renderedMarkdown")) {
      node.nodeValue = word;
    }
  }
}

const language = document.documentElement.lang;
const page = document.getElementById("swagger-ui");
if (language === "fr") {
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) translateLabels(node);
  }).observe(page, { childList: true, subtree: true });
}

SwaggerUIBundle({
  url: document.body.dataset.contract,
  domNode: page,
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  requestInterceptor: (request) => {
    request.headers["Accept-Language"] = language;
    return request;
  },
});
