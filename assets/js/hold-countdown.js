// Says how many minutes a held place is still kept. Screen readers are told only now and then (aria-live stays off;
// the instant itself is in the text beside it).
for (const place of document.querySelectorAll("[data-hold-until]")) {
  const until = new Date(place.dataset.holdUntil).getTime();
  if (Number.isNaN(until)) continue;

  const show = () => {
    const seconds = Math.max(0, Math.round((until - Date.now()) / 1000));
    const minutes = Math.ceil(seconds / 60);
    if (seconds === 0) place.textContent = " (that time has passed: reload the page)";
    else place.textContent = minutes === 1 ? " (less than a minute left)" : ` (${minutes} minutes left)`;
    return seconds;
  };

  const timer = setInterval(() => { if (show() === 0) clearInterval(timer); }, 5000);
  show();
}
