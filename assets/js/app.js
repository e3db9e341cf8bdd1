// Every behaviour is a module that looks for its own data attribute. All are optional: each page works without script.
import "./focus-error-summary.js";
import "./confirm-once.js";
import "./live-basket.js";
import "./refresh-pending.js";
import "./local-time.js";
import "./hold-countdown.js";
import "./employer-search.js";
import "./passkeys.js";
import "./employer-search.js";
import "./live-search.js";
import "./import-progress.js";
import "./conditional-questions.js";
import "./authority-search.js";
