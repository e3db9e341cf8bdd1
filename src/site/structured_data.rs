//! What search engines read (WEB-2 to WEB-4): one event, or a course with its dates. Pure. Private dates and free ones for members say
//! nothing; an online event's place is our own page, never a street and never the meeting's address.

use serde_json::{Value, json};

use crate::bookings::sale_panel::SalePanel;
use crate::events::{CourseDetails, EventDetails, EventKind, EventMode, EventView, Visibility};

/// Whose site this is.
pub struct Publisher<'a> {
    /// Absolute address of the site, without a slash at the end.
    pub base_url: &'a str,
    /// The charity's registered name.
    pub name: &'a str,
}

impl Publisher<'_> {
    fn organization(&self) -> Value {
        json!({"@type": "NGO", "name": self.name, "url": format!("{}/", self.base_url)})
    }
}

/// `EducationEvent`; none for private dates and free ones for members (WEB-4), and while there is no date. Of what is over or called
/// off nothing is offered.
pub fn event_data(
    event: &EventDetails,
    view: &EventView,
    (sale, previous_starts): (Option<&SalePanel>, &[String]),
    publisher: &Publisher<'_>,
) -> Option<Value> {
    let for_members = sale.is_some_and(|sale| sale.members_only && sale.is_free);
    if is_silent(event) || for_members || view.start_for_machines.is_empty() {
        return None;
    }
    let sale = sale.filter(|_| !view.is_past && !view.is_cancelled);
    let url = format!("{}{}", publisher.base_url, view.href);
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "name": view.title,
        "url": url,
        "startDate": view.start_for_machines,
        "eventStatus": format!("https://schema.org/{}", event_status(event, previous_starts)),
        "eventAttendanceMode": attendance_mode(event.mode),
        "location": location(event, &url),
        "organizer": publisher.organization(),
        "inLanguage": "en-GB",
    });
    let people: Vec<Value> = event
        .facilitators
        .iter()
        .map(|who| json!({"@type": "Person", "name": who.name, "jobTitle": who.post_held}))
        .collect();
    let is_offered = |sale: &&SalePanel| !sale.members_only && !sale.code_only && (sale.can_book || sale.is_full);
    let offers = sale.filter(is_offered).map(|sale| offers(sale, &url));
    let optional = [
        ("previousStartDate", (!previous_starts.is_empty()).then(|| json!(previous_starts))),
        ("endDate", (!view.ends_at.is_empty()).then(|| json!(view.ends_at))),
        ("description", (!view.summary.is_empty()).then(|| json!(view.summary))),
        ("performer", (!people.is_empty()).then(|| json!(people))),
        ("isAccessibleForFree", sale.map(|sale| json!(sale.is_free))),
        ("offers", offers),
    ];
    for (key, value) in optional {
        if let Some(value) = value {
            data[key] = value;
        }
    }
    Some(data)
}

/// `Course` with its coming dates as instances.
pub fn course_data(course: &CourseDetails, dates: &[(&EventDetails, EventView)], publisher: &Publisher<'_>) -> Value {
    let content = &course.content;
    let url = format!("{}/courses/{}", publisher.base_url, course.slug);
    let workload = format!("PT{}M", content.duration_minutes);
    let instances: Vec<Value> = dates
        .iter()
        .filter(|(event, view)| !is_silent(event) && !event.is_cancelled() && !view.start_for_machines.is_empty())
        .map(|(event, view)| {
            let page = format!("{}{}", publisher.base_url, view.href);
            json!({
                "@type": "CourseInstance",
                "courseMode": if event.mode.has_online() { "Online" } else { "Onsite" },
                "courseWorkload": workload,
                "startDate": view.start_for_machines,
                "location": location(event, &page),
                "url": page,
            })
        })
        .collect();
    json!({
        "@context": "https://schema.org",
        "@type": "Course",
        "name": content.title,
        "description": content.summary,
        "url": url,
        "provider": publisher.organization(),
        "inLanguage": "en-GB",
        "teaches": content.topics,
        "hasCourseInstance": instances,
    })
}

/// WEB-4: of a private date, and of what is for members, nobody else is told.
fn is_silent(event: &EventDetails) -> bool {
    event.kind == EventKind::MembersMeeting || event.visibility == Visibility::Private
}

/// WEB-3: what was moved says so as long as it goes ahead; what was called off keeps its date.
fn event_status(event: &EventDetails, previous_starts: &[String]) -> &'static str {
    match (event.is_cancelled(), previous_starts) {
        (true, _) => "EventCancelled",
        (false, []) => "EventScheduled",
        (false, _) => "EventRescheduled",
    }
}

fn attendance_mode(mode: EventMode) -> &'static str {
    match mode {
        EventMode::Online => "https://schema.org/OnlineEventAttendanceMode",
        EventMode::InPerson => "https://schema.org/OfflineEventAttendanceMode",
        EventMode::Hybrid => "https://schema.org/MixedEventAttendanceMode",
    }
}

fn location(event: &EventDetails, page_url: &str) -> Value {
    let online = json!({"@type": "VirtualLocation", "url": page_url});
    let venue = if event.venue.is_empty() { "Venue to be confirmed" } else { &event.venue };
    let address = Some(event.venue_details.address.as_str()).filter(|known| !known.is_empty()).unwrap_or(venue);
    let room = json!({"@type": "Place", "name": venue, "address": address});
    match event.mode {
        EventMode::Online => online,
        EventMode::InPerson => room,
        EventMode::Hybrid => json!([room, online]),
    }
}

/// Every price somebody may be asked, by name, while it can be had. The early price says from when and until when it holds; until
/// then it takes the place of anyone's price, which is still named for whoever comes when its places are gone.
fn offers(sale: &SalePanel, url: &str) -> Value {
    let offer = |name: &str, pence: i64| {
        json!({
            "@type": "Offer",
            "name": name,
            "price": format!("{}.{:02}", pence / 100, pence % 100),
            "priceCurrency": "GBP",
            "availability": format!("https://schema.org/{}", sale.availability),
            "url": url,
        })
    };
    let member = sale.member_pence.map(|pence| offer("Member price", pence));
    let early = sale.early.as_ref().map(|early| {
        let mut offer = offer("Early price", early.pence);
        offer["validFrom"] = json!(early.begins_at);
        offer["validThrough"] = json!(early.ends_at);
        offer["priceValidUntil"] = json!(early.ends_at);
        offer
    });
    let standard = if member.is_some() { "Standard price" } else { "Price" };
    Value::Array(member.into_iter().chain(early).chain([offer(standard, sale.standard_pence)]).collect())
}
