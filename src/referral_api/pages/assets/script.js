// Comfort only: everything works without it, and nothing is ever stored.
"use strict";
// A page that comes back from the browser's memory is asked for again.
window.addEventListener("pageshow", function (event) { if (event.persisted) { location.reload(); } });
// A second press sends nothing. The key of the form is the protection, not this.
document.addEventListener("submit", function (event) {
  var form = event.target;
  if (form.getAttribute("data-sent")) { event.preventDefault(); return; }
  form.setAttribute("data-sent", "yes");
});
var wrong = document.getElementById("wrong");
if (wrong) { wrong.focus(); }
