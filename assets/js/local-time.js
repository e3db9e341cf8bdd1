// Adds "= 10:30am your time" after a UK time when the reader's own clock differs at that instant (WEB-5).
// The UK time always stays; the local time never stands alone.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

function wall(instant, timeZone) {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone, weekday: "short", day: "numeric", hour: "numeric", minute: "2-digit", hour12: true,
  }).formatToParts(instant).reduce((parts, { type, value }) => ({ ...parts, [type]: value }), {});
}

for (const time of document.querySelectorAll("time[data-local-time][datetime*='T']")) {
  const instant = new Date(time.dateTime);
  if (Number.isNaN(instant.getTime())) continue;

  const [theirs, ours] = [wall(instant, here), wall(instant, "Europe/London")];
  const clock = `${theirs.hour}:${theirs.minute}${theirs.dayPeriod.toLowerCase()}`;
  const same = theirs.hour === ours.hour && theirs.minute === ours.minute && theirs.dayPeriod === ours.dayPeriod && theirs.day === ours.day;
  if (same) continue;

  const words = document.createElement("span");
  words.className = "local-time";
  words.textContent = theirs.day === ours.day ? `= ${clock} your time` : `= ${clock} on ${theirs.weekday} ${theirs.day}, your time`;
  time.after(" ", words);
}
