//! What the demo's courses say. The facts are those of the association's real programme; every sentence is our own.

use crate::events::CourseContent;
use crate::kernel::Pence;

/// Half a day, in minutes.
const HALF_DAY: i32 = 210;
const MEMBERS: Pence = Pence::new(5_000);
/// The code of the policy that the demo's dates are sold under.
const POLICY: &str = "standard";
const OTHERS: Pence = Pence::new(9_000);
const FURTHER: &str = "The course can also be given in person, or to one authority’s staff alone, and its content fitted to what they need. Write to us at the address at the foot of this page.";

/// "The Role of the IRO".
pub(super) fn role_of_the_iro() -> CourseContent {
    half_day(
        "The Role of the IRO",
        "The whole of the work in half a day: the law behind it, the review itself, and the duty to challenge.",
        "What is a reviewing officer for, and what does the law ask of one? We start there, and follow a child’s case from the day of coming into care: what to find out before the first review, how to run the meeting so that the child is at the centre of it, and what to do when a plan agreed in the room is not carried out.\n\nThe hard part gets most of the time. Practice is full of dilemmas, and the duty to challenge is the sharpest of them. Real cases, made anonymous, are talked through in small groups.",
        &[
            "Where the role comes from and why it exists",
            "The legal framework",
            "Before, during and after the review",
            "The element of challenge, and what justifies it",
            "Settling differences early, and disputes that will not settle",
            "The part that Cafcass plays",
            "Case examples and exercises in groups",
            "The toolkit of good practice",
        ],
        "Practising reviewing officers first of all, and people who think of becoming one. Others who work with children in care and take an interest in the subject are welcome.",
        "Read before the day:\n\n- the part of the IRO Handbook about reviews, and the chapter on settling disputes;\n- your own authority’s dispute procedure.\n\nBring one review that went otherwise than you had hoped, with every name left out.",
    )
}

/// "The Challenge of Challenge".
pub(super) fn challenge_of_challenge() -> CourseContent {
    half_day(
        "The Challenge of Challenge",
        "When to challenge a plan, how to do it well, and how to keep a working relationship afterwards.",
        "Challenge is a duty, not a temperament. This course looks at one element of the role and takes it apart: what justifies a challenge, what makes it land, and what wears it down. We go from the first quiet word to the formal procedure, and to the moments when an officer stands alone.\n\nBring a case of your own, with every name left out.",
        &[
            "What the law and guidance say about challenge",
            "Telling a difference of opinion from a plan that fails the child",
            "Words that open a conversation and words that close it",
            "Writing a challenge that has to be answered",
            "Escalation, step by step",
            "Independence while on the authority’s payroll",
        ],
        "Reviewing officers and their managers who have done the work for a while.",
        "Bring a case of your own, with every name left out: what you challenged, how, and what came of it. Have your authority’s dispute procedure at hand.",
    )
}

/// "Training for New or Aspiring IROs".
pub(super) fn new_or_aspiring() -> CourseContent {
    half_day(
        "Training for New or Aspiring IROs",
        "A grounding for the first year in the role, and for social workers who are thinking of applying.",
        "Moving from a social work team into reviewing changes what you are answerable for. This course is for the first year in post, and for those who are weighing whether to apply. It covers what a reviewing officer does in a week, what the law expects, and what experienced colleagues wish they had known.\n\nThere is time for your questions at every step.",
        &[
            "From caseholder to reviewing officer: what changes",
            "The law in outline",
            "Preparing for and conducting a review",
            "Meeting children on their own, and making their views count",
            "Following up what was agreed",
            "A first look at challenge",
            "Where to find support",
        ],
        "Reviewing officers in their first year, and qualified social workers who are interested in becoming one.",
        "Nothing has to be read before the day. If you have an hour, the first two chapters of the IRO Handbook make a good beginning.",
    )
}

/// A course of its own for what the other three do not show, so that it changes nothing there.
pub(super) fn what_a_child_does_not_say() -> CourseContent {
    half_day(
        "What a Child Does Not Say",
        "Reading silence, play and behaviour in a review, with children who do not tell in words.",
        "Some children say least when most is decided about them. This half day is about what can be learned all the same: from play, from drawing, from whom a child sits beside, from what changes after a visit. We look at how to write it down so that it counts, and at where reading turns into guessing.",
        &[
            "Seeing a child before the meeting",
            "Signs, and what they are not",
            "Writing observations that stand up",
            "Interpreters, signing and symbols",
        ],
        "Practising reviewing officers, and those who train them.",
        "* Your own notes of a review in which a child said little, with every name taken out",
    )
}

/// Not on the site yet.
pub(super) fn working_with_interpreters() -> CourseContent {
    half_day(
        "Working with Interpreters",
        "How a review changes when every sentence is said twice.",
        "A draft that the training group is still talking about.",
        &["Briefing an interpreter", "Pace, and what gets lost"],
        "Reviewing officers.",
        "",
    )
}

/// Taken off the site again.
pub(super) fn writing_for_court() -> CourseContent {
    half_day(
        "Writing for Court",
        "What a court wants to read from a reviewing officer, and what it does not.",
        "Given until last year; the guidance behind it is being rewritten.",
        &["What a court asks", "Facts, opinion and reasons"],
        "Reviewing officers.",
        "",
    )
}

fn half_day(
    title: &str,
    summary: &str,
    overview: &str,
    topics: &[&str],
    audience: &str,
    resources: &str,
) -> CourseContent {
    CourseContent {
        title: title.to_owned(),
        summary: summary.to_owned(),
        overview: overview.to_owned(),
        topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
        audience: audience.to_owned(),
        further_information: FURTHER.to_owned(),
        duration_minutes: HALF_DAY,
        cpd_minutes: HALF_DAY,
        standard_price: OTHERS,
        member_price: MEMBERS,
        refund_policy: Some(POLICY.to_owned()),
        resources: resources.to_owned(),
    }
}
