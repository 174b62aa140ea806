//! Known vulnerabilities of npm packages (`npm audit`), and the registry's signatures on them.

use anyhow::bail;
use serde_json::Value;

use super::ListState;
use crate::command::{command, output};

/// Compares `package-lock.json` with the registry's list of known vulnerabilities.
///
/// # Errors
/// When a package has one.
pub(super) fn known_vulnerabilities() -> anyhow::Result<ListState> {
    ask(
        &["audit", "--json"],
        "auditReportVersion",
        "known vulnerabilities of npm packages (`npm audit`)",
    )
}

/// Checks that the packages in `node_modules` are what the registry signed.
///
/// # Errors
/// When one is not.
pub(super) fn signatures() -> anyhow::Result<ListState> {
    ask(
        &["audit", "signatures", "--json"],
        "invalid",
        "signatures of npm packages (`npm audit signatures`)",
    )
}

/// What npm says; its JSON has the `field` when the registry was heard, and npm says no when something is wrong.
fn ask(words: &[&str], field: &str, list: &'static str) -> anyhow::Result<ListState> {
    let said = output(command("npm").args(words))?;
    match verdict(&said.stdout, said.status.success(), field) {
        Some(true) => Ok(ListState::NoVulnerability),
        Some(false) => bail!(
            "`npm {}` says no: {}",
            words.join(" "),
            String::from_utf8_lossy(&said.stdout)
        ),
        None => Ok(ListState::OutOfReach(list)),
    }
}

/// Whether all is well; nothing when the registry was not heard.
fn verdict(report: &[u8], is_success: bool, field: &str) -> Option<bool> {
    let report: Value = serde_json::from_slice(report).ok()?;
    report.get(field).map(|_| is_success)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_that_was_not_heard_is_no_yes() {
        let field = "auditReportVersion";
        let heard = br#"{"auditReportVersion": 2, "vulnerabilities": {}}"#;
        assert_eq!(verdict(heard, true, field), Some(true));
        assert_eq!(verdict(heard, false, field), Some(false));
        let refused = br#"{"message": "405 Method Not Allowed", "method": "POST"}"#;
        for (report, is_success) in [(&refused[..], false), (b"", false), (b"", true)] {
            assert_eq!(verdict(report, is_success, field), None);
        }
    }
}
