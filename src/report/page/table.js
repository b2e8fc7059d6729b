// A click on a column's head sorts its table: first upwards, then downwards. Without this script the tables stand as written.
(function () {
  "use strict";
  function key(row, column) {
    var cell = row.cells[column];
    if (!cell) { return ""; }
    var value = cell.getAttribute("data-value");
    return value === null ? cell.textContent.trim().toLowerCase() : Number(value);
  }
  function compare(a, b) {
    if (typeof a === "number") { return typeof b === "number" ? a - b : -1; }
    if (typeof b === "number") { return 1; }
    return a.localeCompare(b, "en", { numeric: true });
  }
  function sort(table, head) {
    var upwards = head.getAttribute("aria-sort") !== "ascending";
    var body = table.tBodies[0];
    var keyed = Array.prototype.map.call(body.rows, function (row, place) {
      return { row: row, key: key(row, head.cellIndex), place: place };
    });
    keyed.sort(function (a, b) {
      var order = compare(a.key, b.key);
      return (upwards ? order : -order) || a.place - b.place;
    });
    keyed.forEach(function (entry) { body.appendChild(entry.row); });
    Array.prototype.forEach.call(head.parentNode.cells, function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", upwards ? "ascending" : "descending");
  }
  document.querySelectorAll("table.sortable").forEach(function (table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head) {
      var button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) { button.appendChild(head.firstChild); }
      head.appendChild(button);
      button.addEventListener("click", function () { sort(table, head); });
    });
  });
}());
