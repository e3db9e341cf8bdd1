// While something is still being worked out (a payment on its way), looks again every few seconds. Without script
// a <meta http-equiv="refresh"> inside <noscript> does the same. Nothing reloads while the tab is hidden or focus
// is in a field.
const pending = document.querySelector("[data-refresh-seconds]");

if (pending) {
  const wait = Math.max(2, Number(pending.dataset.refreshSeconds) || 5) * 1000;

  setInterval(() => {
    const busy = document.activeElement?.matches("input, select, textarea");
    if (document.visibilityState === "visible" && !busy) location.reload();
  }, wait);
}
