// For browsers too old for the page: they see what to do instead.
document.getElementById("old").hidden = false;
["welcome", "choices", "form", "forget"].forEach(function (id) {
  document.getElementById(id).hidden = true;
});
