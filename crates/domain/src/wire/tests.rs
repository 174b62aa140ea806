//! Ids and problems as they travel.

use std::format;

use super::*;

#[test]
fn an_id_is_a_version_4_uuid_and_never_shown_whole() {
    let id = SubmissionId::from_random([0xab; 16]);
    assert_eq!(id.as_str(), "abababab-abab-4bab-abab-abababababab");
    assert_eq!(id.as_str().parse(), Ok(id.clone()));
    assert_eq!(format!("{id:?}"), "abababab…");
    for wrong in [
        "",
        "abababab-abab-1bab-abab-abababababab",
        "ABABABAB-abab-4bab-abab-abababababab",
        "abababab-abab-4bab-cbab-abababababab",
    ] {
        assert_eq!(wrong.parse::<SubmissionId>(), Err(NotAnId), "{wrong}");
    }
}

#[test]
fn states_are_written_as_their_codes() {
    for state in SubmissionState::ALL {
        let written = serde_json::to_string(&state).unwrap_or_default();
        assert_eq!(written, format!("\"{}\"", state.code()));
    }
}

#[test]
fn problem_types_are_stable_and_distinct() {
    for problem in ProblemType::ALL {
        let uri = Problem::new(problem, "").uri;
        assert_eq!(ProblemType::from_uri(&uri), Some(problem));
    }
}
