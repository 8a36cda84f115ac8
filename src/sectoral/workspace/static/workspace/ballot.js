// The running sum of a ballot whose numbers must add up. Without scripts the button "Add up" asks the server.
function showSum(list) {
  const numbers = [...list.querySelectorAll("input[type=number]")];
  const sum = numbers.reduce((total, input) => total + (Number(input.value) || 0), 0);
  list.closest("fieldset, form").querySelector("output.shared").value = sum;
}
document.addEventListener("input", (event) => {
  const list = event.target.closest("ol.ballot[data-adds-up]");
  if (list) showSum(list);
});
