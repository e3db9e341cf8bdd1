//! Who may do what: named permissions, held by roles (D11). Code asks for permissions, never for roles.

/// One thing that somebody may be allowed to do.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// Open the back office at all.
    ViewBackOffice,
    /// Write, publish, change and cancel events.
    ManageEvents,
    /// See bookings and who attends.
    ViewBookings,
    /// Make, change and cancel bookings for other people.
    ManageBookings,
    /// Download lists of attendees.
    ExportAttendees,
    /// Read what attendees need (access, diet), for arranging it (D20).
    ViewNeeds,
    /// See charges, payments and refunds.
    ViewMoney,
    /// Record money received.
    RecordPayments,
    /// Approve refunds that need a second person.
    ApproveRefunds,
    /// Write and change news.
    EditNews,
    /// Publish and withdraw news.
    PublishNews,
    /// Change what the site says about the charity itself.
    EditCharity,
    /// See background jobs and mail waiting to go.
    ViewJobs,
    /// Read the audit trail.
    ViewAudit,
    /// Decide applications for full membership.
    DecideApplications,
    /// See and change members' records.
    ManageMembers,
    /// Give and take away roles.
    ManageRoles,
}

use Permission::{
    ApproveRefunds, DecideApplications, EditCharity, EditNews, ExportAttendees, ManageBookings, ManageEvents,
    ManageMembers, ManageRoles, PublishNews, RecordPayments, ViewAudit, ViewBackOffice, ViewBookings, ViewJobs,
    ViewMoney, ViewNeeds,
};

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 17] = [
        ViewBackOffice,
        ManageEvents,
        ViewBookings,
        ManageBookings,
        ExportAttendees,
        ViewNeeds,
        ViewMoney,
        RecordPayments,
        ApproveRefunds,
        EditNews,
        PublishNews,
        EditCharity,
        ViewJobs,
        ViewAudit,
        DecideApplications,
        ManageMembers,
        ManageRoles,
    ];

    /// The short word used in records and in logs.
    pub const fn word(self) -> &'static str {
        match self {
            ViewBackOffice => "view_back_office",
            ManageEvents => "manage_events",
            ViewBookings => "view_bookings",
            ManageBookings => "manage_bookings",
            ExportAttendees => "export_attendees",
            ViewNeeds => "view_needs",
            ViewMoney => "view_money",
            RecordPayments => "record_payments",
            ApproveRefunds => "approve_refunds",
            EditNews => "edit_news",
            PublishNews => "publish_news",
            EditCharity => "edit_charity",
            ViewJobs => "view_jobs",
            ViewAudit => "view_audit",
            DecideApplications => "decide_applications",
            ManageMembers => "manage_members",
            ManageRoles => "manage_roles",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// An office somebody holds, from a date to a date.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Runs the system; may do everything.
    Administrator,
    /// Answers for the charity: decides, approves and looks over shoulders.
    Trustee,
    /// Looks after members and applications.
    MembershipOfficer,
    /// Looks after events and bookings.
    EventsOfficer,
    /// Looks after the charity's public words.
    Editor,
    /// Looks after the money.
    Treasurer,
    /// Runs training; sees only their own events, by being named on them.
    Facilitator,
    /// Belongs; nothing in the back office.
    Member,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::Administrator,
        Self::Trustee,
        Self::MembershipOfficer,
        Self::EventsOfficer,
        Self::Editor,
        Self::Treasurer,
        Self::Facilitator,
        Self::Member,
    ];

    /// What holders of this role may do.
    pub const fn permissions(self) -> &'static [Permission] {
        match self {
            Self::Administrator => &Permission::ALL,
            Self::Trustee => &[
                ViewBackOffice,
                ViewBookings,
                ViewMoney,
                ApproveRefunds,
                EditNews,
                PublishNews,
                EditCharity,
                ViewAudit,
                DecideApplications,
            ],
            Self::MembershipOfficer => &[ViewBackOffice, DecideApplications, ManageMembers],
            Self::EventsOfficer => {
                &[ViewBackOffice, ManageEvents, ViewBookings, ManageBookings, ExportAttendees, ViewNeeds]
            }
            Self::Editor => &[ViewBackOffice, EditNews, PublishNews, EditCharity],
            Self::Treasurer => &[ViewBackOffice, ViewBookings, ViewMoney, RecordPayments, ApproveRefunds],
            Self::Facilitator | Self::Member => &[],
        }
    }

    /// Does this role hold `permission`?
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Trustee => "trustee",
            Self::MembershipOfficer => "membership_officer",
            Self::EventsOfficer => "events_officer",
            Self::Editor => "editor",
            Self::Treasurer => "treasurer",
            Self::Facilitator => "facilitator",
            Self::Member => "member",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// The role's name as people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Administrator => "Administrator",
            Self::Trustee => "Trustee",
            Self::MembershipOfficer => "Membership officer",
            Self::EventsOfficer => "Events officer",
            Self::Editor => "Editor",
            Self::Treasurer => "Treasurer",
            Self::Facilitator => "Facilitator",
            Self::Member => "Member",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_as_what_wrote_them() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.word()), Some(role));
        }
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.word()), Some(permission));
        }
        assert_eq!(Role::parse("Administrator"), None);
        assert_eq!(Permission::parse(""), None);
    }

    #[test]
    fn only_the_administrator_gives_roles_and_may_do_everything() {
        let may_all = |role: Role| Permission::ALL.into_iter().all(|p| role.may(p));
        let everything: Vec<Role> = Role::ALL.into_iter().filter(|role| may_all(*role)).collect();
        let role_givers: Vec<Role> = Role::ALL.into_iter().filter(|role| role.may(ManageRoles)).collect();

        assert_eq!(everything, [Role::Administrator]);
        assert_eq!(role_givers, [Role::Administrator]);
    }

    #[test]
    fn applications_are_decided_by_trustees_and_the_membership_officer() {
        let table = [
            (Role::Trustee, true),
            (Role::MembershipOfficer, true),
            (Role::EventsOfficer, false),
            (Role::Editor, false),
            (Role::Treasurer, false),
            (Role::Member, false),
        ];

        for (role, wanted) in table {
            assert_eq!(role.may(DecideApplications), wanted, "{role:?}");
        }
    }

    #[test]
    fn whoever_publishes_news_can_open_the_desk_it_lies_on() {
        for role in Role::ALL.into_iter().filter(|role| role.may(PublishNews)) {
            assert!(role.may(EditNews), "{role:?}");
        }
    }

    #[test]
    fn whoever_may_do_anything_may_open_the_back_office() {
        for role in Role::ALL {
            let holds_any = !role.permissions().is_empty();
            assert_eq!(role.may(ViewBackOffice), holds_any, "{role:?}");
        }
    }

    #[test]
    fn qst_3_what_attendees_need_is_read_by_those_who_arrange_it() {
        let readers: Vec<Role> = Role::ALL.into_iter().filter(|role| role.may(ViewNeeds)).collect();

        assert_eq!(readers, [Role::Administrator, Role::EventsOfficer]);
    }

    #[test]
    fn facilitators_and_members_hold_nothing() {
        assert!(Role::Facilitator.permissions().is_empty());
        assert!(Role::Member.permissions().is_empty());
    }
}
