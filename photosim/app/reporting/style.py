"""How the report looks; no script, no font, no picture from elsewhere."""

STYLE = """
:root {
  color-scheme: light dark;
  --page: #f5f6f7; --card: #ffffff; --well: #eceef0; --line: #d7dbdf;
  --text: #1a1d21; --muted: #545c66; --accent: #0b6b74; --on-accent: #ffffff; --soft: #d5eaec;
  --good: #1c6b34; --warning: #8a4b00;
  --shadow: 0 1px 2px rgb(20 30 40 / .07), 0 4px 16px rgb(20 30 40 / .05);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #16181a; --card: #202327; --well: #17191c; --line: #363b41;
    --text: #e9ebed; --muted: #a7afb8; --accent: #62c6ce; --on-accent: #04282c; --soft: #1f4347;
    --good: #7fd498; --warning: #f0bd66; --shadow: none;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Cantarell, sans-serif;
  font-variant-numeric: tabular-nums;
}
main, header > div { max-width: 1240px; margin: 0 auto; padding: 0 28px; }
h1, h2, p, ul, figure { margin: 0; padding: 0; }
a { color: inherit; text-decoration: none; }
a:hover .name, a:focus-visible .name { text-decoration: underline; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

header { background: var(--card); border-bottom: 1px solid var(--line); padding: 30px 0 26px; }
.brand { display: flex; align-items: center; gap: 16px; }
.brand svg { width: 52px; height: 52px; flex: none; }
h1 { font-size: 25px; line-height: 1.25; font-weight: 650; letter-spacing: -.012em; }
.about { color: var(--muted); overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 44px; margin: 24px 0 0; padding: 0; }
.facts div { display: flex; flex-direction: column-reverse; }
.facts dt { color: var(--muted); font-size: 13px; }
.facts dd { margin: 0; font-size: 25px; line-height: 1.2; font-weight: 620; letter-spacing: -.012em; }
.facts .free dd { color: var(--accent); }
.promise { margin-top: 20px; color: var(--muted); font-size: 13.5px; }

main { padding-top: 26px; padding-bottom: 64px; }
.group {
  background: var(--card); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow);
  padding: 18px 20px 20px; margin-bottom: 20px;
}
.title { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 14px; }
h2 { font-size: 16.5px; font-weight: 640; }
.title .free { margin-left: auto; color: var(--muted); font-size: 13.5px; }
.why { margin: 2px 0 14px; color: var(--muted); font-size: 14px; }
.why b { color: var(--accent); font-weight: 620; }

.photos { display: grid; grid-template-columns: repeat(auto-fill, minmax(196px, 1fr)); gap: 16px; }
figure { position: relative; min-width: 0; display: flex; flex-direction: column; }
.frame {
  position: relative; aspect-ratio: 4 / 3; border-radius: 9px; overflow: hidden; background: var(--well);
  display: flex; align-items: center; justify-content: center; color: var(--muted); font-size: 13px;
}
.frame img { width: 100%; height: 100%; object-fit: contain; display: block; }
.keeper .frame { outline: 3px solid var(--accent); outline-offset: -1px; }
.missing .frame img { opacity: .45; filter: grayscale(1); }
.badge {
  position: absolute; left: 9px; top: 9px; background: var(--accent); color: var(--on-accent);
  border-radius: 6px; padding: 1px 9px; font-size: 12.5px; font-weight: 650; letter-spacing: .01em;
}
figcaption { padding: 0 1px; font-size: 13px; line-height: 1.42; color: var(--muted); }
.name {
  display: block; color: var(--text); font-size: 14px; font-weight: 600; padding: 8px 1px 0;
  white-space: nowrap; overflow: hidden; text-overflow: ellipsis;
}
.folder {
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden;
  overflow-wrap: anywhere;
}
.figures { display: flex; flex-wrap: wrap; gap: 0 11px; }
.figures span { white-space: nowrap; }
.chips { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 5px; }
.chip {
  border-radius: 5px; padding: 0 7px; font-size: 12px; line-height: 19px; background: var(--well);
  color: var(--text); white-space: nowrap;
}
.chip.sure { background: var(--soft); }
.chip.safe { color: var(--good); }
.chip.gone { color: var(--warning); }

details { margin-top: 14px; font-size: 13.5px; }
summary { cursor: pointer; color: var(--muted); }
details ul { list-style: none; margin-top: 8px; color: var(--muted); }
details li { overflow-wrap: anywhere; padding: 1px 0; }
.note, .problems {
  border: 1px solid var(--line); border-radius: 14px; padding: 16px 20px; margin: 0 0 20px;
  background: var(--card);
}
.note p + p { margin-top: 6px; color: var(--muted); }
.problems summary { font-size: 15px; font-weight: 620; color: var(--text); }
.problems table { border-collapse: collapse; width: 100%; margin-top: 12px; }
.problems td {
  border-top: 1px solid var(--line); padding: 6px 14px 6px 0; vertical-align: top; overflow-wrap: anywhere;
}
.problems td:first-child { white-space: nowrap; color: var(--warning); }
.problems td:last-child { color: var(--muted); }
.problems p { margin-top: 12px; color: var(--muted); }
code {
  font: 13px/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  background: var(--well); border-radius: 5px; padding: 1px 6px; overflow-wrap: anywhere;
}
.empty { text-align: center; padding: 72px 24px; color: var(--muted); }
.empty h2 { color: var(--text); font-size: 19px; margin-bottom: 4px; }

@media (max-width: 560px) {
  main, header > div { padding-left: 14px; padding-right: 14px; }
  .photos { grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); gap: 12px; }
  .title .free { margin-left: 0; }
}
@media print {
  :root {
    --page: #fff; --card: #fff; --well: #f3f4f5; --line: #c9cdd1; --text: #000; --muted: #444;
    --accent: #0b6b74; --on-accent: #fff; --soft: #e4f0f1; --good: #1c6b34; --warning: #8a4b00;
    --shadow: none;
  }
  body { font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main, header > div { max-width: none; padding: 0; }
  header { padding-top: 0; }
  .photos { grid-template-columns: repeat(4, 1fr); gap: 10px; }
  .group { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 12px 0; margin: 0; }
  figure, .title, .why { break-inside: avoid; }
  .title, .why { break-after: avoid; }
}
"""
