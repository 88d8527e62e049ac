// For browsers too old for the page: they see what to do instead.
document.getElementById("old").hidden = false;
document.getElementById("choices").hidden = true;
document.getElementById("form").hidden = true;
