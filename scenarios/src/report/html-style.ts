/** Style of the report's page, light and dark. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#16202b;--soft:#5b6875;--edge:#dfe4ea;
--grid:#e8ecf0;--hit:#12805c;--false:#c8372d;--masked:#9a3fb5;--neutral:#8a96a3;--fault:#3a4a5c;
--blue:#2367c9;--band:#2367c92e;--cone:#12805c1f;--learn:#eef1f5;--heat:35,103,201}
@media (prefers-color-scheme:dark){:root{--bg:#0f1419;--card:#171e26;--ink:#e6ebf0;--soft:#93a1af;
--edge:#2a343f;--grid:#232c36;--hit:#3ecf9b;--false:#ff6f63;--masked:#d78af0;--neutral:#6d7a88;
--fault:#a9b8c8;--blue:#6aa5ff;--band:#6aa5ff33;--cone:#3ecf9b22;--learn:#1d252e;--heat:106,165,255}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);
font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1080px;margin:0 auto;padding:28px 20px 60px}
h1{font-size:22px;margin:0;letter-spacing:-.01em}
h2{font-size:15px;margin:0 0 12px}
h3{font-size:13px;margin:0 0 6px;color:var(--soft);font-weight:600}
p{margin:0 0 8px}
section,header{background:var(--card);border:1px solid var(--edge);border-radius:10px;
padding:18px 20px;margin-bottom:16px}
header{display:flex;gap:24px;align-items:flex-start;justify-content:space-between;flex-wrap:wrap}
.soft,.quiet{color:var(--soft);fill:var(--soft)}
.badge{display:inline-block;font-weight:700;font-size:12px;letter-spacing:.06em;border-radius:6px;
padding:3px 9px;color:var(--card);background:var(--neutral)}
.badge.hit{background:var(--hit)}.badge.false{background:var(--false)}
.score{font-size:44px;font-weight:700;line-height:1;letter-spacing:-.03em;text-align:right}
.score small{font-size:16px;color:var(--soft);font-weight:500;letter-spacing:0}
.parts{display:grid;grid-template-columns:repeat(4,1fr);gap:16px}
.part b{font-size:20px;font-weight:650}
.bar{height:7px;border-radius:4px;background:var(--grid);overflow:hidden;margin-top:5px}
.bar i{display:block;height:100%;background:var(--blue);border-radius:4px}
.bar i.neg{background:var(--false)}
pre{margin:14px 0 0;font:12px/1.6 ui-monospace,Menlo,Consolas,monospace;color:var(--soft);
white-space:pre-wrap}
code{font:12.5px ui-monospace,Menlo,Consolas,monospace;background:var(--bg);
border:1px solid var(--edge);border-radius:5px;padding:6px 9px;display:inline-block;user-select:all}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th{font-size:12px;color:var(--soft);font-weight:600;text-align:left}
th,td{padding:5px 10px 5px 0;border-bottom:1px solid var(--grid);vertical-align:top}
tr:last-child td{border-bottom:0}
td.num+td,th.num+th{padding-left:14px}
td.num,th.num{text-align:right;white-space:nowrap;padding-left:8px}
.wide{overflow-x:auto}
.two{display:grid;grid-template-columns:1fr 1fr;gap:26px 34px}
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(400px,1fr));gap:22px}
.matrix{width:auto}.matrix td{border:0;padding:0 3px 3px 0;vertical-align:middle}
.matrix td.name{padding-right:10px;white-space:nowrap}
.matrix th{border:0;padding:0 3px 5px 0;font-weight:500;vertical-align:bottom;text-align:center;
max-width:84px;overflow-wrap:break-word;font-size:11px}
.cell{min-width:46px;height:32px;line-height:32px;border-radius:5px;text-align:center;
background:var(--learn)}
.cell.right{box-shadow:inset 0 0 0 2px var(--hit)}
.worst{border-left:4px solid var(--false)}
svg{width:100%;height:auto;display:block}
svg.square{max-width:330px}
svg text{font:11px system-ui,sans-serif;fill:var(--ink)}
svg text.quiet{fill:var(--soft)}svg .mid{text-anchor:middle}svg .end{text-anchor:end}
svg .lane{font-weight:600;font-size:12px}
.grid{stroke:var(--grid)}.rule{stroke:var(--grid)}
.learning{fill:var(--learn)}
.fault{fill:var(--fault);opacity:.32}
.observable{fill:var(--card);stroke:var(--fault);stroke-width:2}
.failure{stroke:var(--false);stroke-width:2.4;fill:none;stroke-linecap:round}
rect.hit{fill:var(--hit)}rect.false{fill:var(--false)}rect.masked{fill:var(--masked)}
rect.neutral{fill:var(--neutral)}
.cone{fill:var(--cone)}.band{fill:var(--band)}
.true-life{stroke:var(--soft);stroke-dasharray:5 4;stroke-width:1.4}
.median{stroke:var(--blue);stroke-width:2;fill:none;stroke-linejoin:round}
.lambda{stroke:var(--card);stroke-width:2}circle.hit{fill:var(--hit)}circle.false{fill:var(--false)}
.dot{fill:var(--blue);fill-opacity:.75}.gap{stroke:var(--blue);stroke-opacity:.45}
.legend{display:flex;gap:18px;flex-wrap:wrap;margin-top:10px;font-size:12px;color:var(--soft)}
.legend i{display:inline-block;width:18px;height:8px;border-radius:2px;margin-right:6px}
.legend i.ring{width:9px;height:9px;border-radius:50%;border:2px solid var(--fault)}
.tag{font:11px ui-monospace,monospace;border-radius:4px;padding:1px 6px;color:var(--card);
background:var(--neutral)}
.tag.hit{background:var(--hit)}.tag.false{background:var(--false)}
.tag.masked{background:var(--masked)}
summary{cursor:pointer;color:var(--soft)}
footer{color:var(--soft);font-size:12px}
@media (max-width:760px){.two,.parts{grid-template-columns:1fr 1fr}.two{grid-template-columns:1fr}
.plots{grid-template-columns:1fr}}
@media print{body{background:#fff}section,header{break-inside:avoid}}
`;
