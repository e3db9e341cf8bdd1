//! Addresses grouped by how they begin. Actix tries one pattern after another; a site of several hundred patterns is found
//! sooner when most of them are passed over by one comparison of their common beginning.

use std::collections::BTreeSet;

/// Patterns with one beginning, in the order they were given.
#[derive(Debug, PartialEq, Eq)]
pub struct Group<T> {
    /// Such as `/admin/events`; literal, no slash at its end.
    pub prefix: &'static str,
    /// What follows the beginning (such as `/{id}`; nothing for the beginning itself), and what answers there.
    pub rest: Vec<(&'static str, T)>,
}

/// Groups by the first segment, or by two where every second one is literal: then no address belongs to two groups. Beside the
/// groups is what stands for itself, such as `/` and `/robots.txt`.
pub fn group<T>(patterns: Vec<(&'static str, T)>) -> (Vec<(&'static str, T)>, Vec<Group<T>>) {
    let open: BTreeSet<&str> = patterns
        .iter()
        .filter(|(path, _)| segments(path).nth(1).is_some_and(is_dynamic))
        .filter_map(|(path, _)| segments(path).next())
        .collect();
    let (mut alone, mut groups) = (Vec::new(), Vec::<Group<T>>::new());
    for (path, what) in patterns {
        let first = segments(path).next().unwrap_or_default();
        let depth = if open.contains(first) { 1 } else { 2 };
        let prefix = &path[..segments(path).take(depth).map(|segment| segment.len() + 1).sum()];
        if segments(path).count() < depth || first.is_empty() {
            alone.push((path, what));
            continue;
        }
        let rest = &path[prefix.len()..];
        match groups.iter_mut().find(|group| group.prefix == prefix) {
            Some(group) => group.rest.push((rest, what)),
            None => groups.push(Group { prefix, rest: vec![(rest, what)] }),
        }
    }
    (alone, groups)
}

fn segments(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.trim_start_matches('/').split('/')
}

fn is_dynamic(segment: &str) -> bool {
    segment.contains('{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_grouped_by_as_much_as_they_share_for_certain() {
        let patterns = [
            "/",
            "/robots.txt",
            "/admin",
            "/admin/events",
            "/admin/events/{id}",
            "/about/our-terms",
            "/about/{page}",
            "/about",
            "/admin/people/{id}/notes",
            "/admin/events/new",
        ];

        let (alone, groups) = group(patterns.into_iter().zip(1..).collect());

        assert_eq!(alone, [("/", 1), ("/robots.txt", 2), ("/admin", 3)]);
        let expected = [
            Group { prefix: "/admin/events", rest: vec![("", 4), ("/{id}", 5), ("/new", 10)] },
            Group { prefix: "/about", rest: vec![("/our-terms", 6), ("/{page}", 7), ("", 8)] },
            Group { prefix: "/admin/people", rest: vec![("/{id}/notes", 9)] },
        ];
        assert_eq!(groups, expected);
    }
}
