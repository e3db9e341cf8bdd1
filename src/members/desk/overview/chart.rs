//! The plot of joiners and leavers, drawn here as an image of lines and words; the page has the same figures as a table.

use plotters::prelude::*;

use super::months::Month;
use crate::kernel::Unexpected;

const SIZE: (u32, u32) = (720, 320);
const PAPER: RGBColor = RGBColor(0xff, 0xfd, 0xf9);
const INK: RGBColor = RGBColor(0x22, 0x1f, 0x1a);
const RULE: RGBColor = RGBColor(0xdc, 0xd5, 0xc6);
const JOINED: RGBColor = RGBColor(0x0d, 0x56, 0x61);
const LEFT: RGBColor = RGBColor(0xc4, 0x6a, 0x4a);

/// The plot as SVG, with a title and a description inside for whoever opens it alone.
pub(super) fn chart(months: &[Month]) -> Result<String, Unexpected> {
    let mut svg = String::new();
    draw(&mut svg, months).map_err(|error| Unexpected::because(error.to_string()))?;
    let words = "<title>Joiners and leavers by month</title><desc>Two bars for each month: people who joined, and people who left.</desc>";
    match svg.find("<svg").and_then(|begin| svg[begin..].find('>').map(|end| begin + end + 1)) {
        Some(inside) => svg.insert_str(inside, words),
        None => return Err(Unexpected::because("the plot is no SVG")),
    }
    Ok(svg)
}

fn draw(svg: &mut String, months: &[Month]) -> Result<(), DrawingAreaErrorKind<std::io::Error>> {
    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    area.fill(&PAPER)?;
    let highest = months.iter().map(|month| month.joined.max(month.left)).max().unwrap_or_default();
    let top = (highest + highest / 8 + 1).max(4);
    let width = i32::try_from(months.len()).unwrap_or(12) * 10;
    let mut plot = ChartBuilder::on(&area)
        .margin(12)
        .margin_right(16)
        .x_label_area_size(34)
        .y_label_area_size(44)
        .build_cartesian_2d(0..width, 0..top)?;
    let name_of = |at: &i32| month_name(months, *at);
    plot.configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(RULE)
        .axis_style(INK)
        .x_labels(months.len() * 2 + 1)
        .x_label_formatter(&name_of)
        .y_labels(5)
        .y_label_formatter(&|count| count.to_string())
        .label_style(("sans-serif", 13, &INK))
        .draw()?;
    for (series, (colour, name)) in [(0, (JOINED, "Joined")), (1, (LEFT, "Left"))] {
        let bars = (0..).step_by(10).zip(months).map(move |(at, month)| {
            let count = if series == 0 { month.joined } else { month.left };
            let from = at + 1 + 4 * series;
            Rectangle::new([(from, 0), (from + 4, count)], colour.filled())
        });
        plot.draw_series(bars)?
            .label(name)
            .legend(move |(x, y)| Rectangle::new([(x, y - 5), (x + 12, y + 5)], colour.filled()));
    }
    plot.configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(PAPER)
        .border_style(RULE)
        .label_font(("sans-serif", 13, &INK))
        .draw()?;
    area.present()
}

/// The name of the month whose middle is here; nothing between.
fn month_name(months: &[Month], at: i32) -> String {
    let is_middle = at.rem_euclid(10) == 5;
    let month = usize::try_from(at.div_euclid(10)).ok().and_then(|index| months.get(index));
    month.filter(|_| is_middle).map(|month| month.first_day.format("%b %y").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plot_is_an_image_that_says_what_it_is_and_needs_nothing_else() {
        let months: Vec<Month> = (1..=12)
            .map(|number| Month {
                first_day: chrono::NaiveDate::from_ymd_opt(2026, number, 1).unwrap(),
                joined: number,
                left: 12 - number,
            })
            .collect();

        let svg = chart(&months).unwrap();

        let read = roxmltree::Document::parse(&svg).unwrap();
        let names = |name: &str| read.descendants().filter(|node| node.has_tag_name(name)).count();
        assert!(names("rect") >= 24, "{svg}");
        assert_eq!((names("title"), names("desc"), names("script"), names("style")), (1, 1, 0, 0));
        assert!(!svg.contains("style="), "{svg}");
        for words in ["Jan 26", "Dec 26", "Joined", "Left"] {
            assert!(svg.contains(words), "{words} is missing: {svg}");
        }
    }

    #[test]
    fn nobody_joining_draws_an_empty_plot() {
        assert!(chart(&[]).is_ok());
        let month = Month { first_day: chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), joined: 0, left: 0 };
        assert!(chart(&[month]).is_ok());
    }
}
