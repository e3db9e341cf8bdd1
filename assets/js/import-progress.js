// A bar that moves while a job works through a file. Without script the page refreshes itself.
const box = document.querySelector("[data-progress]");

async function look() {
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-progress-words]");
  const answer = await fetch(box.dataset.progress, { headers: { accept: "application/json" } });
  if (!answer.ok) return;
  const progress = await answer.json();
  if (!progress.is_moving) {
    location.reload();
    return;
  }
  bar.value = progress.percent;
  if (words.textContent !== progress.words) words.textContent = progress.words;
}

if (box) {
  setInterval(() => {
    // A missed answer is no trouble: the next one comes in two seconds.
    if (document.visibilityState === "visible") look().catch(() => {});
  }, 2000);
}
