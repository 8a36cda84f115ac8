// The running sum of a ballot of points. Without scripts the button "Add up" asks the server.
function showSum(list) {
  const points = [...list.querySelectorAll("input[type=number]")];
  const sum = points.reduce((total, input) => total + (Number(input.value) || 0), 0);
  list.closest("fieldset, form").querySelector("output.shared").value = sum;
}
document.addEventListener("input", (event) => {
  const list = event.target.closest("ol.ballot.points");
  if (list) showSum(list);
});
