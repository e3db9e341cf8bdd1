//! Courses: what is taught, for whom, how long, at which standard prices. Dates of a course are events.

pub mod admin;
mod course;
mod create_course;
pub mod forms;
mod publish_course;
pub mod queries;
mod store;
mod update_course;
pub mod views;

pub use course::{CourseChange, CourseContent, CourseDetails, CourseId, CourseState};
pub use create_course::create_course;
pub use publish_course::{PublishCourseError, publish_course, withdraw_course};
pub use queries::{find_course, find_published_course, list_published_courses, load_course};
pub use update_course::{UpdateCourseError, update_course};
pub use views::CourseView;
