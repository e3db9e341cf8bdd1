//! Every setting there is, as the README and `nairo serve --help` print it.

/// One setting, as the README's table and `nairo serve --help` print it.
#[derive(Clone, Copy, Debug)]
pub struct SettingDoc {
    /// Environment variable; in a settings file the same name in lower case.
    pub name: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// Every setting there is.
pub const SETTINGS: &[SettingDoc] = &[
    SettingDoc {
        name: "NAIRO_ADDR",
        default: "127.0.0.1:8080",
        meaning: "Address and port the web server listens on.",
    },
    SettingDoc {
        name: "NAIRO_BASE_URL",
        default: "none; demo: http:// and the address",
        meaning: "The site's public address, https, without a slash at the end.",
    },
    SettingDoc {
        name: "DATABASE_URL",
        default: "sqlite://var/nairo.db",
        meaning: "sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME.",
    },
    SettingDoc {
        name: "NAIRO_SECRET_KEY",
        default: "none; demo has its own",
        meaning: "At least 32 characters, random; signs personal links, forms and cookies.",
    },
    SettingDoc {
        name: "NAIRO_SEALING_KEY",
        default: "NAIRO_SECRET_KEY",
        meaning: "At least 32 characters, random; seals what must be read back: needs of attendees, seeds of authenticator apps.",
    },
    SettingDoc {
        name: "NAIRO_PREVIOUS_SEALING_KEY",
        default: "NAIRO_SECRET_KEY, once there is a sealing key",
        meaning: "The sealing key before this one: what it sealed still opens, and is sealed anew within a day.",
    },
    SettingDoc {
        name: "SMTP_URL",
        default: "none; demo captures mail",
        meaning: "smtps://USER:PASSWORD@HOST (implicit TLS) or smtp://USER:PASSWORD@HOST:587?tls=required (STARTTLS).",
    },
    SettingDoc {
        name: "STRIPE_SECRET_KEY",
        default: "none",
        meaning: "Stripe's secret or restricted key. Without it people pay by bank transfer.",
    },
    SettingDoc {
        name: "STRIPE_WEBHOOK_SECRET",
        default: "none",
        meaning: "The webhook endpoint's signing secret (whsec_…); needed with a Stripe key.",
    },
    SettingDoc { name: "STRIPE_API_BASE", default: "https://api.stripe.com/", meaning: "Where Stripe's API is." },
    SettingDoc {
        name: "NAIRO_FILES",
        default: "var/files",
        meaning: "Folder for files; captured mail of the demo lies beside it.",
    },
    SettingDoc {
        name: "NAIRO_TRUSTED_PROXIES",
        default: "none",
        meaning: "Addresses of proxies, with commas between, whose X-Forwarded-For is believed.",
    },
    SettingDoc {
        name: "NAIRO_METRICS_ADDR",
        default: "none",
        meaning: "Address and port for metrics as Prometheus text, at /metrics; keep it from the public.",
    },
    SettingDoc {
        name: "NAIRO_CONFIG",
        default: "none",
        meaning: "A TOML file with any of these settings, names in lower case.",
    },
    SettingDoc {
        name: "NAIRO_LOG",
        default: "info; demo: error",
        meaning: "What to log, such as info or nairo=debug,warn.",
    },
];
