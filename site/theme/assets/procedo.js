/* What pages do by themselves: no library, no request to anywhere, and every page reads well without it. */
(function () {
  "use strict";
  const all = (query, place) => Array.from((place || document).querySelectorAll(query));
  const head = document.querySelector("[data-root]");
  const root = head ? head.dataset.root.replace(/\/?$/, "/") : "./";
  const now = new Date();
  const today = [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");

  /* A revision that takes effect later says so, on the reader's own day. */
  for (const badge of all(".status-current, .status-superseded")) {
    if (badge.dataset.first > today) {
      badge.textContent = badge.dataset.ahead;
      badge.className = "status status-ahead";
    }
  }

  /* So does a document whose day of review has passed. */
  for (const mark of all(".mark-due")) mark.hidden = !(mark.dataset.due < today);

  /* Wide tables scroll inside themselves; then the keyboard must reach them. */
  function reachable() {
    for (const box of all(".table, .flow-lanes, .md-typeset__scrollwrap, .highlight code")) {
      if (box.scrollWidth > box.clientWidth + 1) {
        box.tabIndex = 0;
        box.classList.add("scrolls");
      } else {
        box.removeAttribute("tabindex");
        box.classList.remove("scrolls");
      }
    }
  }
  reachable();
  addEventListener("load", reachable);
  addEventListener("resize", reachable);

  /* Everything folded is printed. */
  addEventListener("beforeprint", () => all("details.fold, details.evidence").forEach((fold) => { fold.open = true; }));

  const dialog = document.querySelector(".md-search[role=dialog]");
  if (dialog) {
    const input = dialog.querySelector("input");
    dialog.setAttribute("aria-label", input ? input.placeholder : "search");
  }

  /* Go to a document by its number, or by words of its title. */
  function matches(text) {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return [];
    const bare = (words) => words.toLowerCase().replace(/[-_\s.]/g, "");
    const rank = ([number, title]) => {
      if (number.toLowerCase() === wanted || bare(number) === bare(wanted)) return 0;
      if (number.toLowerCase().startsWith(wanted) || bare(number).startsWith(bare(wanted))) return 1;
      if (title.toLowerCase().startsWith(wanted)) return 2;
      if (title.toLowerCase().includes(wanted)) return 3;
      return number.toLowerCase().includes(wanted) ? 4 : 9;
    };
    return (window.procedoDocuments || []).map((row) => [rank(row), row]).filter(([order]) => order < 9)
      .sort((a, b) => a[0] - b[0]).slice(0, 8).map(([, row]) => row);
  }
  for (const form of all("[data-goto]")) {
    const input = form.querySelector("input"), list = form.querySelector("ul"), said = form.querySelector(".goto-said");
    let found = [], chosen = -1;
    const address = (row) => root + row[2] + (row[3] ? "#" + row[3] : "");
    const show = () => {
      found = matches(input.value);
      chosen = -1;
      list.replaceChildren(...found.map((row, index) => {
        const item = document.createElement("li");
        item.id = "goto-" + index;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const number = document.createElement("span"), title = document.createElement("span");
        number.className = "no";
        number.textContent = row[0];
        title.textContent = row[1];
        item.append(number, title);
        item.addEventListener("mousedown", (event) => { event.preventDefault(); location.href = address(row); });
        return item;
      }));
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(!!found.length));
      input.removeAttribute("aria-activedescendant");
      said.textContent = "";
    };
    const choose = (index) => {
      chosen = (index + found.length) % found.length;
      all("li", list).forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
      input.setAttribute("aria-activedescendant", "goto-" + chosen);
    };
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && found.length) { event.preventDefault(); choose(chosen + 1); }
      if (event.key === "ArrowUp" && found.length) { event.preventDefault(); choose(chosen - 1); }
      if (event.key === "Escape") { list.hidden = true; input.setAttribute("aria-expanded", "false"); }
    });
    input.addEventListener("blur", () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show();
      const row = found[Math.max(chosen, 0)];
      if (row) location.href = address(row);
      else said.textContent = form.dataset.none;
    });
  }

  /* Who approves? Type the amount, the line lights up. */
  const number = (text) => {
    const plain = text.replace(/[,，\s￥¥元]/g, "").replace(/[０-９]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 65248));
    const found = /^(-?\d+(?:\.\d+)?)(万|亿)?$/.exec(plain);
    return found ? Number(found[1]) * ({ "万": 1e4, "亿": 1e8 }[found[2]] || 1) : NaN;
  };
  /* true, false, or null: cannot be told from what was typed. */
  function holds(test, typed) {
    if (!test || test.op === "any") return true;
    if (typed === "") return null;
    if (test.op === "in") return test.values.includes(typed) || test.values.some((value) => value !== "" && number(value) === number(typed));
    if (test.op === "not") { const inner = holds(test.test, typed); return inner === null ? null : !inner; }
    if (test.op !== "range") return null;
    const value = number(typed);
    if (Number.isNaN(value)) return null;
    const above = test.low === null || value > test.low || (test.low_in && value === test.low);
    const below = test.high === null || value < test.high || (test.high_in && value === test.high);
    return above && below;
  }
  for (const box of all("[data-whatif]")) {
    const data = JSON.parse(box.querySelector(".whatif-data").textContent);
    const said = box.querySelector(".whatif-said"), day = box.querySelector("[data-day]"), fields = all("[data-input]", box);
    day.value = today;
    const light = (revision, lines) => {
      for (const table of all("[data-revision]")) {
        const mine = revision && table.dataset.revision === revision.revision;
        table.classList.toggle("matrix-chosen", !!mine);
        all("[data-line]", table).forEach((row) => row.classList.toggle("lit", !!mine && lines.includes(row.dataset.line)));
      }
    };
    const speak = (line) => line.id + data.words.colon + (line.steps.map((step) => step.who + " " + step.act).join(" → ") || data.words.nobody);
    const answer = () => {
      const typed = Object.fromEntries(fields.map((field) => [field.dataset.input, field.value.trim()]));
      const on = day.value || today;
      const revision = data.revisions.filter((one) => one.first <= on && (!one.end || on < one.end)).pop();
      if (!revision) { said.textContent = data.words.before; return light(null, []); }
      if (Object.values(typed).every((value) => value === "")) { said.textContent = data.words.ask; return light(revision, []); }
      const results = revision.lines.map((line) => [line, data.inputs.map((input) => holds(line.tests[input.name], typed[input.name]))]);
      let fit = results.filter(([, tests]) => tests.every((test) => test === true)).map(([line]) => line);
      const open = results.some(([, tests]) => !tests.includes(false) && tests.includes(null));
      if (data.hit === "first" && !open) fit = fit.slice(0, 1);
      light(revision, fit.map((line) => line.id));
      const prefix = data.words.revision + " " + revision.revision + " · ";
      if (open) said.textContent = data.words.ask;
      else if (fit.length === 1) said.textContent = prefix + speak(fit[0]);
      else said.textContent = prefix + (fit.length ? data.words.several + fit.map(speak).join(" | ") : data.words.none);
    };
    [...fields, day].forEach((field) => field.addEventListener("input", answer));
    answer();
  }

  /* Filters of a table; what is chosen stands in the address, so that a view can be sent to somebody. */
  for (const bar of all("[data-filters]")) {
    const table = document.getElementById(bar.dataset.filters);
    const rows = all("tbody > tr", table), controls = all("[data-filter]", bar), count = bar.querySelector(".filters-count");
    const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const asked = new URLSearchParams(location.search);
    for (const control of controls) if (asked.has(control.dataset.filter)) control.value = asked.get(control.dataset.filter);
    const apply = (keep) => {
      const wanted = Object.fromEntries(controls.map((control) => [control.dataset.filter, control.value]));
      let shown = 0;
      for (const row of rows) {
        const fits = Object.entries(wanted).every(([name, value]) => !value ||
          (name === "text" ? value.toLowerCase().split(/\s+/).every((part) => words.get(row).includes(part)) : row.dataset[name] === value));
        row.hidden = !fits;
        shown += fits;
      }
      count.textContent = shown + " / " + rows.length;
      if (keep) {
        const state = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
        history.replaceState(null, "", location.pathname + (String(state) ? "?" + state : "") + location.hash);
      }
    };
    bar.hidden = false;
    controls.forEach((control) => control.addEventListener("input", () => apply(true)));
    all("a[data-set]").forEach((link) => link.addEventListener("click", (event) => {
      const control = controls.find((one) => one.dataset.filter === "requirement");
      if (!control) return;
      event.preventDefault();
      control.value = link.dataset.set;
      apply(true);
      bar.scrollIntoView({ block: "start" });
    }));
    apply(false);
    const row = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row && row.hidden) { controls.forEach((control) => { control.value = ""; }); apply(false); row.scrollIntoView(); }
  }

  /* From a file share the search of the theme cannot run (browsers refuse its worker): a plain one answers instead. */
  function plainSearch() {
    const input = dialog.querySelector("input"), list = dialog.querySelector(".md-search-result__list"), meta = dialog.querySelector(".md-search-result__meta");
    const toggle = document.getElementById("__search"), chinese = document.documentElement.lang.startsWith("zh");
    const bare = (html) => html.replace(/<[^>]*>/g, " ").replace(/\u200b/g, "").replace(/&(lt|gt|amp|quot|#39);/g, (sign, name) => ({ lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" })[name]);
    let rows = null;
    const ready = () => {
      if (!rows && window.__index) rows = window.__index.docs.map((doc) => [doc.location, bare(doc.title), bare(doc.text)]);
      return rows;
    };
    const find = (query) => {
      const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
      if (!terms.length || !ready()) return [];
      return rows.map((row) => {
        const title = row[1].toLowerCase(), text = row[2].toLowerCase();
        let score = row[0].includes("#") ? 0 : 2;
        for (const term of terms) {
          const inTitle = title.includes(term), inText = text.includes(term);
          if (!inTitle && !inText) return [0, row];
          score += (inTitle ? 10 : 0) + (inText ? 1 : 0);
        }
        return [score, row];
      }).filter(([score]) => score).sort((a, b) => b[0] - a[0]).slice(0, 30).map(([, row]) => row);
    };
    const snippet = (text, query) => {
      const at = Math.max(0, text.toLowerCase().indexOf(query.toLowerCase().split(/\s+/)[0]) - 30);
      return (at ? "…" : "") + text.slice(at, at + 120) + (text.length > at + 120 ? "…" : "");
    };
    const element = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text || "" });
    const show = () => {
      const query = input.value.trim(), found = find(query);
      meta.textContent = query ? (chinese ? found.length + " 处" : found.length + " found") : "";
      list.replaceChildren(...found.map(([place, title, text]) => {
        const item = element("li", "md-search-result__item"), link = element("a", "md-search-result__link");
        const article = element("article", "md-search-result__article md-typeset");
        link.href = root + place;
        article.append(element("h2", "", title), element("p", "", snippet(text, query)));
        link.append(article);
        item.append(link);
        return item;
      }));
    };
    dialog.hidden = false;
    input.addEventListener("focus", () => { toggle.checked = true; });
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") { toggle.checked = false; input.blur(); }
      if (event.key === "Enter") { event.preventDefault(); const first = list.querySelector("a"); if (first) first.click(); }
    });
    input.addEventListener("input", show);
    document.addEventListener("keydown", (event) => {
      if ((event.key === "/" || event.key === "s") && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); input.focus(); }
    });
    toggle.addEventListener("change", () => { if (toggle.checked) input.focus(); });
  }
  if (location.protocol === "file:" && dialog) setTimeout(plainSearch, 0);
})();
