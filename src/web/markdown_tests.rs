use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{to_safe_html, to_safe_html_kept};

#[test]
fn everyday_markdown_becomes_plain_markup() {
    let table = [
        ("One *two* **three**", "<p>One <em>two</em> <strong>three</strong></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n"),
        ("a  \nb", "<p>a<br>\nb</p>\n"),
        ("\"Quoted\" -- and it's so", "<p>“Quoted” – and it’s so</p>\n"),
        ("~~old~~ `code`", "<p><del>old</del> <code>code</code></p>\n"),
        ("    a < b", "<pre tabindex=\"0\"><code>a &lt; b</code></pre>\n"),
        (
            "|A|B|\n|-|-:|\n|1|2|",
            "<div class=\"table-wrap\" tabindex=\"0\"><table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody></table>\n</div>",
        ),
        ("Siân O'Neill, Nguyễn 🎉 עברית", "<p>Siân O’Neill, Nguyễn 🎉 עברית</p>\n"),
        ("", ""),
    ];

    for (markdown, wanted) in table {
        assert_eq!(to_safe_html(markdown), wanted, "{markdown:?}");
    }
}

#[test]
fn links_lead_to_the_web_to_mail_or_to_this_site() {
    let table = [
        ("[a](https://a.example/x?y=1&z=2)", "<a href=\"https://a.example/x?y=1&amp;z=2\" rel=\"noopener\">a</a>"),
        ("[a](http://a.example)", "<a href=\"http://a.example\" rel=\"noopener\">a</a>"),
        ("<info@example.org>", "<a href=\"mailto:info@example.org\" rel=\"noopener\">info@example.org</a>"),
        ("[a](/about)", "<a href=\"/about\" rel=\"noopener\">a</a>"),
        ("[a](#below)", "<a href=\"#below\" rel=\"noopener\">a</a>"),
        ("[a](//evil.example)", "<a rel=\"noopener\">a</a>"),
        ("[a](/\\evil.example)", "<a href=\"/%5Cevil.example\" rel=\"noopener\">a</a>"),
        ("[a](about)", "<a rel=\"noopener\">a</a>"),
    ];

    for (markdown, wanted) in table {
        assert_eq!(to_safe_html(markdown), format!("<p>{wanted}</p>\n"), "{markdown:?}");
    }
}

#[test]
fn hostile_input_is_kept_as_text_or_loses_its_sting() {
    let table = [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
        "a <img src=x onerror=alert(1)> b",
        "<div onclick=\"alert(1)\">x</div>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](vbscript:msgbox)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<data:text/html,x>",
        "![x](https://evil.example/pixel.png)",
        "![x](data:image/svg+xml,<svg onload=alert(1)>)",
        "<style>body{display:none}</style>",
        "<iframe src=https://evil.example></iframe>",
        "<svg/onload=alert(1)>",
        "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
        "<b style=\"position:fixed\" class=\"notice\">x",
        "<!--<script>--><script>alert(1)</script>",
        "[x]: javascript:alert(1)\n\n[x]",
        "[x](https://a.example \"onmouseover=alert(1)\")",
        "`<script>alert(1)</script>`",
        "```html\" onload=\"alert(1)\n<script>alert(1)</script>\n```",
        "# <script>alert(1)</script>",
        "|<img src=x onerror=alert(1)>|\n|-|\n|<script>x</script>|",
        "<table><tr><td>unclosed",
        "</div></main></body></html>",
        "<textarea><noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    ];

    for markdown in table {
        assert_safe(&to_safe_html(markdown), markdown);
    }
}

#[test]
fn raw_html_is_shown_as_typed() {
    assert_eq!(to_safe_html("a <b>bold</b>"), "<p>a &lt;b&gt;bold&lt;/b&gt;</p>\n");
    assert_eq!(to_safe_html("<div>\nx\n</div>"), "<p>&lt;div&gt;\nx\n&lt;/div&gt;</p>\n");
    assert_eq!(to_safe_html("![a badge](https://a.example/b.png)"), "<p>a badge</p>\n");
}

#[test]
fn headings_begin_at_h2_and_never_skip() {
    let levels = |markdown: &str| -> String {
        let markup = to_safe_html(markdown);
        markup.match_indices("<h").map(|(at, _)| &markup[at + 2..at + 3]).collect()
    };
    let table = [
        ("# a\n\n## b\n\n# c", "232"),
        ("## a\n\n### b\n\n## c", "232"),
        ("# a\n\n### b\n\n##### c", "234"),
        ("### a\n\n# b\n\n### c", "223"),
        ("###### a", "2"),
        ("# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f", "234566"),
    ];

    for (markdown, wanted) in table {
        assert_eq!(levels(markdown), wanted, "{markdown:?}");
    }
    assert_eq!(to_safe_html("# a *b*"), "<h2>a <em>b</em></h2>\n");
}

#[test]
fn huge_nesting_neither_hangs_nor_overflows() {
    let long = 50_000;
    let table = [
        ">".repeat(long),
        "> ".repeat(long / 2),
        "- ".repeat(long / 2),
        "[".repeat(long),
        "![".repeat(long / 2),
        "*a ".repeat(long / 3),
        "**a *".repeat(long / 5),
        "<div>".repeat(long / 5),
        "`a``".repeat(long / 4),
        "|".repeat(long),
        "[a](".repeat(long / 4),
        "&#x".repeat(long / 3),
        (0..200).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect::<Vec<_>>().concat(),
    ];

    for markdown in table {
        let began = Instant::now();
        let markup = to_safe_html(&markdown);
        assert_safe(&markup, &markdown[..20]);
        assert!(began.elapsed() < Duration::from_secs(20), "{} took {:?}", &markdown[..20], began.elapsed());
    }
}

/// Reads the markup as a browser would split it: only the allowed elements, only `href`, `rel`, `start` and `tabindex`.
fn assert_safe(markup: &str, from: &str) {
    for tag in markup.split('<').skip(1) {
        let (inside, _) = tag.split_once('>').unwrap_or_else(|| panic!("{from:?} gave an open tag: {markup}"));
        let mut words = inside.trim_start_matches('/').split_whitespace();
        let name = words.next().unwrap_or_default();
        assert!(super::ELEMENTS.contains(&name), "{from:?} gave <{name}>: {markup}");
        for attribute in words {
            let known = ["href=\"", "rel=\"noopener\"", "start=\"", "tabindex=\"0\"", "class=\"table-wrap\""]
                .iter()
                .any(|start| attribute.starts_with(start));
            assert!(known, "{from:?} gave {attribute}: {markup}");
            if let Some(href) = attribute.strip_prefix("href=\"") {
                let leads = ["https://", "http://", "mailto:", "/", "#"].iter().any(|start| href.starts_with(start));
                assert!(leads, "{from:?} gave {attribute}: {markup}");
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_comes_out_safe(markdown in "[-*#>|`~\\[\\]()<>\"'= a-z:/\n!&;]{0,200}") {
        assert_safe(&to_safe_html(&markdown), &markdown);
    }
}

#[test]
fn a_text_that_is_kept_reads_the_same_and_the_oldest_makes_room() {
    for number in 0..20 {
        let text = format!("Terms, *version {number}*");
        assert_eq!((to_safe_html_kept(&text), to_safe_html_kept(&text)), (to_safe_html(&text), to_safe_html(&text)));
    }
}
