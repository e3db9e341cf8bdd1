// A search form whose list follows the typing: form[data-live-search="#list"]. The same address that the form would open is
// fetched, its list put in place of the one shown, and kept in the address bar. Without JavaScript the form is simply sent.
const PAUSE = 180;

for (const form of document.querySelectorAll("form[data-live-search]")) {
  const list = () => document.querySelector(form.dataset.liveSearch);
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  form.append(said);
  let waiting = 0;
  let latest = null;

  const address = () => {
    const fields = [...new FormData(form)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(fields).toString();
    return query ? `${form.action}?${query}` : form.action;
  };

  const show = async () => {
    latest?.abort();
    latest = new AbortController();
    const href = address();
    try {
      const answer = await fetch(href, { signal: latest.signal, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(form.dataset.liveSearch);
      if (!fresh) throw new Error("no list");
      list().replaceWith(document.adoptNode(fresh));
      history.replaceState(null, "", href);
      said.textContent = list().querySelector("[data-live-count]")?.textContent ?? "Nobody like that";
    } catch (error) {
      // Signed out meanwhile, or the line is down: the form itself says what is the matter.
      if (error.name !== "AbortError") form.submit();
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });
}
